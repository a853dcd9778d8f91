import FoundationEssentials
import Testing
import VeoSimulator

/// Two programs on one history at the same time, as two shells of one user are.
@Suite(.timeLimit(.minutes(5))) struct TwoProgramsTests {
    private static func with(
        speed: Double? = nil,
        _ body: @Sendable @escaping (String, [String: String], Simulator) async throws -> Void
    ) async throws {
        var configuration = SimulatorConfiguration()
        // Short jobs by a slow clock: a day, after which links are dead, outlasts the test.
        configuration.speed = speed ?? 100
        if speed == nil { configuration.generationTime = .seconds(10)...(.seconds(20)) }
        try await TemporaryFolder.with { folder in
            try await Simulator.with(configuration) { simulator in
                let environment = [
                    "VEO_API_KEY": "sk-test-1234567890", "VEO_BASE_URL": simulator.baseURL,
                ]
                try await body(folder, environment, simulator)
            }
        }
    }

    private struct Row: Decodable {
        let number: Int
        let status: String
        let file: String?
    }

    @Test func bothMakeJobsAndNoneIsLost() async throws {
        try await Self.with { folder, environment, simulator in
            let script = """
                set parallel 40
                budget 10
                set out NAME/${job.name}.mp4
                submit x40 as NAME -- a cat
                wait
                save
                """
            let runs = try await withThrowingTaskGroup(of: ProgramRun.self) { group in
                for name in ["one", "two"] {
                    group.addTask {
                        try await Program.run(
                            [], in: folder, environment: environment,
                            input: Array(script.replacing("NAME", with: name).utf8))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for run in runs {
                #expect(run.exitCode == 0, "\(run.errors)")
                #expect(!run.errors.contains("lock"), "\(run.errors)")
            }
            let listed = try await Program.run(
                ["jobs", "--json", "--last", "500"], in: folder, environment: environment)
            let rows = try listed.output.split(separator: "\n").map {
                try JSONDecoder().decode(Row.self, from: Data($0.utf8))
            }
            #expect(rows.map(\.number) == Array(1...80))
            #expect(rows.allSatisfy { $0.status == "completed" && $0.file != nil })
            #expect(await simulator.ledger().charged == 80 * 75_000)
        }
    }

    /// A program that dies leaves a job that runs; two others go on with it at once.
    @Test func oneVideoIsSavedOnce() async throws {
        try await Self.with(speed: 200) { folder, environment, simulator in
            let start = "submit as cat -- a cat\nwait\n"
            try Data(start.utf8).write(to: URL(filePath: "\(folder)/start.veo"))
            try await Program.whileRunning(
                ["run", "start.veo"], in: folder, environment: environment, after: "cat: queued"
            ) {}
            let runs = try await withThrowingTaskGroup(of: ProgramRun.self) { group in
                for _ in 1...2 {
                    group.addTask {
                        try await Program.run(
                            [], in: folder, environment: environment,
                            input: Array("wait @open\nsave @#1 to cat.mp4\n".utf8))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(runs.contains { $0.exitCode == 0 }, "\(runs.map(\.errors))")
            let videos = Fixtures.files(in: folder).filter { $0.hasSuffix(".mp4") }
            #expect(videos == ["cat.mp4"])
            #expect(await simulator.journal().count { $0.step == .create } == 1)
            let open = try await Program.run(["jobs", "--open"], in: folder)
            #expect(open.errors == "nothing is open\n")
        }
    }

    /// What a program that was killed left is told by the next command, as what it is.
    @Test func theListTellsWhatWasLeft() async throws {
        try await Self.with(speed: 1) { folder, environment, _ in
            let script = "submit as cat -- a cat\nsubmit as dog mode=sync -- a dog\nwait\n"
            try Data(script.utf8).write(to: URL(filePath: "\(folder)/x.veo"))
            try await Program.whileRunning(
                ["run", "x.veo"], in: folder, environment: environment,
                after: "cat: queued", "dog: running"
            ) {
                let during = try await Program.run(["jobs", "--open"], in: folder)
                #expect(during.output.contains("follows it"), "\(during.output)")
            }
            let open = try await Program.run(["jobs", "--open"], in: folder)
            #expect(open.output.contains("`wait @#1`"), "\(open.output)")
            #expect(open.output.contains("maybe billed: `again @#2` or `forget @#2`"))
            #expect(open.exitCode == 0)
        }
    }

    @Test(.enabled(if: PythonTool.isThere, Comment(rawValue: PythonTool.comment)))
    func theShellTellsWhatWasLeft() async throws {
        try await Self.with(speed: 1) { folder, environment, _ in
            let script = "submit as cat -- a cat\nsubmit as dog mode=sync -- a dog\nwait\n"
            try Data(script.utf8).write(to: URL(filePath: "\(folder)/x.veo"))
            try await Program.whileRunning(
                ["run", "x.veo"], in: folder, environment: environment,
                after: "cat: queued", "dog: running"
            ) {}
            let shown = try await PythonTool.run(
                "terminal.py", [Program.path, "shell", "--plain"], "jobs @open\n", in: folder,
                environment: Program.environment(
                    environment.merging(["TERM": "dumb"]) { $1 }, home: folder))
            let told =
                "Open: 1 running (followed again), 1 unknown, maybe billed: `jobs @open`"
            #expect(shown.contains(told), "\(shown)")
            #expect(shown.contains("maybe billed: `again @#2` or `forget @#2`"), "\(shown)")
        }
    }

    /// Looking for jobs makes no history.
    @Test func listingMakesNoFile() async throws {
        try await TemporaryFolder.with { folder in
            let run = try await Program.run(["jobs"], in: folder)
            #expect(run.errors == "no jobs yet\n")
            #expect(Fixtures.files(in: folder).isEmpty)
        }
    }
}
