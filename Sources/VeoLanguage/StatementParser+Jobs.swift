/// The commands that make jobs and follow them.
extension StatementParser {
    mutating func submit() throws(Diagnostic) -> SubmitArguments {
        try request(of: .submit)
    }

    mutating func again() throws(Diagnostic) -> AgainArguments {
        let word = try required("a job, such as @last", of: .again)
        guard let reference = try reference(word) else {
            if countTemplate(word) != nil { throw unexpectedInSubmit(word, of: .again) }
            throw unexpected(word, of: .again, keywords: [])
        }
        let request = try request(of: .again)
        return AgainArguments(
            reference: reference, name: request.name, model: request.model, mode: request.mode,
            text: request.text)
    }

    /// What `submit` takes, and `again` behind its job.
    private mutating func request(of command: CommandName) throws(Diagnostic) -> SubmitArguments {
        var arguments = SubmitArguments()
        var stage = 0
        while let word = try nextSubmitWord() {
            let next: Int
            if command == .submit, let count = countTemplate(word) {
                next = 1
                try inOrder(word, next, after: &stage)
                check(count) { text throws(ValueError) in try Count.parse(text) }
                arguments.count = count
            } else if isKeyword(word, "as") {
                next = 2
                try inOrder(word, next, after: &stage)
                arguments.name = try newName()
            } else if let pair = word.pair {
                next = 3
                stage = next
                try submitPair(pair, of: command, &arguments)
            } else if isKeyword(word, "--") {
                arguments.text = try submitText(word)
                break
            } else {
                throw unexpectedInSubmit(word, of: command)
            }
        }
        return arguments
    }

    /// A fence without `--` before it gets its own message.
    private mutating func nextSubmitWord() throws(Diagnostic) -> Word? {
        lexer.skipBlanks()
        if !lexer.isAtEnd, let run = FenceRun.ending(source, lexer.rest),
            run.range.lowerBound == lexer.position
        {
            throw failure(
                "'--' is missing before the fence", at: run.range, label: "write '-- \"\"\"'",
                help: "the text of one submit follows a free-standing '--'")
        }
        return try lexer.word()
    }

    /// `x3`, `x${n}`: what stands after the `x`.
    private func countTemplate(_ word: Word) -> Template? {
        guard !word.isQuoted, word.pair == nil, case .text(let head)? = word.template.segments.first
        else { return nil }
        guard head.hasPrefix("x") || (dialect == .prompt && head.hasPrefix("X")) else { return nil }
        let rest = String(head.dropFirst())
        let isNumber =
            rest.isEmpty
            ? word.template.segments.count > 1
            : rest.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: "-") }
        guard isNumber else { return nil }
        let segments = (rest.isEmpty ? [] : [.text(rest)]) + word.template.segments.dropFirst()
        let range = SourceRange(word.range.lowerBound + 1, word.range.upperBound)
        return Template(segments: segments, range: range)
    }

    /// `xN`, `as`, pairs and `--` come in this order, each of the first two once.
    private func inOrder(
        _ word: Word, _ next: Int, after stage: inout Int
    ) throws(Diagnostic) {
        guard stage < next else {
            let text = VisibleText.quoted(source.text(in: word.range))
            throw failure(
                stage == next ? "\(text) stands here twice" : "\(text) comes too late",
                at: word.range, help: "the order is: submit xN as NAME model=… mode=… -- TEXT")
        }
        stage = next
    }

    private mutating func submitPair(
        _ pair: Word.Pair, of command: CommandName, _ arguments: inout SubmitArguments
    ) throws(Diagnostic) {
        switch try pairKey(pair, of: command, among: ["model", "mode"]) {
        case "model":
            try refuseTwice(pair, arguments.model)
            check(pair.value, at: .value)
            refuseEmpty(pair.value, "a model")
            arguments.model = pair.value
        default:
            try refuseTwice(pair, arguments.mode)
            check(pair.value, as: Mode.parse)
            arguments.mode = pair.value
        }
    }

    private mutating func submitText(_ word: Word) throws(Diagnostic) -> Template {
        guard let text = try text(at: .value, isSent: true) else {
            throw failure(
                "the text after '--' is missing", at: word.range,
                help: "without '--' the text of `prompt` is sent")
        }
        checkPrompt(text)
        return text
    }

    /// The text of `prompt`.
    mutating func prompt() throws(Diagnostic) -> Template? {
        guard let text = try text(at: .value, isSent: true) else { return nil }
        checkPrompt(text)
        return text
    }

    private mutating func checkPrompt(_ text: Template) {
        checkLiteral(text, as: PromptText.check)
    }

    mutating func wait() throws(Diagnostic) -> WaitArguments {
        var arguments = WaitArguments()
        while let word = try lexer.word() {
            if let pair = word.pair, !pair.key.hasPrefix("@") {
                _ = try pairKey(pair, of: .wait, among: ["timeout"])
                try refuseTwice(pair, arguments.timeout)
                check(pair.value, as: DurationValue.parse)
                arguments.timeout = pair.value
            } else if isKeyword(word, "any") {
                guard !arguments.any else {
                    throw failure("'any' stands here twice", at: word.range)
                }
                arguments.any = true
            } else if let reference = try reference(word) {
                try refuseLate(word, arguments.any || arguments.timeout != nil)
                arguments.references.append(reference)
            } else {
                throw unexpected(word, of: .wait, keywords: ["any", "timeout"])
            }
        }
        return arguments
    }

    /// `save`, and `collect`, which waits as well.
    mutating func save(of name: CommandName) throws(Diagnostic) -> SaveArguments {
        let keys = name == .collect ? ["if-exists", "timeout"] : ["if-exists"]
        var arguments = SaveArguments()
        while let word = try lexer.word() {
            if isKeyword(word, "to") {
                guard arguments.path == nil else {
                    throw failure("'to' stands here twice", at: word.range)
                }
                guard let path = try lexer.word() else {
                    throw failure("a path is missing after 'to'", at: word.range)
                }
                checkOutPath(path.template)
                arguments.path = path.template
            } else if let pair = word.pair, !pair.key.hasPrefix("@") {
                if try pairKey(pair, of: name, among: keys) == "timeout" {
                    try refuseTwice(pair, arguments.timeout)
                    check(pair.value, as: DurationValue.parse)
                    arguments.timeout = pair.value
                } else {
                    try refuseTwice(pair, arguments.ifExists)
                    check(pair.value, as: IfExists.parse)
                    arguments.ifExists = pair.value
                }
            } else if let reference = try reference(word) {
                try refuseLate(word, arguments != SaveArguments(references: arguments.references))
                arguments.references.append(reference)
            } else {
                throw unexpected(word, of: name, keywords: ["to"] + keys)
            }
        }
        return arguments
    }

    private func refuseLate(_ word: Word, _ isLate: Bool) throws(Diagnostic) {
        guard isLate else { return }
        throw failure(
            "\(VisibleText.quoted(source.text(in: word.range))) comes too late", at: word.range,
            help: "jobs are named right after the command")
    }

    mutating func adopt() throws(Diagnostic) -> AdoptArguments {
        let word = try required("the id of a job on the server", of: .adopt)
        if !isServerID(word), let reference = try reference(word) {
            return .unknown(reference, id: try adoptedID())
        }
        let id = word.template
        check(id, as: ServerID.parse)
        guard let word = try lexer.word() else { return .job(id: id, name: nil) }
        guard isKeyword(word, "as") else {
            guard word.pair == nil, (try? JobName.parse(source.text(in: word.range))) != nil else {
                throw unexpected(word, of: .adopt, keywords: ["as"])
            }
            throw failure(
                "'as' is missing before the name", at: word.range,
                label: "write 'as \(source.text(in: word.range))'",
                help: "such as `adopt video_abc123 as cat`")
        }
        let name = try newName()
        try expectEnd("adopt")
        return .job(id: id, name: name)
    }

    /// `@id:video_abc` where the id alone belongs.
    private func isServerID(_ word: Word) -> Bool {
        source.text(in: word.range).hasPrefix("@id:")
    }

    /// What an unknown job is called on the server, where that is said.
    private mutating func adoptedID() throws(Diagnostic) -> Template? {
        guard let word = try lexer.word() else { return nil }
        guard !isKeyword(word, "as") else {
            throw failure(
                "the job has a name already", at: word.range,
                help: "such as `adopt @#7 video_abc123`")
        }
        check(word.template, as: ServerID.parse)
        try expectEnd("adopt")
        return word.template
    }
}
