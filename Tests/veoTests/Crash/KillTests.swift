import Synchronization
import Testing

/// Killed at any call and gone on with, each job is saved once and paid once.
@Suite(.timeLimit(.minutes(60))) struct KillTests {
    /// Three jobs, and the download of one is cut.
    private static let faults = ["download:cut=50%@2*1"]

    @Test func killedAtEachCall() async throws {
        let count = try await CrashScene.calls(jobs: 3, faults: Self.faults)
        try await Torture.each(.killEach, upTo: count, short: 8) { point in
            try await CrashScene.with(jobs: 3, faults: Self.faults) { scene in
                let (run, report) = try await scene.run(.kill(point))
                let what = report.happening(.kill(point))
                #expect(run.exitCode == -9 || !report.reached(point), "\(what): \(run.errors)")
                try await scene.goOnToTheEnd(what)
                try await scene.check(what)
                Torture.tell(.killEach, "\(what) (of \(count))")
            }
        }
    }

    /// A kill is no power cut, so the order of the calls is looked at: what counts is on the disk
    /// before the next step depends on it.
    @Test func whatCountsIsSyncedFirst() async throws {
        try await CrashScene.with(jobs: 1) { scene in
            let (run, report) = try await scene.run(.count)
            #expect(run.exitCode == 0, "\(run.errors)")
            func last(_ call: String, before end: Int) throws -> Int {
                try #require(report.calls[..<end].lastIndex { $0.contains(call) }, "\(call)")
            }
            func first(_ call: String) throws -> Int {
                try #require(report.calls.firstIndex { $0.contains(call) }, "\(call)")
            }
            // The intent, before the request.
            let request = try first(" connect ")
            let synced = try last(
                "sync \(scene.folder)/.local/state/veo/history.sqlite-wal", before: request)
            #expect(try last("history.sqlite-wal", before: request) == synced)
            // The video before its name, the name and the JSON before the row.
            let name = try first(" link cat-1.mp4")
            #expect(try first("fsync \(scene.folder)/cat-1.mp4.veo.part") < name)
            let folder = try #require(
                report.calls[name...].firstIndex { $0.hasSuffix(" fsync \(scene.folder)") })
            let json = try first(" rename cat-1.json")
            #expect(folder < json)
            let row = try #require(
                report.calls[json...].firstIndex { $0.contains("history.sqlite-wal") })
            #expect(
                report.calls[row...].contains { $0.contains("sync \(scene.folder)/.local/state") })
        }
    }

    // MARK: Again and again

    private static let jobs = 20
    private static let settings = "set parallel 5"
    /// A cap that nobody told, and one bad poll in ten.
    private static let badWeather =
        !Torture.isLong(.killLoop)
        ? []
        : [
            "create,chat:status=429^4", "status:status=404~1/50", "status:status=401~1/50",
            "status:status=403 & body=html~1/50", "status:status=409~1/50", "status:body=html~1/50",
        ]
    /// Kills of one script before it may come to its end.
    private static let killsOfAScript = 10

    /// How far the script was when it was killed.
    private enum Phase: String, CaseIterable {
        case before = "before the first video"
        case downloads = "between the first and the last"
        case after = "after the last"

        init(folder: String) {
            let files = Fixtures.files(in: folder)
            let saved = files.count { $0.hasSuffix(".mp4") }
            let hasBegun = saved > 0 || files.contains { $0.hasSuffix(".mp4.part") }
            self = saved == KillTests.jobs ? .after : hasBegun ? .downloads : .before
        }
    }

    /// The points lie anywhere in an undisturbed run. A run that goes on has fewer calls: one that
    /// ends before its point was not killed, and its script is done.
    @Test func killedAgainAndAgain() async throws {
        // Without a seed, one whose first kill falls into the downloads.
        let first = UInt64(Torture.number("SEED", default: 6))
        let wanted = Torture.isLong(.killLoop) ? Torture.number("KILLS", default: 200) : 3
        let count = try await CrashScene.calls(
            jobs: Self.jobs, settings: Self.settings, faults: Self.badWeather)
        var kills: [Phase] = []
        var scripts = 0
        while kills.count < wanted, scripts < wanted {
            kills += try await Self.killAgainAndAgain(
                min(wanted - kills.count, Self.killsOfAScript), upTo: count,
                seed: first + UInt64(scripts))
            scripts += 1
        }
        let share = Phase.allCases.map { phase in
            "\(kills.count { $0 == phase }) \(phase.rawValue)"
        }
        let what = "seed \(first), \(scripts) scripts, \(kills.count) kills"
        Torture.tell(.killLoop, "\(what): \(share.joined(separator: ", "))")
        #expect(kills.count == wanted, "\(what)")
        #expect(kills.contains(.downloads), "\(what): \(share)")
    }

    /// - Returns: where the script was at each kill.
    private static func killAgainAndAgain(
        _ limit: Int, upTo count: Int, seed: UInt64
    ) async throws -> [Phase] {
        let kills = Mutex<[Phase]>([])
        try await CrashScene.with(jobs: jobs, settings: settings, faults: badWeather) { scene in
            var random = SplitMix(state: seed)
            var calls: [String] = []
            while calls.count < limit {
                let point = Int.random(in: 1...count, using: &random)
                let (run, report) = try await scene.run(.kill(point))
                let what = "seed \(seed), killed at \(calls), then \(report.name(point))"
                guard report.reached(point) else {
                    #expect([0, 3, 7].contains(run.exitCode), "\(what): \(run.errors)")
                    break
                }
                #expect(run.exitCode == -9, "\(what): \(run.errors)")
                calls.append(report.name(point))
                kills.withLock { $0.append(Phase(folder: scene.folder)) }
            }
            let what = "seed \(seed), killed at \(calls)"
            try await scene.goOnToTheEnd(what)
            try await scene.check(what)
            Torture.tell(.killLoop, what.replacing(scene.folder + "/", with: ""))
        }
        return kills.withLock(\.self)
    }
}
