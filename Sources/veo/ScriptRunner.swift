import Glibc
import VeoLanguage
import VeoSession

/// Runs a script from a file or from standard input, without a prompt.
enum ScriptRunner {
    enum Input: Sendable {
        case file(String)
        case standardInput

        var name: String {
            switch self {
            case .file(let path): path
            case .standardInput: "<stdin>"
            }
        }

        func kind(named runName: String?) -> RunKind {
            switch self {
            case .file(let path): .script(path, path: runName ?? ScriptLibrary.identity(of: path))
            case .standardInput: .script(name, path: runName)
            }
        }

        func source() throws(RunFailure) -> SourceFile {
            switch self {
            case .file(let path): try ScriptLibrary.read(path, takesPipes: true)
            case .standardInput:
                SourceFile(name: name, bytes: try ScriptLibrary.bytes(from: 0, name: name))
            }
        }
    }

    /// All errors of a script, without a session.
    static func check(_ input: Input) async throws(RunFailure) -> CheckedScript {
        let parsed = Parser.parse(try input.source(), dialect: .file)
        return await ScriptChecker.check(parsed, origin: .file, state: CheckState())
    }

    static func run(
        _ input: Input, _ options: SessionOptions, _ choices: RunChoices = RunChoices()
    ) async throws {
        let console = Console(options, format: choices.format)
        let source = try input.source()
        let exitCode = try await Live.withSession(
            input.kind(named: choices.runName), options, choices, simulated: options.simulator,
            console: console
        ) { session, pinned in
            let started = await EventRecord.started(
                session, program: "veo \(Program.version)", at: Live.now())
            console.record { started }
            let end = try await run(
                source, in: session, options, choices, pinned: pinned, console: console)
            let ended = await EventRecord.ended(
                session, end.exitCode, reachedEnd: end.reachedEnd, at: Live.now())
            console.record { ended }
            return end.exitCode
        }
        throw ProgramEnd(exitCode: exitCode)
    }

    /// How a run ended.
    struct End: Sendable {
        var exitCode: ExitStatus
        var reachedEnd = false
    }

    private static func run(
        _ source: SourceFile, in session: Session, _ options: SessionOptions,
        _ choices: RunChoices, pinned: Set<Setting>, console: Console
    ) async throws -> End {
        if !options.skipsInit,
            await StartupFile.run(in: session, pinned: pinned, console: console) == false
        {
            return End(exitCode: .script)
        }
        do { try await session.refuseSharedKey() } catch {
            console.show(error)
            return End(exitCode: error.exitCode)
        }
        let checked = await ScriptChecker.check(
            Parser.parse(source, dialect: .file), origin: .file, state: await session.checkState)
        guard isReady(checked, console) else { return End(exitCode: .script) }
        let command = RerunCommand(source.name, options, choices)
        do {
            guard
                try await Rerun.isSettled(choices, session, checked, command, console)
            else {
                return End(exitCode: .script)
            }
            if checked.needsGateway { try await session.requireKey() }
            if !choices.isDryRun { try checked.prepareFolders() }
        } catch {
            console.show(error)
            return End(exitCode: error.exitCode)
        }
        if let notice = Estimate.notice(checked.estimate) {
            console.note(notice)
        }
        guard choices.steps else {
            return try await execute(checked, in: session, console.output, command, console)
        }
        return try await Stepper.with(console) { stepper in
            var output = console.output
            output.step = { try await stepper.ask($0) }
            return try await execute(checked, in: session, output, command, console)
        }
    }

    /// Shows what the check found; nothing runs when there are errors.
    private static func isReady(_ checked: CheckedScript, _ console: Console) -> Bool {
        for diagnostic in checked.diagnostics { console.show(diagnostic) }
        guard checked.hasErrors else { return true }
        console.note("\(checked.errorCount), nothing was sent")
        return false
    }

    private static func execute(
        _ checked: CheckedScript, in session: Session, _ output: Output, _ command: RerunCommand,
        _ console: Console
    ) async throws -> End {
        let work = InterruptibleWork()
        let warned = SyncWarning()
        return try await Interruption.handling { interruption, end in
            if interruption == .interrupt, await warned.isNeeded(session, console) { return }
            end()
            // What waits for a place or for its next try stays here.
            session.closeGate()
            await work.end(interruption)
        } _: { _ in
            let result = RunResult()
            do {
                try await work.run {
                    try await console.ticking {
                        var interpreter = Interpreter(
                            session: session, output: output, origin: .file)
                        let reachedEnd = try await interpreter.run(checked)
                        await result.set(interpreter.exitCode, reachedEnd)
                        guard !session.isDryRun else { return }
                        if !reachedEnd { await ScriptEnd.drop(session, console) }
                        if reachedEnd { await session.markEndReached() }
                        try await session.waitUntilSent()
                    }
                }
            } catch is CancellationError {
                await result.set((await work.received ?? .interrupt).exitCode, false)
                await ScriptEnd.drop(session, console)
                await session.finishSending()
            }
            let reachedEnd = await result.reachedEnd
            if session.isDryRun {
                console.note(await ScriptEnd.dryRun(session))
            } else {
                await ScriptEnd.report(session, reachedEnd: reachedEnd, command, console)
            }
            return End(
                exitCode: await result.exitCode(session), reachedEnd: reachedEnd)
        }
    }
}

/// How far a run came.
private actor RunResult {
    private var exitCode = ExitStatus.ok
    private(set) var reachedEnd = true

    func set(_ code: ExitStatus, _ reachedEnd: Bool) {
        if exitCode == .ok || !reachedEnd { exitCode = code }
        self.reachedEnd = reachedEnd
    }

    func exitCode(_ session: Session) async -> ExitStatus {
        exitCode != .ok ? exitCode : await session.exitCode
    }
}

/// While a sync job runs, its connection is its life: the first Ctrl-C only warns.
private actor SyncWarning {
    private var hasWarned = false

    func isNeeded(_ session: Session, _ console: Console) async -> Bool {
        let jobs = await session.jobsThatNeedThisProcess.filter {
            $0.mode == .sync && $0.state != .unsent
        }
        guard !hasWarned, !jobs.isEmpty else { return false }
        hasWarned = true
        let names = JobNames.text(jobs.map(\.name))
        console.note(
            "\(names): sync, and lost when its connection ends, but billed; "
                + "Ctrl-C again leaves all the same")
        return true
    }
}
