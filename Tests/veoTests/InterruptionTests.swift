import FoundationEssentials
import Subprocess
import Testing
import VeoSimulator

/// Signals to a script that waits: the jobs go on at the gateway, and the script says how to take
/// them up again.
@Suite(.timeLimit(.minutes(5))) struct InterruptionTests {
    struct Ending: Sendable, CustomTestStringConvertible {
        let signal: Signal
        let exitCode: Int32
        var testDescription: String { "exit code \(exitCode)" }
    }

    @Test(arguments: [
        Ending(signal: .interrupt, exitCode: 130), Ending(signal: .terminate, exitCode: 143),
        Ending(signal: .terminalClosed, exitCode: 129),
    ])
    func endsTheWaitAndNamesHowToGoOn(_ ending: Ending) async throws {
        let run = try await Self.run(
            "submit as cat\nwait\nsave\n", sending: [ending.signal], whenPrinting: "cat: queued")
        #expect(run.exitCode == ending.exitCode)
        #expect(run.output == "")
        #expect(
            run.errors == """
                cat: submitted, $0.15 (veo-3.1-fast, async)
                cat: queued as video_ID
                cat still runs: `wait @#1` and `save @#1` in veo take it up again
                `veo run --resume test.veo` goes on from here without paying twice

                """)
    }

    /// What the interrupted run says works: the next one finds the job and does not pay again.
    @Test func theLinesItNamesTakeTheJobUpAgain() async throws {
        try await TemporaryFolder.with { folder in
            var configuration = SimulatorConfiguration()
            configuration.speed = 60
            try await Simulator.with(configuration) { simulator in
                let first = try await Self.run(
                    "submit as cat\nwait\n", in: folder, simulator, sending: [.interrupt],
                    whenPrinting: "cat: queued")
                #expect(first.exitCode == 130)
                let second = try await Self.run(
                    "wait @#1\nsave @#1\n", named: "after.veo", in: folder, simulator)
                #expect(second.exitCode == 0, "\(second.errors)")
                #expect(second.output == "saved cat.mp4\n")
                let journal = await simulator.journal()
                #expect(journal.count { $0.step == .create } == 1)
            }
        }
    }

    /// Unsent jobs are dropped, and named: they cost nothing.
    @Test func namesWhatWasNotSent() async throws {
        let run = try await Self.run(
            "set parallel 1\nsubmit x3 as cat\nwait\n", sending: [.interrupt],
            whenPrinting: "cat-1: queued")
        #expect(run.exitCode == 130)
        let lines = run.errors.split(separator: "\n")
        #expect(lines.contains("not sent: cat-2, cat-3"), "\(run.errors)")
        #expect(
            lines.contains("cat-1 still runs: `wait @#1` and `save @#1` in veo take it up again"))
    }

    /// A sync job lives as long as its connection: the first Ctrl-C only warns.
    @Test func warnsBeforeASyncJobIsLost() async throws {
        let run = try await Self.run(
            "submit as cat mode=sync\nwait\n", sending: [.interrupt, .interrupt],
            whenPrinting: "cat: running")
        #expect(run.exitCode == 130)
        #expect(
            run.errors.contains(
                """
                cat: sync, and lost when its connection ends, but billed; Ctrl-C again leaves \
                all the same
                """), "\(run.errors)")
    }

    private static let key = "sk-test-1234567890"

    /// Runs a script whose jobs outlast the test.
    private static func run(
        _ script: String, sending signals: [Signal], whenPrinting event: String
    ) async throws -> ProgramRun {
        var configuration = SimulatorConfiguration()
        configuration.speed = 1
        let ready = configuration
        return try await TemporaryFolder.with { folder in
            try await Simulator.with(ready) { simulator in
                try await run(
                    script, in: folder, simulator, sending: signals, whenPrinting: event
                ).normalized(folder: folder, baseURL: simulator.baseURL)
            }
        }
    }

    private static func run(
        _ script: String, named file: String = "test.veo", in folder: String,
        _ simulator: Simulator, sending signals: [Signal] = [],
        whenPrinting event: String = ""
    ) async throws -> ProgramRun {
        try Data("prompt a cat\n\(script)".utf8).write(to: URL(filePath: "\(folder)/\(file)"))
        let environment = ["VEO_BASE_URL": simulator.baseURL, "VEO_API_KEY": key]
        let run = try await Program.run(
            ["run", file], in: folder, environment: environment, sending: signals,
            whenPrinting: event)
        try Leftovers.check(run, in: folder, key: key)
        return run
    }
}
