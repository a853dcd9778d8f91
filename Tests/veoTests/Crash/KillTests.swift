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

    /// Kills of one script before it may come to its end.
    private static let killsOfAScript = 10
    /// The last call at which one of them may come; a run that is not killed makes some 1,000.
    private static let lastCall = 400

    @Test func killedAgainAndAgain() async throws {
        var seed = UInt64(Torture.number("SEED", default: 1))
        var rest = Torture.isLong(.killLoop) ? Torture.number("KILLS", default: 200) : 3
        while rest > 0 {
            let kills = min(rest, Self.killsOfAScript)
            try await Self.killAgainAndAgain(kills, seed: seed)
            rest -= kills
            seed += 1
        }
    }

    private static func killAgainAndAgain(_ kills: Int, seed: UInt64) async throws {
        try await CrashScene.with(jobs: 20, settings: "set parallel 5") { scene in
            var random = SplitMix(state: seed)
            var points: [Int] = []
            for _ in 1...kills {
                points.append(Int.random(in: 1...lastCall, using: &random))
                _ = try await scene.run(.kill(points[points.count - 1]))
            }
            let what = "seed \(seed), killed at \(points)"
            try await scene.goOnToTheEnd(what)
            try await scene.check(what)
            Torture.tell(.killLoop, what)
        }
    }
}
