import FoundationEssentials
import Subprocess
import Testing
import VeoSimulator

@testable import veo

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

    /// A signal that comes before the script begins ends it, too.
    @Test func endsWhatHasNotBegun() async throws {
        let work = InterruptibleWork()
        await work.end(.terminate)
        await #expect(throws: CancellationError.self) {
            try await work.run { Issue.record("it began") }
        }
        #expect(await work.received == .terminate)
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

    /// Ctrl-C waits for the answers of requests that have left; the second one does not.
    @Test func theSecondOneLeavesAtOnce() async throws {
        let run = try await Self.run(
            "submit as cat\nwait\n", faults: ["create:stall=1h"],
            onTerminal: [
                .init("submitting", .type("\u{3}")),
                .init("Ctrl-C again leaves at once", .type("\u{3}")),
            ])
        #expect(run.exitCode == 130)
        #expect(run.output.contains("left at once; `veo jobs` lists what goes on"))
    }

    @Test func aClosedTerminalEndsTheWait() async throws {
        let run = try await Self.run(
            "submit as cat\nwait\n", onTerminal: [.init("cat: queued", .hangUp)])
        #expect(run.exitCode == 129)
    }

    /// What `nohup` starts goes on without a terminal.
    @Test func anIgnoredSignalStaysIgnored() async throws {
        try await TemporaryFolder.with { folder in
            var configuration = SimulatorConfiguration()
            configuration.speed = 400
            try await Simulator.with(configuration) { simulator in
                try Data("submit as cat -- a cat\nwait\nsave\n".utf8)
                    .write(to: URL(filePath: "\(folder)/cat.veo"))
                let run = try await Program.run(
                    ["-c", "trap '' HUP INT; exec \"$0\" run cat.veo", Program.path],
                    executable: "/bin/sh", in: folder,
                    environment: ["VEO_BASE_URL": simulator.baseURL, "VEO_API_KEY": Self.key],
                    sending: [.terminalClosed, .interrupt], whenPrinting: "cat: queued")
                #expect(run.exitCode == 0, "\(run.errors)")
                #expect(run.output == "saved cat.mp4\n")
            }
        }
    }

    /// At any call of a run: the history is whole, no job is lost, none is paid for twice.
    @Test(arguments: [
        Ending(signal: .interrupt, exitCode: 130), Ending(signal: .terminate, exitCode: 143),
        Ending(signal: .terminalClosed, exitCode: 129),
    ])
    func atAnyCall(_ ending: Ending) async throws {
        let count = try await CrashScene.calls(jobs: 3, faults: [])
        try await Torture.each(.interrupts, upTo: count, short: 4) { point in
            try await CrashScene.with(jobs: 3) { scene in
                let plan = CallCounter.Plan.signal(point, ending.signal.rawValue)
                let (run, report) = try await scene.run(plan)
                let what = report.happening(plan)
                // Before anything has begun and after all is done it ends as any program does.
                let codes = [ending.exitCode, -ending.signal.rawValue, 0]
                #expect(codes.contains(run.exitCode), "\(what): \(run.errors)")
                try await scene.goOnToTheEnd(what)
                try await scene.check(what)
                Torture.tell(.interrupts, "exit code \(run.exitCode), \(what) (of \(count))")
            }
        }
    }

    /// Runs a script on a terminal; its jobs outlast the test.
    private static func run(
        _ script: String, faults: [String] = [], onTerminal steps: [TerminalProgram.Step]
    ) async throws -> ProgramRun {
        var configuration = SimulatorConfiguration()
        configuration.speed = 1
        configuration.faults = try faults.map(FaultRule.init(parsing:))
        let ready = configuration
        return try await TemporaryFolder.with { folder in
            try await Simulator.with(ready) { simulator in
                try Data("prompt a cat\n\(script)".utf8)
                    .write(to: URL(filePath: "\(folder)/test.veo"))
                let environment = [
                    "VEO_BASE_URL": simulator.baseURL, "VEO_API_KEY": key, "TERM": "xterm",
                ]
                let run = try await TerminalProgram.run(
                    ["run", "test.veo"], in: folder, environment: environment, steps)
                try await CrashScene.checkIntegrity(in: folder)
                return run
            }
        }
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
