import FoundationEssentials
import Testing
import VeoSimulator

/// Ten jobs side by side, each as long as it takes to show that none waits for another: an HTTP
/// client that opens too few connections, or gives up on one that it waits for, loses sync jobs
/// only when they last.
@Suite struct TenAtOnceTests {
    /// How long each job is under way, in real time.
    private static let duration = Duration.seconds(15)

    @Test(.timeLimit(.minutes(5)), arguments: ["async", "sync"])
    func tenJobsAreInFlightTogether(mode: String) async throws {
        var configuration = SimulatorConfiguration()
        configuration.speed = 1
        configuration.generationTime = Self.duration...(Self.duration + .seconds(1))
        let ready = configuration
        let (run, journal) = try await TemporaryFolder.with { folder in
            try await Simulator.with(ready) { simulator in
                let run = try await Self.run(mode, in: folder, baseURL: simulator.baseURL)
                return (run, await simulator.journal())
            }
        }
        #expect(run.exitCode == 0, "\(run.errors)")
        let saved = run.output.split(separator: "\n")
        #expect(saved == (1...10).map { "saved take-\($0).mp4" } + ["10 of 10 done"])
        let posts = journal.filter { $0.method == "POST" }
        #expect(posts.compactMap(\.job).sorted() == Array(1...10))
        // All ten were taken before the first of them could have ended.
        let first = try #require(posts.first?.time)
        let last = try #require(posts.last?.time)
        #expect(last - first < Self.duration)
    }

    private static func run(
        _ mode: String, in folder: String, baseURL: String
    ) async throws -> ProgramRun {
        let script = """
            set mode \(mode)
            prompt a lighthouse in a storm
            submit x10 as take
            wait
            save
            print ${count.completed} of ${count.all} done
            """
        try Data(script.utf8).write(to: URL(filePath: "\(folder)/ten.veo"))
        let run = try await Program.run(
            ["run", "ten.veo"], in: folder,
            environment: ["VEO_BASE_URL": baseURL, "VEO_API_KEY": "sk-test-1234567890"])
        try Leftovers.check(run, in: folder, key: "sk-test-1234567890")
        return run
    }
}
