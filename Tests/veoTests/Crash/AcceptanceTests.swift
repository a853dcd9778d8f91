import FoundationEssentials
import GRDB
import Glibc
import Subprocess
import Synchronization
import SystemPackage
import Testing
import VeoSimulator

/// A batch as people have it: more rows than the gateway lets run, a day and more of its time,
/// default settings, polls that go wrong, and a machine that is switched off twice.
@Suite(.timeLimit(.minutes(180))) struct AcceptanceTests {
    private static let isLong = Torture.isLong(.acceptance)
    private static let rows = isLong ? Torture.number("ROWS", default: 1_000) : 24
    private static let cap = isLong ? 20 : 4
    /// So many times as fast as time: slow enough for the patience of the program, which is as much
    /// shorter, to outlast a busy machine. In the tests its time is that of the machine.
    private static let hurry = isLong ? Hurry(factor: Torture.number("HURRY", default: 60)) : nil
    /// So long that all rows take more than a day.
    private static let generationTime: ClosedRange<Duration> =
        isLong ? .seconds(1_700)...(.seconds(2_000)) : .seconds(80)...(.seconds(150))

    /// One poll in fifty is answered by something else than the gateway.
    private static let faults = [
        "create,chat:status=429^\(cap)", "status:status=404~1/250", "status:status=401~1/250",
        "status:status=403 & body=html~1/250", "status:status=409~1/250", "status:body=html~1/250",
    ]

    /// Every video is saved, each is paid once, and `--resume` alone comes to an end with 0.
    @Test func aBatchOfADay() async throws {
        // In the tests the time of the gateway stands still while it is looked at.
        let steps = Self.isLong ? nil : SteppedClock()
        let clock: any Clock<Duration> = steps ?? ContinuousClock()
        try await CrashScene.with(
            jobs: Self.rows, faults: Self.faults, ending: "collect",
            generationTime: Self.generationTime, hurry: Self.hurry, clock: clock
        ) { scene in
            let start = ContinuousClock.now
            for third in 1...2 {
                try await Self.kill(scene, atVideo: Self.rows * third / 3, steps)
                let saved = Self.saved(in: scene.folder)
                Torture.tell(.acceptance, "killed after \(saved) videos")
                #expect(saved < Self.rows)
            }
            let stepping = Task {
                while let steps, !Task.isCancelled {
                    steps.advance(by: Self.step)
                    try await Task.sleep(for: Self.pulse)
                }
            }
            let run = try await Program.run(
                ["run", "--resume", "cats.veo"], in: scene.folder, environment: scene.environment)
            stepping.cancel()
            #expect(run.exitCode == 0, "\(run.errors.suffix(4_000))")
            let time = (ContinuousClock.now - start) * (Self.hurry?.factor ?? 1)
            let journal = await scene.simulator.journal()
            Torture.tell(
                .acceptance,
                "\(Self.rows) rows, \(time.components.seconds / 3_600) h of the gateway, exit code "
                    + "\(run.exitCode), \(Self.saved(in: scene.folder)) videos, of the last "
                    + "\(journal.count) requests \(journal.count { $0.fault != nil }) went wrong")
            if Self.isLong { #expect(time >= .seconds(24 * 3_600)) }
            #expect(journal.contains { $0.status == 429 }, "the cap was met")
            try await scene.check("in the end")
        }
    }

    private static func saved(in folder: String) -> Int {
        Fixtures.files(in: folder).count { $0.hasSuffix(".mp4") }
    }

    /// Runs or goes on with the script and kills it once so many videos are there, while no create
    /// is on its way: what becomes of one is for `Scripts/torture kill-loop`.
    private static func kill(
        _ scene: CrashScene, atVideo count: Int, _ steps: SteppedClock?
    ) async throws {
        _ = try await Subprocess.run(
            .path(FilePath(Program.path)), arguments: ["run", "--resume", "cats.veo"],
            environment: Program.environment(scene.environment, home: scene.folder),
            workingDirectory: FilePath(scene.folder), input: .none, output: .discarded,
            error: .discarded
        ) { execution in
            let process = execution.processIdentifier.value
            let state = "/proc/\(process)/stat"
            while true {
                let isThere = saved(in: scene.folder) >= count
                if isThere {
                    // Stopped, it begins no further one while the history is looked at.
                    Glibc.kill(process, SIGSTOP)
                    if try isQuiet(scene.folder) { break }
                    Glibc.kill(process, SIGCONT)
                } else {
                    steps?.advance(by: step)
                }
                guard !Fixtures.text(state).contains(") Z") else {
                    Issue.record("ended with \(saved(in: scene.folder)) of \(count) videos")
                    return
                }
                try await Task.sleep(for: pulse)
            }
            try execution.send(signal: .kill)
        }
    }

    /// How often the folder and the journal are looked at.
    private static let pulse = Duration.milliseconds(50)
    /// How far a stepped clock goes each time: little of a generation, at a speed of 100.
    private static let step = Duration.milliseconds(60)

    /// Whether each request that has left is answered, and the answer is written down.
    private static func isQuiet(_ folder: String) throws -> Bool {
        let history = try DatabaseQueue(path: folder + "/.local/state/veo/history.sqlite")
        defer { try? history.close() }
        let onTheWay = try history.read { database in
            try Int.fetchOne(database, sql: "SELECT count(*) FROM job WHERE state = 'submitting'")
        }
        return onTheWay == 0
    }
}

/// A clock that goes on when it is told to.
final class SteppedClock: Clock {
    struct Instant: InstantProtocol {
        var offset = Duration.zero

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
    }

    let minimumResolution = Duration.zero
    private let current = Mutex(Instant())

    var now: Instant { current.withLock(\.self) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        while now < deadline { try await Task.sleep(for: .milliseconds(10)) }
    }

    func advance(by duration: Duration) {
        current.withLock { $0 = $0.advanced(by: duration) }
    }
}
