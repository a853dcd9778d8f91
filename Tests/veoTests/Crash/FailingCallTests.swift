import Testing

/// Each call of a run fails once, as curl tortures itself: what fails is told and loses nothing.
@Suite(.timeLimit(.minutes(60))) struct FailingCallTests {
    private static let faults = ["download:cut=50%@2*1"]

    @Test(arguments: CallCounter.Failure.allCases)
    func failsOnceAndLosesNothing(_ failure: CallCounter.Failure) async throws {
        let count = try await CrashScene.calls(jobs: 3, faults: Self.faults)
        try await Torture.each(.errors, upTo: count, short: 4) { point in
            try await CrashScene.with(jobs: 3, faults: Self.faults) { scene in
                let plan = CallCounter.Plan.fail(point, failure)
                let (run, report) = try await scene.run(plan)
                let what = report.happening(plan)
                #expect([0, 3, 7].contains(run.exitCode), "\(what): \(run.errors)")
                #expect(!run.errors.contains("Fatal error"), "\(what): \(run.errors)")
                #expect(!run.errors.contains("DatabaseError"), "\(what): \(run.errors)")
                #expect(run.exitCode == 0 || Self.tells(run.errors), "\(what): \(run.errors)")
                try await scene.goOnToTheEnd(what)
                // A part that cannot be removed when its video has a name stays.
                try await scene.check(what, mayKeepPart: what.contains(" unlink "))
                Torture.tell(.errors, "exit code \(run.exitCode), \(what) (of \(count))")
            }
        }
    }

    /// A failure of the run, or of a job.
    private static func tells(_ errors: String) -> Bool {
        ["error: ", ": failed: ", ": unknown, maybe billed: "].contains { errors.contains($0) }
    }
}
