import FoundationEssentials
import Testing
import VeoSimulator

/// The program is killed in the middle of a download.
@Suite(.timeLimit(.minutes(5))) struct KilledDownloadTests {
    private static let script = "submit as cat -- a cat\nwait\nsave\n"

    @Test func theNextRunGoesOnWhereItWas() async throws {
        var configuration = SimulatorConfiguration()
        // Slow enough that the video is kept for longer than any test takes.
        configuration.speed = 60
        configuration.generationTime = .seconds(6)...(.seconds(6))
        configuration.faults = [try FaultRule(parsing: "download:stall=24h*1")]
        try await Simulator.with(configuration) { simulator in
            try await TemporaryFolder.with { folder in
                try Data(Self.script.utf8).write(to: URL(filePath: "\(folder)/cat.veo"))
                let environment = [
                    "VEO_API_KEY": "sk-test-1234567890", "VEO_BASE_URL": simulator.baseURL,
                ]
                let part = "\(folder)/cat.mp4.veo.part"
                try await Program.whileRunning(
                    ["run", "cat.veo"], in: folder, environment: environment,
                    after: "cat: completed"
                ) {
                    // It stalls at a half, of which one block at least is in the file soon.
                    while size(part) == 0 {
                        try Task.checkCancellation()
                        await Task.yield()
                    }
                }
                #expect(size(part) > 0)
                #expect(!FileManager.default.fileExists(atPath: "\(folder)/cat.mp4"))
                let run = try await Program.run(
                    ["run", "--resume", "cat.veo"], in: folder, environment: environment)
                #expect(run.exitCode == 0, "\(run.errors)")
                #expect(size(part) == 0)
                let video = try Data(contentsOf: URL(filePath: "\(folder)/cat.mp4"))
                #expect(await simulator.jobs().map(simulator.video) == [Array(video)])
                let statuses = await simulator.journal().filter { $0.step == .download }
                    .map(\.status)
                #expect(statuses == [200, 206])
                #expect(await simulator.ledger().charged == 75_000)
            }
        }
    }
}

/// The bytes of a file; 0 when there is none.
private func size(_ path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.size] as? Int ?? 0
}
