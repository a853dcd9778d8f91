import RawServer
import Testing

@testable import VeoClient

/// The list of tasks that some gateways have.
@Suite struct TaskListTests {
    private static func task(_ number: Int) -> String {
        #"{"id":"video_\#(number)","status":"queued","created_at":\#(1_000 - number)}"#
    }

    private static func tasks(
        goingBack age: Int? = nil, _ respond: @escaping @Sendable (RawRequest, Int) -> [RawStep]
    ) async throws -> (ids: [String]?, targets: [String]) {
        try await RawServer.with(respond) { server in
            let ids = try await HTTPTransport.with(proxy: nil) { transport in
                let configuration = GatewayConfiguration(
                    baseURL: try BaseURL(parsing: server.origin + "/v1"),
                    key: try APIKey("sk-test-1234567890"), deadlines: .patient)
                return try await GatewayClient(http: transport, configuration: configuration)
                    .tasks(goingBack: age)?.map(\.id)
            }
            return (ids, server.requests.map(\.target))
        }
    }

    @Test func pagesAreReadToTheEnd() async throws {
        let seen = try await Self.tasks { _, number in
            let items = [Self.task(2 * number), Self.task(2 * number + 1)].joined(separator: ",")
            return RawStep.answer(200, #"{"data":[\#(items)],"has_more":\#(number < 2)}"#)
        }
        #expect(seen.ids == (0...5).map { "video_\($0)" })
        #expect(
            seen.targets == [
                "/v1/videos?limit=20&order=desc", "/v1/videos?limit=20&order=desc&after=video_1",
                "/v1/videos?limit=20&order=desc&after=video_3",
            ])
    }

    @Test func olderOnesAreNotAskedFor() async throws {
        let seen = try await Self.tasks(goingBack: 2) { _, number in
            RawStep.answer(200, #"{"data":[\#(Self.task(number))],"has_more":true}"#)
        }
        #expect(seen.ids == ["video_0", "video_1", "video_2", "video_3"])
    }

    /// A gateway that does not know `after` would send its first page for ever.
    @Test func aPageThatComesAgainIsTheEnd() async throws {
        let seen = try await Self.tasks { _, _ in
            RawStep.answer(200, #"{"data":[\#(Self.task(1))],"has_more":true}"#)
        }
        #expect(seen.ids == ["video_1"])
        #expect(seen.targets.count == 2)
    }

    @Test(arguments: [404, 405, 501]) func someGatewaysHaveNone(status: Int) async throws {
        let seen = try await Self.tasks { _, _ in
            RawStep.answer(status, #"{"error":{"message":"no such path"}}"#)
        }
        #expect(seen.ids == nil)
    }

    @Test func whatIsNoListIsNone() async throws {
        #expect(try await Self.tasks { _, _ in RawStep.answer(200, "{}") }.ids == nil)
        #expect(try await Self.tasks { _, _ in RawStep.answer(200, #"{"data":[]}"#) }.ids == [])
    }

    @Test func aRefusedKeyIsAnError() async throws {
        await #expect(throws: ClientError.self) {
            try await Self.tasks { _, _ in RawStep.answer(401, #"{"error":{"message":"no"}}"#) }
        }
    }
}
