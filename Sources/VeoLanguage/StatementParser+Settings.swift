/// The commands that set and show, and the small ones.
extension StatementParser {
    /// The key of a setting, and nothing behind it.
    mutating func settingKey(after command: String) throws(Diagnostic) -> Setting {
        let name = CommandName(rawValue: command) ?? .set
        let word = try required("a setting", of: name)
        let setting = try setting(word, isFollowed: !lexer.isAtEnd)
        try expectEnd(command)
        return setting
    }

    mutating func set() throws(Diagnostic) -> Command {
        let word = try required("a setting and a value", of: .set)
        let setting = try setting(word, isFollowed: true)
        if setting == .keyFrom { return .set(setting, .keySource(try keySource())) }
        guard let value = try lexer.word() else {
            throw failure(
                "'\(setting.rawValue)' needs a value", at: SourceRange(lexer.end, lexer.end),
                help: SettingReference.of(setting).help)
        }
        if isKeyword(value, "=") {
            throw failure(
                "`set` takes no '='", at: value.range, label: "remove it",
                help: "such as `set \(setting.rawValue) \(SettingReference.of(setting).example)`")
        }
        if let extra = try lexer.word() {
            let unit = DurationValue.unit(named: source.text(in: extra.range))
            let number = source.text(in: value.range)
            if setting == .timeout || setting == .poll, let unit, Int(number) != nil {
                throw failure(
                    "no blank stands before the unit",
                    at: SourceRange(value.range.lowerBound, extra.range.upperBound),
                    label: "write '\(number)\(unit)'", help: SettingReference.of(setting).help)
            }
            throw failure(
                "`set` takes one value", at: extra.range, help: Self.wordsAreQuoted)
        }
        checkValue(value.template, of: setting)
        return .set(setting, .word(value.template))
    }

    private mutating func checkValue(_ value: Template, of setting: Setting) {
        switch setting {
        case .mode: check(value, as: Mode.parse)
        case .out: checkOutPath(value)
        case .sidecar: check(value, as: Switch.parse)
        case .parallel: check(value, as: Parallel.parse)
        case .poll: check(value, as: PollInterval.parse)
        case .timeout: check(value, as: DurationValue.parse)
        case .model, .baseURL:
            check(value, at: .value)
            refuseEmpty(value, "'\(setting.rawValue)'")
        case .keyFrom: break
        }
    }

    /// `env NAME`, `file PATH` or `command TEXT`. What stands there instead may be a key, so no
    /// message shows it.
    private mutating func keySource() throws(Diagnostic) -> KeySourceArgument {
        let help = "key-from is 'env NAME', 'file PATH' or 'command TEXT'"
        lexer.skipBlanks()
        let rest = lexer.rest
        let kind = lexer.rawWord()
        let word = source.text(in: kind)
        switch dialect == .prompt ? word.lowercased() : word {
        case "env":
            let name = try keyWord("the name of a variable")
            checkLiteral(name, as: EnvironmentName.parse)
            return .environment(name)
        case "file":
            return .file(try keyWord("a path"))
        case "command":
            lexer.skipBlanks()
            guard !lexer.isAtEnd else {
                throw failure("a command is missing", at: kind, help: help)
            }
            let range = lexer.rest
            lexer.position = lexer.end
            let template = try raw(range, interpolates: true)
            check(template, at: .value)
            return .command(template)
        default:
            var diagnostic = failure(
                rest.isEmpty ? "'key-from' needs a source" : "this is not a source of a key",
                at: rest, help: help, "a key itself is never written in a script or typed")
            diagnostic.secret = rest
            throw diagnostic
        }
    }

    private mutating func keyWord(_ what: String) throws(Diagnostic) -> Template {
        guard let word = try lexer.word() else {
            throw failure("\(what) is missing", at: SourceRange(lexer.end, lexer.end))
        }
        check(word.template, at: .value)
        refuseEmpty(word.template, what)
        if let extra = try lexer.word() {
            var diagnostic = failure("this is too much for `set key-from`", at: extra.range)
            diagnostic.secret = extra.range
            throw diagnostic
        }
        return word.template
    }

    /// A word as the key of a setting.
    private func setting(_ word: Word, isFollowed: Bool) throws(Diagnostic) -> Setting {
        let text = source.text(in: word.range)
        let key = dialect == .prompt ? text.lowercased() : text
        if let setting = Setting(rawValue: key), !word.isQuoted { return setting }
        if let sign = NearMiss.fullWidthSign(in: word.range, of: source) {
            throw NearMiss.fullWidth(sign, in: source)
        }
        if let pair = word.pair, let setting = Setting(rawValue: pair.key) {
            var diagnostic = failure(
                "`set` takes no '='", at: pair.keyRange, label: "write a blank for the '='",
                help: "such as `set \(setting.rawValue) \(SettingReference.of(setting).example)`")
            if setting == .keyFrom {
                diagnostic.secret = SourceRange(pair.keyRange.upperBound, lexer.end)
            }
            throw diagnostic
        }
        throw unknownSetting(text, word)
    }

    private func unknownSetting(_ text: String, _ word: Word) -> Diagnostic {
        let name = word.pair?.key ?? text
        let range = word.pair?.keyRange ?? word.range
        let lower = name.lowercased()
        let isSecret = ["key", "token", "secret", "password"].contains { lower.contains($0) }
        let words = Setting.allCases.map(\.rawValue)
        var help = "the settings are \(words.joined(separator: ", "))"
        if isSecret {
            help = "a key is never typed: `set key-from env VEO_API_KEY` says where it comes from"
        } else if let command = CommandName(rawValue: lower) {
            help =
                "'\(command.rawValue)' is a command: "
                + "\(CommandReference.of(command).usage.joined(separator: "  or  "))"
        }
        var diagnostic = failure(
            "unknown setting \(VisibleText.quoted(name))", at: range,
            label: DidYouMean.label(for: name, among: words), help: help)
        if isSecret {
            var rest = lexer
            rest.position = word.pair?.value.range.lowerBound ?? range.upperBound
            rest.skipBlanks()
            diagnostic.secret = rest.rest
        }
        return diagnostic
    }

    mutating func showTopic() throws(Diagnostic) -> ShowTopic {
        guard let word = try lexer.word() else { return .settings }
        defer { lexer.position = lexer.end }
        let next = try lexer.word()
        if let next, isKeyword(word, "request"), isKeyword(next, "curl") {
            try expectEnd("show")
            return .requestAsCurl
        }
        if let next {
            let known = isKeyword(word, "request") ? ["curl"] : []
            throw failure(
                "`show` shows one thing", at: next.range,
                label: DidYouMean.label(for: source.text(in: next.range), among: known),
                help: "`help show` shows what it takes")
        }
        if let reference = try reference(word) { return .job(reference) }
        let text = source.text(in: word.range)
        let key = dialect == .prompt ? text.lowercased() : text
        switch key {
        case "settings": return .settings
        case "request": return .request
        case "script": return .script
        default: break
        }
        if let setting = Setting(rawValue: key) { return .setting(setting) }
        let words = ["settings", "request", "script"] + Setting.allCases.map(\.rawValue)
        throw failure(
            "\(VisibleText.quoted(text)) cannot be shown", at: word.range,
            label: DidYouMean.label(for: text, among: words),
            help: "there is settings, request, script, a setting, or a job such as @last")
    }

    mutating func image() throws(Diagnostic) -> ImageArgument {
        var frames: [Template] = []
        var isNone = false
        while let word = try lexer.word() {
            if frames.isEmpty, !isNone, isKeyword(word, "none") {
                isNone = true
                continue
            }
            guard !isNone else {
                throw failure("nothing follows 'none'", at: word.range)
            }
            guard frames.count < 2 else {
                throw failure(
                    "`image` takes at most two images", at: word.range,
                    help: "the start frame and the end frame; a path with blanks is quoted")
            }
            check(word.template, at: .value)
            refuseEmpty(word.template, "an image")
            frames.append(word.template)
        }
        guard isNone || !frames.isEmpty else { throw missing("an image", of: .image) }
        return isNone ? .none : .frames(frames)
    }

    mutating func sleep() throws(Diagnostic) -> Template {
        let duration = try onlyWord(
            of: .sleep, what: "a duration", help: "no blank stands before the unit: 10s")
        if duration.literal != "" { checkLiteral(duration, as: DurationValue.parse) }
        return duration
    }

    mutating func helpTopic() throws(Diagnostic) -> String? {
        guard let word = try lexer.word() else { return nil }
        try expectEnd("help")
        let text = source.text(in: word.range)
        let topic = dialect == .prompt ? text.lowercased() : text
        if Help.topics.contains(topic) || !Help.search(topic).isEmpty { return topic }
        throw failure(
            "there is no help on \(VisibleText.quoted(text))", at: word.range,
            label: DidYouMean.label(for: text, among: Help.topics),
            help: "`help` lists the commands, `help WORD` searches all topics")
    }
}
