import VeoLanguage

/// The text of each diagnostic as `line:column message [label]`, for tables.
func problems(_ text: String, _ dialect: Dialect = .file) -> [String] {
    let source = SourceFile(name: "test.veo", text: text)
    return Parser.parse(source, dialect: dialect).diagnostics.map { diagnostic in
        let place = diagnostic.range.map { source.position(of: $0.lowerBound) }
        let label = diagnostic.label.isEmpty ? "" : " [\(diagnostic.label)]"
        let kind = diagnostic.severity == .warning ? "warning: " : ""
        return "\(place?.line ?? 0):\(place?.column ?? 0) \(kind)\(diagnostic.message)\(label)"
    }
}

/// The commands of a text without errors, in a short form.
func commands(_ text: String, _ dialect: Dialect = .file) -> [String] {
    let result = Parser.parse(SourceFile(name: "test.veo", text: text), dialect: dialect)
    guard !result.hasErrors else { return result.diagnostics.map { "error: \($0.message)" } }
    return result.script.statements.map(describe)
}

/// A statement with what stands before its command.
func describe(_ statement: Statement) -> String {
    (statement.isTried ? "try " : "") + (statement.isOptional ? "?" : "")
        + describe(statement.command)
}

/// A command as text in which variables stand as `<name.field>` and words between bars.
func describe(_ command: Command) -> String {
    switch command {
    case .set(let setting, .word(let value)): "set \(setting.rawValue) \(describe(value))"
    case .set(let setting, .keySource(let key)): "set \(setting.rawValue) \(describe(key))"
    case .unset(let setting): "unset \(setting.rawValue)"
    case .show(let topic): "show \(describe(topic))"
    case .prompt(let text): "prompt \(describe(text))"
    case .image(.none): "image none"
    case .image(.frames(let frames)): "image " + frames.map(describe).joined(separator: " ")
    case .submit(let arguments): describe(arguments)
    case .wait(let arguments):
        "wait \(describe(arguments.references)) any=\(arguments.any) \(describe(arguments.timeout))"
    case .save(let arguments):
        "save \(describe(arguments.references)) to \(describe(arguments.path)) "
            + describe(arguments.ifExists)
    case .collect(let arguments):
        "collect \(describe(arguments.references)) to \(describe(arguments.path)) "
            + "\(describe(arguments.ifExists)) \(describe(arguments.timeout))"
    case .jobs(let references): "jobs \(describe(references))"
    case .models: "models"
    case .print(let text): "print \(describe(text))"
    case .sleep(let duration): "sleep \(describe(duration))"
    case .include(let file): "include \(describe(file))"
    case .adopt(.job(let id, let name)): "adopt \(describe(id)) as \(describe(name))"
    case .adopt(.unknown(let reference, let id)):
        "adopt \(describe([reference])) \(describe(id))"
    case .forget(let references): "forget \(describe(references))"
    case .help(let topic): "help \(topic ?? "-")"
    case .again(let arguments): describe(arguments)
    case .let(let name, let text): "let \(name.text) \(describe(text))"
    case .param(let name, let text): "param \(name.text) \(describe(text))"
    case .loop(let loop): describe(loop)
    case .expect(let expectation): describe(expectation)
    case .budget(let amount): "budget \(amount.map(describe) ?? "-")"
    case .onError(let value): "on-error \(value.rawValue)"
    case .model(let arguments): describe(arguments)
    case .cost: "cost"
    case .history: "history"
    case .edit: "edit"
    case .clear: "clear"
    case .quit: "quit"
    }
}

private func describe(_ loop: Loop) -> String {
    let source =
        switch loop.source {
        case .range(let first, let last): "range \(describe(first)) \(describe(last))"
        case .lines(let path): "lines \(describe(path))"
        case .table(let path): "table \(describe(path))"
        case .glob(let pattern): "glob \(describe(pattern))"
        case .list(let items): "list " + items.map(describe).joined(separator: " ")
        }
    return "for \(loop.variable.text) in \(source) {"
        + loop.body.map(describe).joined(separator: "; ") + "}"
}

private func describe(_ expectation: Expectation) -> String {
    switch expectation {
    case .job(let reference, let field, let comparison, let value):
        "expect \(describe([reference])) \(field.rawValue) \(comparison.op.rawValue) "
            + describe(value)
    case .words(let left, let comparison, let right):
        "expect \(describe(left)) \(comparison.op.rawValue) \(describe(right))"
    }
}

private func describe(_ arguments: ModelArguments) -> String {
    "model \(describe(arguments.name)) price=\(describe(arguments.price)) "
        + "aspect=\(describe(arguments.aspect)) images=\(describe(arguments.images)) "
        + "speed=\(describe(arguments.speed))"
}

private func describe(_ arguments: AgainArguments) -> String {
    "again \(describe([arguments.reference])) as \(describe(arguments.name)) "
        + "model=\(describe(arguments.model)) mode=\(describe(arguments.mode)) "
        + "-- \(describe(arguments.text))"
}

private func describe(_ template: Template?) -> String {
    guard let template else { return "-" }
    return "|"
        + template.segments.map { segment in
            switch segment {
            case .text(let text): text
            case .variable(let variable): "<\(variable.path)>"
            }
        }.joined() + "|"
}

private func describe(_ key: KeySourceArgument) -> String {
    switch key {
    case .environment(let name): "env \(describe(name))"
    case .file(let path): "file \(describe(path))"
    case .command(let text): "command \(describe(text))"
    }
}

private func describe(_ topic: ShowTopic) -> String {
    switch topic {
    case .settings: "settings"
    case .setting(let setting): "setting \(setting.rawValue)"
    case .job(let reference): describe([reference])
    case .request: "request"
    case .requestAsCurl: "request curl"
    case .script: "script"
    }
}

private func describe(_ arguments: SubmitArguments) -> String {
    "submit x\(describe(arguments.count)) as \(describe(arguments.name)) "
        + "model=\(describe(arguments.model)) mode=\(describe(arguments.mode)) "
        + "-- \(describe(arguments.text))"
}

private func describe(_ references: [Reference]) -> String {
    let words = references.map { reference in
        switch reference.kind {
        case .last: "@last"
        case .all: "@all"
        case .active: "@active"
        case .failed: "@failed"
        case .open: "@open"
        case .number(let number): "#\(number)"
        case .serverID(let id): "id:\(describe(id))"
        case .name(let pattern):
            "name:"
                + pattern.segments.map { segment in
                    switch segment {
                    case .text(let text): text
                    case .any: "*"
                    case .variable(let variable): "<\(variable.path)>"
                    }
                }.joined()
        }
    }
    return "[" + words.joined(separator: " ") + "]"
}
