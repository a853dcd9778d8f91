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

        func source() throws(RunFailure) -> SourceFile {
            switch self {
            case .file(let path): try ScriptLibrary.read(path)
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
        _ input: Input, _ options: SessionOptions, sharing names: [String] = [],
        parameters: [String: String] = [:]
    ) async throws {
        let console = Console(options)
        let source = try input.source()
        let exitCode = try await Live.withSession(
            .script(input.name), options, simulated: options.simulator, sharing: names,
            parameters: parameters, console: console
        ) { session, pinned in
            try await run(
                source, in: session, options: options, pinned: pinned, console: console)
        }
        throw ProgramEnd(exitCode: exitCode)
    }

    private static func run(
        _ source: SourceFile, in session: Session, options: SessionOptions,
        pinned: Set<Setting>, console: Console
    ) async throws -> ExitStatus {
        if !options.skipsInit,
            await StartupFile.run(in: session, pinned: pinned, console: console) == false
        {
            return .script
        }
        let checked = await ScriptChecker.check(
            Parser.parse(source, dialect: .file), origin: .file, state: await session.checkState)
        guard isReady(checked, console) else { return .script }
        do {
            if checked.needsGateway { try await session.requireKey() }
            try checked.prepareFolders()
        } catch {
            console.show(error)
            return error.exitCode
        }
        return try await execute(checked, in: session, console: console)
    }

    /// How long an interrupted run waits for the answer to a request that has left.
    private static let answerLimit = Duration.seconds(5)

    /// Shows what the check found; nothing runs when there are errors.
    private static func isReady(_ checked: CheckedScript, _ console: Console) -> Bool {
        for diagnostic in checked.diagnostics { console.show(diagnostic) }
        guard checked.hasErrors else { return true }
        console.note("\(checked.errorCount), nothing was sent")
        return false
    }

    private static func execute(
        _ checked: CheckedScript, in session: Session, console: Console
    ) async throws -> ExitStatus {
        let work = InterruptibleWork()
        let warned = SyncWarning()
        return try await Interruption.handling { interruption in
            if interruption == .interrupt, await warned.isNeeded(session, console) { return }
            await work.interrupt(interruption)
        } _: {
            let result = RunResult()
            do {
                try await work.run {
                    try await console.ticking {
                        var interpreter = Interpreter(
                            session: session, output: console.output, origin: .file)
                        let reachedEnd = try await interpreter.run(checked)
                        await result.set(interpreter.exitCode, reachedEnd)
                        if !reachedEnd { await ScriptEnd.drop(session, console) }
                        try await session.waitUntilSent()
                    }
                }
            } catch is CancellationError {
                await result.set((await work.received ?? .interrupt).exitCode, false)
                await ScriptEnd.drop(session, console)
                _ = try await session.waitUntilAnswered(atMost: answerLimit)
            }
            await ScriptEnd.report(session, reachedEnd: await result.reachedEnd, console)
            return await result.exitCode(failures: session)
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

    /// A job that failed without any `wait` telling it counts, too.
    func exitCode(failures session: Session) async -> ExitStatus {
        if exitCode != .ok { return exitCode }
        return await session.ownJobs.lazy.compactMap(\.failure).first?.exitCode ?? .ok
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
        let names = jobs.map(\.name).joined(separator: ", ")
        console.note(
            "\(names): sync, and lost when its connection ends, but billed; "
                + "Ctrl-C again leaves all the same")
        return true
    }
}
