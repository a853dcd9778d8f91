import LineEditor
import VeoLanguage
import VeoSession

/// The prompt: reads lines, checks and runs them, until the user leaves.
struct Shell {
    let session: Session
    let editor: LineEditor
    let console: Console
    let completer: Completer
    let actions: Output.PromptActions
    let work = InterruptibleWork()

    static func run(_ options: SessionOptions) async throws {
        let console = Console(options)
        // Without a key there is nothing to spend: the shell opens on the simulator.
        let simulated =
            options.simulator
            || (options.baseURL == nil && !Live.hasKey
                && !StartupFile.setsKey)
        try await Live.withSession(.shell, options, simulated: simulated, console: console) {
            session, pinned in
            let completer = Completer(session)
            let lines = options.history == "none" ? nil : FileLocations(Live.environment).lines
            var configuration = LineEditor.Configuration(
                applicationName: "veo", historyPath: lines,
                plain: options.speaksPlainly || Terminal.isDumb)
            configuration.complete = { completer.complete($0) }
            configuration.highlight = { completer.highlight($0) }
            configuration.hint = { completer.hint($0) }
            configuration.paste = Completer.paste
            configuration.needsMoreLines = Completer.needsMoreLines
            configuration.keepsInHistory = { !SecretShape.isIn($0) }
            try await LineEditor.with(configuration) { editor in
                let shell = Shell(
                    session: session, editor: editor, console: console, completer: completer,
                    actions: ShellActions.make(lines: lines, editor: editor))
                console.attach(editor)
                defer { console.attach(nil) }
                try await shell.run(options, pinned: pinned, isForced: options.simulator)
            }
        }
    }

    private func run(
        _ options: SessionOptions, pinned: Set<Setting>, isForced: Bool
    ) async throws {
        let prompt = session.isSimulated ? "veo (simulator)> " : "veo> "
        Banner.show(console)
        if !options.skipsInit {
            _ = await StartupFile.run(
                in: session, pinned: pinned, console: console,
                isShell: true)
        }
        await Banner.showGateway(console, session, isForced: isForced)
        await Banner.showOpenJobs(console, session)
        let end = ShellEnd()
        try await Interruption.handling { interruption, leaves in
            switch interruption {
            case .interrupt:
                // Ctrl-C forgets what was typed before it, also where that was read already.
                if await work.interrupt(.interrupt) {
                    editor.dropTypedAhead()
                } else {
                    editor.interrupt()
                }
            case .terminate, .hangup:
                leaves()
                session.closeGate()
                await end.set(interruption)
                await work.interrupt(interruption)
                editor.interrupt()
            }
        } _: { isEnding in
            let outcome: Result<Void, any Error>
            do { outcome = .success(try await readLines(prompt, end)) } catch {
                outcome = .failure(error)
            }
            // While signals are still handled: a terminal that closes sends more than one.
            isEnding()
            await session.finishSending()
            try outcome.get()
        }
        if let interruption = await end.interruption {
            throw ProgramEnd(exitCode: interruption.exitCode)
        }
    }

    /// How often the clock of the right prompt moves.
    private static let tick = Duration.seconds(1)

    /// Keeps the right prompt up to date: jobs go on while a line is typed.
    private func showStatus() async throws {
        while true {
            editor.setRightPrompt(console.status(at: Live.now()))
            console.tick(at: Live.now(), isBusy: false)
            try await Task.sleep(for: Self.tick)
        }
    }

    /// Reads and runs lines until the user leaves; the right prompt is kept up to date meanwhile.
    private func readLines(_ text: String, _ end: ShellEnd) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await showStatus() }
            defer { group.cancelAll() }
            try await runLines(text, end)
        }
    }

    private func runLines(_ text: String, _ end: ShellEnd) async throws {
        let prompt = LineEditor.Prompt(text, style: .bold)
        // Without editing, a text of several lines comes line by line.
        let continuation = LineEditor.Prompt(prompt.continuation)
        var begun = ""
        var initial = ""
        while await end.interruption == nil {
            await completer.refresh()
            let result = await editor.readLine(begun.isEmpty ? prompt : continuation, text: initial)
            initial = ""
            switch result {
            case .interrupted: begun = ""
            case .endOfInput:
                if !begun.isEmpty {
                    begun = ""
                } else if try await mayLeave() {
                    return
                }
            case .failed(let code):
                throw RunFailure("the terminal cannot be read (error \(code))", exitCode: .machine)
            case .externalEditor(let line): initial = await edited(line)
            case .line(let line):
                begun += begun.isEmpty ? line : "\n" + line
                let parsed = Parser.parse(
                    SourceFile(name: "<prompt>", text: begun), dialect: .prompt)
                if parsed.needsMoreLines { continue }
                begun = ""
                if try await run(parsed), try await mayLeave() { return }
            }
        }
    }

    /// The line as the person's own editor leaves it. Without a line it is the text of the prompt
    /// that is edited.
    private func edited(_ line: String) async -> String {
        let text: String
        if line.isEmpty {
            text = await session.promptLine
        } else {
            text = line
        }
        do {
            return try await actions.edit(text)
        } catch let failure as RunFailure {
            console.show(failure)
        } catch {
            console.show(RunFailure("\(error)", exitCode: .machine))
        }
        return line
    }

    /// `true` when `quit` was said.
    private func run(_ parsed: ParseResult) async throws -> Bool {
        let checked = await ScriptChecker.check(
            parsed, origin: .prompt, state: await session.checkState)
        for diagnostic in checked.diagnostics { console.show(diagnostic) }
        guard !checked.hasErrors else { return false }
        if !session.isSimulated, let question = Estimate.question(checked.estimate),
            await ShellActions.answer(question, editor) != true
        {
            console.note("nothing was sent")
            return false
        }
        let (session, console, actions) = (session, console, actions)
        let said = QuitFlag()
        do {
            try await editor.quietly {
                try await work.run {
                    try await console.ticking {
                        var output = console.output
                        output.prompt = actions
                        var interpreter = Interpreter(
                            session: session, output: output, origin: .prompt)
                        _ = try await interpreter.run(checked)
                        if interpreter.hasQuit { await said.set() }
                    }
                }
            }
        } catch is CancellationError {
            await tellWhatGoesOn()
        }
        return await said.isSet
    }

    /// After Ctrl-C in a wait the jobs go on, and after one in a `save` a video may be missing.
    private func tellWhatGoesOn() async {
        let running = await session.allJobs.filter { !$0.state.isFinal }
        guard !running.isEmpty else {
            let unsaved = await session.unsavedJobs
            console.note(
                unsaved.isEmpty
                    ? "interrupted"
                    : "interrupted: not saved: \(Self.list(unsaved)); `save` goes on")
            return
        }
        let lines = running.prefix(3).map { "`\($0.reattachLine)`" }.joined(separator: ", ")
        console.note("\(Self.list(running)): the work goes on; \(lines) waits again")
    }

    private static func list(_ jobs: [Job]) -> String { JobNames.text(jobs.map(\.name)) }

    /// Says what goes on without the shell, and asks where leaving would lose something.
    private func mayLeave() async throws -> Bool {
        let summary = LeaveSummary(
            await session.allJobs, lost: await session.jobsThatNeedThisProcess,
            isRecorded: session.isRecorded)
        for note in summary.notes { console.note(note) }
        guard let question = summary.question else { return true }
        // Where the input ends a second time nobody is there who could say no.
        return await ShellActions.answer(question, editor) ?? true
    }
}

private actor ShellEnd {
    private(set) var interruption: Interruption?
    func set(_ interruption: Interruption) { self.interruption = interruption }
}

private actor QuitFlag {
    private(set) var isSet = false
    func set() { isSet = true }
}
