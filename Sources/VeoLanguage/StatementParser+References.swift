/// References to jobs.
extension StatementParser {
    /// Nothing but references, to the end of the line.
    mutating func references(
        of command: CommandName, atLeast least: Int
    ) throws(Diagnostic) -> [Reference] {
        var references: [Reference] = []
        while let word = try lexer.word() {
            guard let reference = try reference(word) else {
                throw unexpected(word, of: command, keywords: [])
            }
            references.append(reference)
        }
        guard references.count >= least else {
            throw missing("a job, such as @last", of: command)
        }
        return references
    }

    /// A word as a reference; `nil` when it does not look like one.
    mutating func reference(_ word: Word) throws(Diagnostic) -> Reference? {
        guard case .text(let head)? = word.template.segments.first else { return nil }
        if let sign = NearMiss.fullWidthSign(in: word.range, of: source),
            head.hasPrefix("@") || head.hasPrefix("＠"), !word.isQuoted
        {
            throw NearMiss.fullWidth(sign, in: source)
        }
        guard head.hasPrefix("@") else { return nil }
        guard !word.isQuoted else {
            throw failure(
                "a reference is not quoted", at: word.range, label: "remove the quotes")
        }
        return Reference(kind: try kind(word.template), range: word.range)
    }

    private mutating func kind(_ template: Template) throws(Diagnostic) -> Reference.Kind {
        guard case .text(let first)? = template.segments.first else {
            throw failure("a reference is empty", at: template.range)
        }
        let head = String(first.dropFirst())
        let rest = (head.isEmpty ? [] : [.text(head)]) + template.segments.dropFirst()
        if head.hasPrefix("#") { return try numberKind(head, template) }
        if head.hasPrefix("id:") { return try serverIDKind(head, template) }
        if rest.count == 1, let keyword = keyword(head) { return keyword }
        return .name(try pattern(rest, template))
    }

    private func keyword(_ text: String) -> Reference.Kind? {
        let word = dialect == .prompt ? text.lowercased() : text
        return Reference.keywords.first { $0.word == word }?.kind
    }

    private func numberKind(
        _ head: String, _ template: Template
    ) throws(Diagnostic) -> Reference.Kind {
        let digits = head.dropFirst()
        guard template.literal != nil, !digits.isEmpty,
            digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(digits), number > 0
        else {
            throw failure(
                "'@#' needs the number of a job", at: template.range,
                help: "such as @#7: a job's number in the history, as `jobs` shows it")
        }
        return .number(number)
    }

    private mutating func serverIDKind(
        _ head: String, _ template: Template
    ) throws(Diagnostic) -> Reference.Kind {
        let id = String(head.dropFirst(3))
        let segments = (id.isEmpty ? [] : [.text(id)]) + template.segments.dropFirst()
        let start = template.range.lowerBound + "@id:".utf8.count
        let template = Template(
            segments: segments, range: SourceRange(start, template.range.upperBound))
        check(template, as: ServerID.parse)
        return .serverID(template)
    }

    private mutating func pattern(
        _ segments: [Template.Segment], _ template: Template
    ) throws(Diagnostic) -> NamePattern {
        var parts: [NamePattern.Segment] = []
        for segment in segments {
            switch segment {
            case .variable(let variable):
                check(variable, at: .value)
                parts.append(.variable(variable))
            case .text(let text):
                try append(text, to: &parts, template)
            }
        }
        try refuseReserved(parts, template)
        return NamePattern(segments: parts)
    }

    private func append(
        _ text: String, to parts: inout [NamePattern.Segment], _ template: Template
    ) throws(Diagnostic) {
        var name = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard scalar == "*" || NameCharacter.canContinue(scalar) else {
                throw failure(
                    "a reference cannot hold '\(VisibleText.of(String(scalar)))'",
                    at: template.range,
                    help: "`help references` shows how jobs are named")
            }
            guard scalar == "*" else {
                name.append(scalar)
                continue
            }
            if !name.isEmpty { parts.append(.text(String(name))) }
            name = String.UnicodeScalarView()
            if parts.last != .any { parts.append(.any) }
        }
        if !name.isEmpty { parts.append(.text(String(name))) }
    }

    /// Words that no job can be called, and names that cannot start like this.
    private func refuseReserved(
        _ parts: [NamePattern.Segment], _ template: Template
    ) throws(Diagnostic) {
        guard let first = parts.first else {
            throw failure(
                "'@' needs a name", at: template.range,
                help: "such as @last or @cat; `help references` shows all")
        }
        guard case .text(let name) = first else { return }
        if let scalar = name.unicodeScalars.first, !NameCharacter.canStart(scalar) {
            throw failure("no job's name starts with '\(scalar)'", at: template.range)
        }
        guard name.unicodeScalars.count <= Limits.nameCharacters else {
            throw failure(
                "the name of a job has at most \(Limits.nameCharacters) characters",
                at: template.range)
        }
        guard parts.count == 1, JobName.reserved.contains(name.lowercased()) else { return }
        let words = Reference.keywords.map(\.word)
        throw failure(
            "no job can be called '\(name)'", at: template.range,
            label: DidYouMean.label(for: "@" + name, among: words.map { "@" + $0 }),
            help: "`help references` shows how jobs are named")
    }
}

/// The ids that the server gives to its jobs.
package enum ServerID {
    /// Refuses what cannot be one: nothing, control characters, blanks, or more than
    /// ``Limits/serverIDCharacters``.
    package static func parse(_ text: String) throws(ValueError) -> String {
        let help = "such as video_abc123, as the server named the job"
        guard !text.isEmpty else {
            throw ValueError(message: "a server's id cannot be empty", help: help)
        }
        guard text.unicodeScalars.count <= Limits.serverIDCharacters else {
            throw ValueError(
                message: "a server's id has at most \(Limits.serverIDCharacters) characters",
                help: help)
        }
        let isClean = text.unicodeScalars.allSatisfy {
            VisibleText.escape($0) == nil && !$0.properties.isWhitespace
        }
        guard isClean, !text.hasPrefix("@") else {
            throw ValueError(
                message: "\(VisibleText.quoted(text)) is not a server's id",
                label: text.hasPrefix("@id:") ? "write the id alone" : "", help: help)
        }
        return text
    }
}
