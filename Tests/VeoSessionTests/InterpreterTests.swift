import Synchronization
import Testing
import VeoClient
import VeoLanguage
import VeoSimulator

@testable import VeoSession

/// What an interpreter said.
final class Transcript: Sendable {
    private struct State {
        var results: [String] = []
        var notes: [String] = []
        var errors: [Diagnostic] = []
    }

    private let state = Mutex(State())

    var output: Output {
        Output(
            result: { text in self.state.withLock { $0.results.append(text) } },
            note: { text in self.state.withLock { $0.notes.append(text) } },
            diagnostic: { error in self.state.withLock { $0.errors.append(error) } })
    }

    var results: [String] { state.withLock { $0.results } }
    var notes: [String] { state.withLock { $0.notes } }
    /// `LINE: MESSAGE`.
    var errors: [String] {
        state.withLock { state in
            state.errors.map { error in
                let line = error.range.map { error.source.position(of: $0.lowerBound).line }
                return "\(line ?? 0): \(error.message)"
            }
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct InterpreterTests {
    struct Run: Sendable {
        var exitCode: VeoSession.ExitStatus
        var reachedEnd: Bool
        var transcript: Transcript
    }

    static func run(
        _ script: String, in session: Session, origin: ScriptOrigin = .file
    ) async throws -> Run {
        let source = SourceFile(name: "test.veo", text: script)
        let checked = await ScriptChecker.check(
            Parser.parse(source, dialect: .file), origin: origin, state: await session.checkState)
        try #require(!checked.hasErrors, "\(checked.diagnostics.map(\.message))")
        let transcript = Transcript()
        var interpreter = Interpreter(session: session, output: transcript.output, origin: origin)
        let reachedEnd = try await interpreter.run(checked)
        return Run(
            exitCode: interpreter.exitCode, reachedEnd: reachedEnd, transcript: transcript)
    }

    /// Runs a script on a fresh gateway; `FOLDER` in it is a folder of its own.
    static func run(
        _ script: String, faults: [String] = [], generation: Duration? = nil,
        _ body: @Sendable @escaping (Run, Session, String) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            try await Gateway.with(faults: faults, generation: generation) { simulator in
                try await TestSession().run(on: simulator) { session in
                    let text = script.replacing("FOLDER", with: folder)
                    try await body(try await Self.run(text, in: session), session, folder)
                }
            }
        }
    }

    @Test func theSmallestScript() async throws {
        try await Self.run(
            """
            set out FOLDER/${job.name}.mp4
            set model veo-3.1-fast
            prompt 一只猫咪在花园里玩耍
            submit
            wait
            save
            """
        ) { run, session, folder in
            #expect(run.exitCode == .ok)
            #expect(run.reachedEnd)
            #expect(run.transcript.results == ["saved \(folder)/job-1.mp4"])
            #expect(run.transcript.errors == [])
            let names = try TestFile.names(in: folder)
            #expect(names == ["job-1.json", "job-1.mp4"])
        }
    }

    @Test func aFailedJobIsToldAndTheFileGoesOn() async throws {
        try await Self.run(
            "submit -- a\nwait\nprint ${count.failed} of ${count.all}, ${cost.total}",
            faults: ["status:fail"]
        ) { run, _, _ in
            #expect(run.exitCode == .generation)
            #expect(run.reachedEnd)
            #expect(run.transcript.results == ["1 of 1, 0.00"])
        }
    }

    @Test func anUnknownOutcomeIsExitThree() async throws {
        try await Self.run("submit -- a\nwait", faults: ["create:reset-after"]) { run, _, _ in
            #expect(run.exitCode == .gateway)
            #expect(run.reachedEnd)
        }
    }

    /// The first failure decides.
    @Test func ofSeveralFailuresTheFirstCounts() async throws {
        try await Self.run(
            "submit as a -- a\nwait\nsave @a", faults: ["status:fail"]
        ) { run, _, _ in
            #expect(run.exitCode == .generation)
            #expect(!run.reachedEnd)
            #expect(run.transcript.errors == ["3: 'a' has no video: its state is failed"])
        }
    }

    @Test func aWaitThatRunsOutOfTimeEndsTheFile() async throws {
        try await Self.run(
            "submit as cat -- a\nwait timeout=1ms\nprint never", generation: Gateway.endless
        ) { run, _, _ in
            #expect(run.exitCode == .waitTimeout)
            #expect(!run.reachedEnd)
            #expect(run.transcript.errors == ["2: no news for 1ms: cat still on the way"])
            #expect(run.transcript.results == [])
        }
    }

    @Test func savingWhatIsNotThere() async throws {
        try await Self.run("save") { run, _, _ in
            #expect(run.transcript.notes == ["nothing to save"])
            #expect(run.exitCode == .ok)
        }
        try await Self.run("submit as cat -- a\nsave", generation: Gateway.endless) { run, _, _ in
            #expect(run.transcript.errors == ["2: nothing to save yet: cat still on the way"])
            #expect(run.exitCode == .script)
        }
        try await Self.run(
            "submit as cat -- a\nsave @cat", generation: Gateway.endless
        ) { run, _, _ in
            #expect(run.transcript.errors.count == 1)
            #expect(run.transcript.errors[0].hasSuffix("its video is not there yet"))
            #expect(run.exitCode == .script)
        }
    }

    @Test func settingsAndWhatIsShown() async throws {
        try await Self.run(
            """
            set model veo-3.1-fl
            set parallel 3
            set poll 5s
            set out "FOLDER/a b/${job.name}.mp4"
            show model
            show parallel
            show poll
            unset parallel
            show parallel
            prompt a ${env.NONE}
            prompt
            """.replacing("prompt a ${env.NONE}", with: "prompt say $${hello}")
        ) { run, session, _ in
            #expect(run.transcript.results == ["veo-3.1-fl", "3", "5s", "auto", "say ${hello}"])
            #expect(await session.settings.poll == .every(.seconds(5)))
        }
    }

    /// What `show script` prints makes the same settings again, and may stand in a file.
    @Test func showScriptCanBeRun() async throws {
        try await Self.run(
            """
            set model veo-3.1-fl
            set mode sync
            set out "FOLDER/a b/${job.name}.mp4"
            prompt \(#""""\#nfirst "line"\#n  $${second}\#n""""#)
            show script
            """
        ) { run, session, _ in
            let script = try #require(run.transcript.results.first)
            let (settings, prompt) = (await session.settings, await session.prompt)
            for setting in [Setting.model, .mode, .out] { await session.unset(setting) }
            await session.setPrompt("other")
            let again = try await Self.run(script, in: session)
            #expect(again.exitCode == .ok)
            #expect(await session.settings.text(.out) == settings.text(.out))
            #expect(await session.settings.model == settings.model)
            #expect(await session.settings.mode == settings.mode)
            #expect(await session.prompt == prompt)
        }
    }

    @Test func showRequestSendsNothingAndHidesTheKey() async throws {
        try await Gateway.with { simulator in
            try await TestSession().run(on: simulator) { session in
                let run = try await Self.run("show request", in: session)
                let text = try #require(run.transcript.results.first)
                #expect(text.hasPrefix("POST \(simulator.baseURL)/videos\n"))
                #expect(text.contains("a cat in a garden"))
                #expect(!text.contains(TestSession.key))
            }
            #expect(await simulator.journal().isEmpty)
        }
    }

    @Test func jobsShowNameStateAndPrice() async throws {
        try await Self.run("submit x2 as cat -- a\nwait\njobs @cat-2\nshow @cat-1") { run, _, _ in
            let lines = run.transcript.results[0].split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines[1].contains("cat-2  completed  100%  veo-3.1-fast  async"))
            #expect(lines[1].contains("$0.15"))
            #expect(run.transcript.results[1].contains("prompt     a"))
        }
    }

    @Test func forgetSaysWhatBecomesOfTheJob() async throws {
        try await Self.run(
            "set parallel 1\nsubmit x2 as cat -- a", generation: Gateway.endless
        ) { _, session, _ in
            await session.until { $0.jobs[0].serverID != nil }
            let run = try await Self.run("forget @cat-2\nforget @cat-1", in: session)
            #expect(
                run.transcript.notes == [
                    "cat-2: was not sent and costs nothing",
                    "cat-1: is no longer followed; it goes on at the gateway and is billed",
                ])
        }
    }

    @Test func quitEndsTheFile() async throws {
        try await Self.run("print one\nquit\nprint two") { run, _, _ in
            #expect(run.transcript.results == ["one"])
            #expect(run.exitCode == .ok)
        }
    }

    @Test func includedScriptsRunInPlace() async throws {
        try await TemporaryFolder.with { folder in
            try TestFile.write("set parallel 7\nprint inner", to: folder + "/part.veo")
            try await Gateway.with { simulator in
                try await TestSession().run(on: simulator) { session in
                    let run = try await Self.run(
                        "print outer\ninclude \(folder)/part.veo\nshow parallel", in: session)
                    #expect(run.transcript.results == ["outer", "inner", "7"])
                }
            }
        }
    }

    @Test func initSetsTheDefaults() async throws {
        try await Gateway.with { simulator in
            try await TestSession().run(on: simulator) { session in
                _ = try await Self.run("set parallel 4", in: session, origin: .initFile)
                let run = try await Self.run(
                    "set parallel 9\nunset parallel\nshow parallel", in: session)
                #expect(run.transcript.results == ["4"])
            }
        }
    }

    /// What fails because the user ended it is an interruption, not an error of the script.
    @Test func aCancelledStatementIsNoError() async throws {
        try await Gateway.with { simulator in
            try await TestSession().run(on: simulator) { session in
                _ = await #expect(throws: CancellationError.self) {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.cancelAll()
                        group.addTask { _ = try await Self.run("adopt video_1", in: session) }
                        _ = try await group.next()
                    }
                }
            }
        }
    }
}
