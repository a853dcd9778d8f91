import FoundationEssentials
import GRDB
import RawServer
import Subprocess
import Synchronization
import Testing

/// A request has left and its answer is on the way when the program is left: it is awaited on
/// every way out, and no further one leaves.
@Suite(.timeLimit(.minutes(5))) struct LeavingTests {
    private static let key = "sk-test-1234567890"

    /// A gateway that answers a create when it is told to.
    private final class SlowGateway: Sendable {
        private let asked = Mutex<[ContinuousClock.Instant]>([])
        let answer: [RawStep]

        init(_ answer: [RawStep]) { self.answer = answer }

        var creates: Int { asked.withLock(\.count) }
        /// Since the first create came.
        var since: Duration {
            asked.withLock { $0.first.map { $0.duration(to: .now) } ?? .zero }
        }

        @Sendable func respond(_ request: RawRequest, _: Int) -> [RawStep] {
            guard request.method == "POST" else {
                return RawStep.answer(200, #"{"id":"video_late","status":"in_progress"}"#)
            }
            asked.withLock { $0.append(.now) }
            return answer
        }
    }

    /// The answer comes a second after the request.
    private static let late: [RawStep] =
        [.pause(.seconds(1))] + RawStep.answer(200, #"{"id":"video_late","status":"queued"}"#)

    private static func environment(_ server: RawServer) -> [String: String] {
        ["VEO_BASE_URL": "\(server.origin)/v1", "VEO_API_KEY": key, "TERM": "xterm"]
    }

    private static func ids(in folder: String) throws -> [String?] {
        let path = "\(folder)/.local/state/veo/history.sqlite"
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { database in
            try Optional<String>.fetchAll(
                database, sql: "SELECT server_id FROM job ORDER BY number")
        }
    }

    struct WayOut: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let steps: [TerminalProgram.Step]
    }

    private static let submit = TerminalProgram.Step("veo> ", .type("submit as cat -- a cat\r"))

    @Test(arguments: [
        WayOut(
            testDescription: "the terminal is closed",
            steps: [submit, .init("· cat", .hangUp)]),
        WayOut(
            testDescription: "quit",
            steps: [
                submit, .init("· cat", .type("quit\r")), .init("[y/N]", .type("y\r")),
            ]),
        WayOut(
            testDescription: "the end of the input",
            steps: [
                submit, .init("· cat", .type("\u{4}")), .init("[y/N]", .type("y\r")),
            ]),
    ])
    func theShellWaitsForTheAnswer(_ way: WayOut) async throws {
        let gateway = SlowGateway(Self.late)
        try await TemporaryFolder.with { folder in
            try await RawServer.with(gateway.respond) { server in
                _ = try await TerminalProgram.run(
                    [], in: folder, environment: Self.environment(server), way.steps)
            }
            // On a busy machine it may be left before the first byte was: then none leaves.
            let id = gateway.creates == 0 ? nil : "video_late"
            // Only after the five seconds that an answer is awaited may it be left without one.
            #expect(try Self.ids(in: folder) == [id] || gateway.since > .seconds(5))
            #expect(gateway.creates <= 1)
        }
    }

    /// In the pause before the next try nothing is on the way: the history says so, whatever ends
    /// the program, and the next run sends it.
    @Test(arguments: [Signal.terminate, .kill, .interrupt, .terminalClosed])
    func aPauseIsNoDoubt(_ signal: Signal) async throws {
        let busy = RawStep.answer(
            503, #"{"error":{"message":"busy"}}"#, headers: ["Retry-After: 60"])
        let gateway = SlowGateway(busy)
        try await TemporaryFolder.with { folder in
            try Data("submit as cat -- a cat\nwait\n".utf8)
                .write(to: URL(filePath: "\(folder)/test.veo"))
            try await RawServer.with(gateway.respond) { server in
                _ = try await Program.run(
                    ["run", "test.veo"], in: folder, environment: Self.environment(server),
                    sending: [signal], whenPrinting: "try 2 of 5")
                let jobs = try await Program.run(
                    ["jobs", "--json"], in: folder, environment: Self.environment(server))
                #expect(jobs.output.contains(#""kind":"not-sent""#), "\(jobs.output)")
                #expect(jobs.output.contains(#""status":"failed""#), "\(jobs.output)")
            }
            #expect(gateway.creates == 1)
        }
    }
}
