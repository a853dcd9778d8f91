/// The canonical line of a command. Texts come from the source as they stand there; words are
/// written anew.
struct StatementText {
    let source: SourceFile
    /// The line ends in the run of quotes that opens a fence.
    private(set) var opensFence = false

    init(_ source: SourceFile) {
        self.source = source
    }

    mutating func text(of command: Command) -> String {
        switch command {
        case .set(let setting, .word(let value)):
            return "set \(setting.rawValue) \(WordText.word(value, .setting))"
        case .set(let setting, .keySource(let key)):
            return "set \(setting.rawValue) \(text(of: key))"
        case .unset(let setting): return "unset \(setting.rawValue)"
        case .show(let topic): return "show" + text(of: topic)
        case .prompt(let text): return "prompt" + rest(text)
        case .print(let text): return "print" + rest(text)
        case .image(.none): return "image none"
        case .image(.frames(let frames)):
            return "image " + frames.map { WordText.word($0, .image) }.joined(separator: " ")
        case .submit(let arguments): return text(of: arguments)
        case .again(let arguments): return text(of: arguments)
        case .wait(let arguments): return text(of: arguments)
        case .save(let arguments): return "save" + text(of: arguments)
        case .collect(let arguments): return "collect" + text(of: arguments)
        case .jobs(let references): return "jobs" + text(of: references)
        case .forget(let references): return "forget" + text(of: references)
        case .let(let name, let text): return "let \(name.text) =" + rest(text)
        case .param(let name, let text):
            return "param \(name.text)" + (text == nil ? "" : " =" + rest(text))
        case .loop(let loop): return "for \(loop.variable.text) in \(text(of: loop.source))"
        case .expect(let expectation): return "expect " + text(of: expectation)
        case .budget(let amount): return "budget" + (amount.map { " " + WordText.word($0) } ?? "")
        case .onError(let value): return "on-error \(value.rawValue)"
        case .model(let arguments): return text(of: arguments)
        case .sleep(let duration): return "sleep \(WordText.word(duration))"
        case .include(let file): return "include \(WordText.word(file))"
        case .adopt(.job(let id, let name)): return "adopt \(WordText.word(id))" + named(name)
        case .adopt(.unknown(let reference, let id)):
            return "adopt" + text(of: [reference]) + (id.map { " " + WordText.word($0) } ?? "")
        case .help(let topic): return "help" + (topic.map { " " + $0 } ?? "")
        case .models, .cost, .history, .edit, .clear, .quit: return plain(command)
        }
    }

    private func plain(_ command: Command) -> String {
        let name: CommandName =
            switch command {
            case .models: .models
            case .cost: .cost
            case .history: .history
            case .edit: .edit
            case .clear: .clear
            default: .quit
            }
        return name.rawValue
    }

    private func text(of key: KeySourceArgument) -> String {
        switch key {
        case .environment(let name): "env \(WordText.word(name))"
        case .file(let path): "file \(WordText.word(path))"
        case .command(let text): "command \(source.text(in: text.range))"
        }
    }

    private func text(of topic: ShowTopic) -> String {
        switch topic {
        case .settings: ""
        case .setting(let setting): " \(setting.rawValue)"
        case .job(let reference): text(of: [reference])
        case .request: " request"
        case .requestAsCurl: " request curl"
        case .script: " script"
        }
    }

    private mutating func text(of arguments: SubmitArguments) -> String {
        let count = arguments.count.map { " x" + WordText.bare($0) } ?? ""
        let tail = requestTail(
            arguments.name, arguments.model, arguments.mode, text: arguments.text)
        return "submit" + count + tail
    }

    private mutating func text(of arguments: AgainArguments) -> String {
        let tail = requestTail(
            arguments.name, arguments.model, arguments.mode, text: arguments.text)
        return "again" + text(of: [arguments.reference]) + tail
    }

    private mutating func requestTail(
        _ name: Template?, _ model: Template?, _ mode: Template?, text: Template?
    ) -> String {
        named(name) + pair("model", model) + pair("mode", mode)
            + (text == nil ? "" : " --" + rest(text))
    }

    private func text(of arguments: WaitArguments) -> String {
        "wait" + text(of: arguments.references) + (arguments.any ? " any" : "")
            + pair("timeout", arguments.timeout)
    }

    private func text(of arguments: SaveArguments) -> String {
        text(of: arguments.references)
            + (arguments.path.map { " to " + WordText.word($0) } ?? "")
            + pair("if-exists", arguments.ifExists) + pair("timeout", arguments.timeout)
    }

    private func text(of arguments: ModelArguments) -> String {
        "model \(WordText.word(arguments.name, .modelName))" + pair("price", arguments.price)
            + pair("aspect", arguments.aspect) + pair("images", arguments.images)
            + pair("speed", arguments.speed)
    }

    private func text(of expectation: Expectation) -> String {
        switch expectation {
        case .job(let reference, let field, let comparison, let value):
            "\(WordText.reference(reference)) \(field.rawValue) \(comparison.op.rawValue) "
                + WordText.word(value)
        case .words(let left, let comparison, let right):
            "\(WordText.word(left, .expected)) \(comparison.op.rawValue) \(WordText.word(right))"
        }
    }

    func text(of source: LoopSource) -> String {
        switch source {
        case .range(let first, let last):
            "range \(WordText.bare(first))..\(WordText.bare(last))"
        case .lines(let path): "lines \(WordText.word(path))"
        case .table(let path): "table \(WordText.word(path))"
        case .glob(let pattern): "glob \(WordText.word(pattern))"
        case .list(let items):
            "list " + items.map { WordText.word($0, .item) }.joined(separator: " ")
        }
    }

    private func text(of references: [Reference]) -> String {
        references.map { " " + WordText.reference($0) }.joined()
    }

    private func named(_ name: Template?) -> String {
        name.map { " as " + WordText.word($0) } ?? ""
    }

    private func pair(_ key: String, _ value: Template?) -> String {
        value.map { " \(key)=" + WordText.word($0) } ?? ""
    }

    /// The text that ends a line, with the blank before it. Of a fence, the opening run.
    private mutating func rest(_ text: Template?) -> String {
        guard let text else { return "" }
        let bytes = source.utf8[text.range.lowerBound..<text.range.upperBound]
        guard bytes.contains(ASCII.lineFeed) else { return " " + source.text(in: text.range) }
        opensFence = true
        let run = bytes.prefix { $0 == bytes.first }
        return " " + String(decoding: run, as: UTF8.self)
    }
}
