import VeoClient
package import VeoLanguage

/// Where statements come from, which decides what may stand there and what an error does.
package enum ScriptOrigin: Sendable, Hashable {
    case file
    /// The start-up file.
    case initFile
    case prompt

    /// A script that someone sends must not send a secret elsewhere.
    var maySetGateway: Bool { self != .file }
}

/// Runs checked statements: each command becomes calls of the session.
package struct Interpreter: Sendable {
    let session: Session
    let output: Output
    let origin: ScriptOrigin
    /// Settings that the command line or the environment has fixed: init.veo does not change them.
    package var pinned: Set<Setting> = []
    /// The first failure's, jobs that failed included.
    package private(set) var exitCode = ExitStatus.ok
    /// Whether `quit` was said.
    package private(set) var hasQuit = false
    /// What a failure does to the file that runs now.
    var onError: OnError
    /// Whether a wait has run out of time and ended the file, and the next `save` of the file is
    /// still to save what is complete.
    var owesSave = false

    package init(session: Session, output: Output, origin: ScriptOrigin) {
        self.session = session
        self.output = output
        self.origin = origin
        onError = origin == .prompt ? .continue : .stop
    }

    mutating func note(_ code: ExitStatus) {
        if exitCode == .ok { exitCode = code }
    }

    /// Runs statements in order. `false` when a failure ended them.
    /// - Throws: `CancellationError` when the run was interrupted.
    package mutating func run(_ checked: CheckedScript) async throws -> Bool {
        try await run(checked.script, checked)
    }

    mutating func run(_ script: Script, _ checked: CheckedScript) async throws -> Bool {
        let outer = onError
        onError = origin == .prompt && script.source === checked.script.source ? outer : .stop
        defer { onError = outer }
        return try await run(script.statements, in: script.source, checked)
    }

    /// `false` when a failure ended them.
    mutating func run(
        _ statements: [Statement], in source: SourceFile, _ checked: CheckedScript
    ) async throws -> Bool {
        for (index, statement) in statements.enumerated() where !hasQuit {
            let rest = statements[(index + 1)...]
            do {
                try Task.checkCancellation()
                guard try await isWanted(statement, in: source) else { continue }
                let reachedEnd =
                    switch statement.command {
                    case .include(let path): try await include(path, in: source, checked)
                    case .loop(let loop): try await run(loop, in: source, checked)
                    default: try await done(statement, in: source)
                    }
                try Task.checkCancellation()
                guard reachedEnd || goesOn(after: statement) else {
                    try await saveOwed(rest)
                    return false
                }
            } catch let failure as RunFailure {
                // What failed because the user ended it is no failure.
                try Task.checkCancellation()
                note(failure.exitCode)
                output.diagnostic(
                    Diagnostic(
                        .error, failure.message, in: source, at: statement.range,
                        label: failure.label, help: failure.help.filter { !$0.isEmpty }))
                guard goesOn(after: statement) else {
                    owesSave = failure.exitCode == .waitTimeout
                    try await saveOwed(rest)
                    return false
                }
            }
        }
        return true
    }

    /// Whether a failure of the statement leaves the file running.
    private func goesOn(after statement: Statement) -> Bool {
        statement.isTried || onError == .continue
    }

    private mutating func done(_ statement: Statement, in source: SourceFile) async throws -> Bool {
        try await execute(statement, in: source)
        return true
    }

    private mutating func include(
        _ path: Template, in source: SourceFile, _ checked: CheckedScript
    ) async throws -> Bool {
        let text = try await fill(path)
        guard let included = checked.included(text, by: source) else {
            throw RunFailure("'\(text)' was not there at the check", exitCode: .script)
        }
        return try await run(included, checked)
    }

    /// One exhaustive switch: a new command is one more case.
    private mutating func execute(_ statement: Statement, in source: SourceFile) async throws {
        switch statement.command {
        case .set(let setting, let argument): try await set(setting, argument, in: source)
        case .unset(let setting): await session.unset(setting)
        case .show(let topic): try await show(topic)
        case .prompt(let text): try await prompt(text)
        case .image(let argument): try await image(argument, in: source)
        case .submit(let arguments): try await submit(arguments)
        case .wait(let arguments): try await wait(arguments)
        case .save(let arguments): try await save(arguments)
        case .collect(let arguments): try await collect(arguments)
        case .jobs(let references): try await jobs(references)
        case .models: output.result(ModelsTable.text(await session.catalog))
        case .print(let text): output.result(try await text.asyncMap(fill) ?? "")
        case .sleep(let duration): try await sleep(duration)
        case .again(let arguments): try await again(arguments)
        case .cost: output.result(await CostReport.text(session, at: origin))
        case .let(let name, let text): try await define(name, text)
        case .param(let name, let text): try await param(name, text)
        case .expect(let expectation): try await expect(expectation)
        case .budget(let amount): try await setBudget(amount)
        case .onError(let choice): onError = choice
        case .model(let arguments): try await addModel(arguments)
        case .history: try history()
        case .edit: try await edit()
        case .clear: output.clear()
        case .include, .loop: break
        case .adopt(let arguments): try await adopt(arguments)
        case .forget(let references): try await forget(references)
        case .help(let topic): try help(topic)
        case .quit: hasQuit = true
        }
    }

    // MARK: Values

    func fill(_ template: Template) async throws(RunFailure) -> String {
        if let literal = template.literal { return literal }
        let values = await session.values(for: template)
        guard !values.isTooLong(template) else { throw RunFailure.filledTooLong }
        return try template.filled { variable throws(RunFailure) in
            guard let text = values.text(variable) else {
                throw RunFailure.unknownValue(variable)
            }
            return text
        }
    }

    /// Fills a word and understands it as a value of the language.
    func value<Value>(
        _ template: Template, _ parse: (String) throws(ValueError) -> Value
    ) async throws(RunFailure) -> Value {
        let text = try await fill(template)
        do { return try parse(text) } catch {
            throw RunFailure(error)
        }
    }

    func selector(_ reference: Reference) async throws(RunFailure) -> JobSelector {
        switch reference.kind {
        case .last: return .last
        case .all: return .all
        case .active: return .active
        case .failed: return .failed
        case .open: return .open
        case .number(let number): return .number(number)
        case .serverID(let id): return .serverID(try await fill(id))
        case .name(let pattern):
            var parts: [JobSelector.NamePart] = []
            for segment in pattern.segments {
                switch segment {
                case .text(let text): parts.append(.text(text))
                case .any: parts.append(.any)
                case .variable(let variable):
                    let one = Template(segments: [.variable(variable)], range: variable.range)
                    parts.append(.text(try await fill(one)))
                }
            }
            return .name(parts)
        }
    }

    /// The jobs that references name, each once.
    func jobs(named references: [Reference]) async throws(RunFailure) -> [Job] {
        var found: [Job] = []
        var numbers: Set<Int> = []
        for reference in references {
            let selector = try await selector(reference)
            let text = ReferenceText.of(reference, selector)
            for job in try await session.jobs(selector, text: text)
            where numbers.insert(job.number).inserted {
                found.append(job)
            }
        }
        return found
    }
}

extension RunFailure {
    static let filledTooLong = RunFailure(
        "this text has more than \(Limits.filledBytes) bytes with its variables filled in",
        exitCode: .script)

    static func unknownValue(_ variable: Template.Variable) -> RunFailure {
        let name = variable.name + (variable.field.map { "." + $0 } ?? "")
        return RunFailure(
            "${\(name)} has no value here",
            help: variable.name == "env"
                ? ["`veo run --env \(variable.field ?? "NAME")` lets a script see it"] : [],
            exitCode: .script)
    }
}

/// A reference with its values filled in, as messages show it.
enum ReferenceText {
    static func of(_ reference: Reference, _ selector: JobSelector) -> String {
        switch selector {
        case .last: "@last"
        case .all: "@all"
        case .active: "@active"
        case .failed: "@failed"
        case .open: "@open"
        case .number(let number): "@#\(number)"
        case .serverID(let id): "@id:\(id)"
        case .name(let parts):
            "@"
                + parts.map { part in
                    switch part {
                    case .text(let text): text
                    case .any: "*"
                    }
                }.joined()
        }
    }
}

extension Optional {
    fileprivate func asyncMap<Value>(
        _ transform: (Wrapped) async throws(RunFailure) -> Value
    ) async throws(RunFailure) -> Value? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
