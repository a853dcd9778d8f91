/// The rules for the names of jobs and variables.
package enum JobName {
    /// Words that mean something else in a reference or a variable.
    package static let reserved: Set<String> = Set(
        ["all", "last", "active", "failed", "open", "job", "loop", "count", "cost", "env"]
            + Keywords.reserved)

    private static let help =
        "a name is letters, digits, '_' and '-', up to \(Limits.nameCharacters) of them, "
        + "and starts with a letter or a digit"

    /// The name as given, when it is one. It compares with `==`, which is NFC-insensitive.
    package static func parse(_ text: String) throws(ValueError) -> String {
        guard let first = text.unicodeScalars.first else {
            throw ValueError(message: "a name cannot be empty", help: help)
        }
        guard NameCharacter.canStart(first) else {
            throw ValueError(
                message: "a name cannot start with '\(VisibleText.of(String(first)))'",
                help: help)
        }
        if let bad = text.unicodeScalars.first(where: { !NameCharacter.canContinue($0) }) {
            throw ValueError(
                message: "a name cannot hold '\(VisibleText.of(String(bad)))'", help: help)
        }
        guard text.unicodeScalars.count <= Limits.nameCharacters else {
            throw ValueError(
                message: "\(VisibleText.quoted(text)) is too long for a name",
                help: "a name has at most \(Limits.nameCharacters) characters")
        }
        if reserved.contains(text.lowercased()) {
            throw ValueError(
                message: "'\(text)' is a word of the language and cannot be a name",
                help: "take another name, such as '\(text)-1'")
        }
        if isNumbered(text) {
            throw ValueError(
                message: "'\(text)' cannot be a name",
                help: "'job-' and a number is how jobs without a name are called")
        }
        return text
    }

    /// Equal for names that differ only in case or in their Unicode form.
    package static func key(_ name: String) -> String {
        name.lowercased()
    }

    /// `job-7`: what a job without a name is called.
    package static func isNumbered(_ text: String) -> Bool {
        let key = key(text)
        guard key.hasPrefix("job-") else { return false }
        let number = key.utf8.dropFirst(4)
        return !number.isEmpty && number.allSatisfy { (48...57).contains($0) }
    }
}

/// The characters of names.
enum NameCharacter {
    static func canStart(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return isASCIILetterOrDigit(scalar.value) }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber:
            return true
        default: return false
        }
    }

    /// Marks are allowed after the start: in NFC many of them are one letter with it.
    static func canContinue(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "_" || scalar == "-" || canStart(scalar) { return true }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark: return true
        default: return false
        }
    }

    private static func isASCIILetterOrDigit(_ value: UInt32) -> Bool {
        (48...57).contains(value) || (65...90).contains(value) || (97...122).contains(value)
    }
}

/// The names of environment variables, as POSIX writes them.
package enum EnvironmentName {
    package static func parse(_ text: String) throws(ValueError) -> String {
        let bytes = Array(text.utf8)
        let isName =
            !bytes.isEmpty && !(48...57).contains(bytes[0])
            && bytes.allSatisfy { byte in
                byte == UInt8(ascii: "_") || (48...57).contains(byte)
                    || (65...90).contains(byte) || (97...122).contains(byte)
            }
        guard isName else {
            throw ValueError(
                message: "\(VisibleText.quoted(text)) is not the name of an environment variable",
                label: text.hasPrefix("$") ? "did you mean '\(text.dropFirst())'?" : "",
                help: "such as VEO_API_KEY: letters, digits and '_'")
        }
        return text
    }
}
