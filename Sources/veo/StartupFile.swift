import Glibc
import VeoLanguage
import VeoSession

/// `init.veo`, run before a script and before the first prompt.
enum StartupFile {
    /// `false` when it has errors, which are shown.
    /// - Parameter isShell: whether a person is there who can go on with what holds of it.
    static func run(
        in session: Session, pinned: Set<Setting>, console: Console, isShell: Bool = false
    ) async -> Bool {
        do {
            guard let path = try path() else { return true }
            let parsed = Parser.parse(try ScriptLibrary.read(path), dialect: .file)
            let checked = await ScriptChecker.check(
                parsed, origin: .initFile, state: await session.checkState)
            for diagnostic in checked.diagnostics { console.show(diagnostic) }
            if isShell {
                return try await runEach(parsed, in: session, pinned: pinned, console: console)
            }
            guard !checked.hasErrors else { return false }
            return try await interpret(checked, in: session, pinned: pinned, console: console)
        } catch let failure as RunFailure {
            console.show(failure)
        } catch {
            console.note("init.veo was interrupted")
        }
        return false
    }
}

extension StartupFile {
    private static func interpret(
        _ checked: CheckedScript, in session: Session, pinned: Set<Setting>, console: Console
    ) async throws -> Bool {
        var interpreter = Interpreter(session: session, output: console.output, origin: .initFile)
        interpreter.pinned = pinned
        return try await interpreter.run(checked)
    }

    /// Before a prompt each command is checked and run by itself, as if it were typed: one that is
    /// wrong takes no other with it, least of all a budget. Says what does not hold.
    private static func runEach(
        _ parsed: ParseResult, in session: Session, pinned: Set<Setting>, console: Console
    ) async throws -> Bool {
        let source = parsed.script.source
        let misread = parsed.diagnostics.filter { $0.severity == .error }.compactMap(\.range)
            .map { source.text(in: source.lineRange(source.lineIndex(of: $0.lowerBound))) }
        var isBudgetWrong = misread.contains(where: CommandName.budget.isMeant(by:))
        var wrong = Set(misread).count
        let count = parsed.script.statements.count + wrong
        for statement in parsed.script.statements {
            let checked = await ScriptChecker.check(
                ParseResult(script: Script(source: source, statements: [statement])),
                origin: .initFile, state: await session.checkState)
            if !checked.hasErrors,
                try await interpret(checked, in: session, pinned: pinned, console: console)
            {
                continue
            }
            wrong += 1
            if case .budget = statement.command { isBudgetWrong = true }
        }
        guard wrong > 0 else { return true }
        let budget = await session.allowance.map { ", also the budget of \($0)" } ?? ""
        console.note(
            "init.veo: \(wrong) of \(count) commands \(wrong == 1 ? "was" : "were") not applied; "
                + "the rest holds" + budget)
        if isBudgetWrong { await session.hold(.budgetMisread) }
        return false
    }
}

extension RunFailure {
    /// What a person set as the most to spend is not known.
    fileprivate static let budgetMisread = RunFailure(
        "nothing is submitted: the budget in init.veo has an error",
        help: ["`budget AMOUNT` sets one for this session; `budget none` goes on without"],
        exitCode: .script)
}

extension StartupFile {
    /// The file, where there is one.
    /// - Throws: why it is not obeyed. It says where the key goes and may run commands, so it must
    ///   be nobody's but the user's.
    private static func path() throws(RunFailure) -> String? {
        guard let path = FileLocations(Live.environment).initFile else { return nil }
        guard let file = TrustedFile.look(at: path) else { return nil }
        if let reason = file.problem { throw refusal(path, reason) }
        return path
    }

    private static func refusal(_ path: String, _ reason: String) -> RunFailure {
        RunFailure(
            "\(path) is not obeyed: \(reason)", help: ["`--no-init` goes on without it"],
            exitCode: .script)
    }

    /// Whether init.veo says where the key is: then the shell is meant for the real gateway.
    static var setsKey: Bool {
        guard let path = try? path(), let source = try? ScriptLibrary.read(path) else {
            return false
        }
        return Parser.parse(source, dialect: .file).script.statements.contains { statement in
            if case .set(.keyFrom, _) = statement.command { true } else { false }
        }
    }
}
