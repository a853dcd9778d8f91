import RawServer
import Testing
import VeoLanguage

@testable import VeoSession

/// A gateway that gives two jobs the same id: one of them would get the video of the other.
@Suite(.timeLimit(.minutes(5))) struct DoubleIDTests {
    @Test(arguments: [true, false]) func itIsSaid(isSame: Bool) async throws {
        let test = TestSession()
        let respond: @Sendable (RawRequest, Int) -> [RawStep] = { request, number in
            let id = isSame ? "constant" : "video_\(number)"
            return RawStep.answer(
                200, request.method == "POST" ? #"{"id":"\#(id)"}"# : #"{"status":"completed"}"#)
        }
        try await RawServer.with(respond) { server in
            try await test.run(baseURL: "\(server.origin)/v1") { session in
                await session.set(.parallel(1))
                _ = try await session.ended(try await session.submitted("cat", count: 2))
            }
        }
        let words = test.events.warnings.filter { $0.contains("both may get the same video") }
        #expect(words.count == (isSame ? 1 : 0), "\(test.events.warnings)")
    }
}
