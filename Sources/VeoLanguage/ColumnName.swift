/// The headings of tables, and how a script names them: `${shot.id}`, `${shot["my heading"]}`.
package enum ColumnName {
    /// A heading as it counts: without blanks round it, and with one space for each run of others,
    /// whatever blanks they are. People do not see them, and programs put them there.
    package static func of(_ heading: String) -> String {
        heading.unicodeScalars.split { $0.properties.isWhitespace || isUnseen($0) }
            .map { String($0) }.joined(separator: " ")
    }

    /// The byte order mark and the zero-width space.
    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0xFEFF || scalar.value == 0x200B
    }

    /// What stands behind the name of the row: `.id` where that can be read, else `["my heading"]`.
    static func suffix(_ heading: String) -> String {
        let scalars = heading.unicodeScalars
        let isPlain =
            scalars.first.map { NameCharacter.canStart($0) || $0 == "_" } ?? false
            && scalars.dropFirst().allSatisfy(NameCharacter.canContinue)
        if isPlain { return "." + heading }
        var text = String.UnicodeScalarView()
        for scalar in scalars {
            if scalar == "\"" || scalar == "\\" { text.append("\\") }
            text.append(scalar)
        }
        return "[\"\(String(text))\"]"
    }
}
