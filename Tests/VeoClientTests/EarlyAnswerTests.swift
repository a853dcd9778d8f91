import Crypto
import RawServer
import Testing

@testable import VeoClient

/// An answer that came whole wins, whatever becomes of the request that it answers.
@Suite struct EarlyAnswerTests {
    private static let refusal = RawStep.answer(
        401, #"{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}"#)

    private static func image(_ folder: String, byteCount: Int) throws -> ImageFile {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        bytes.replaceSubrange(0..<4, with: [0xff, 0xd8, 0xff, 0xe0])
        let path = folder + "/cat.jpg"
        try write(bytes, to: path)
        return ImageFile(
            path: path, name: "cat.jpg", mimeType: "image/jpeg", byteCount: byteCount,
            sha256: hexadecimal(SHA256.hash(data: bytes)))
    }

    /// The server answers when it has seen the head, and then closes with the rest unread (which
    /// resets the connection), or reads on and never closes.
    @Test(arguments: [true, false], [0, 40_000, 3_000_000])
    func aRefusalWinsOverTheBody(closes: Bool, byteCount: Int) async throws {
        try await withTemporaryFolder { folder in
            var requests = [textRequest, chatRequest]
            if byteCount > 0 {
                let image = try Self.image(folder, byteCount: byteCount)
                for index in requests.indices { requests[index].images = [.file(image)] }
            }
            let all = requests
            try await RawServer.with(
                isEarly: true, { _, _ in closes ? Self.refusal : Self.refusal + [.stall] }
            ) { server in
                try await HTTPTransport.with(proxy: nil) { transport in
                    let client = try makeClient(transport, base: server.origin + "/v1")
                    for _ in 0..<25 {
                        for request in all {
                            let error = try await failure { () async throws(ClientError) in
                                if request.mode == .async {
                                    _ = try await client.create(request)
                                } else {
                                    _ = try await client.generate(request)
                                }
                            }
                            #expect(error.code == .invalidKey, "\(error)")
                            #expect(error.delivery == .refused, "\(error)")
                        }
                    }
                }
            }
        }
    }

    /// The status of a refusal counts, also when its body is cut, or too large to be read.
    @Test func theStatusOfARefusalIsEnough() async throws {
        let page = String(repeating: "x", count: 3_000_000)
        for steps in [
            RawStep.answer(403, bytes: Array("{\"err".utf8), type: "application/json", length: 500),
            RawStep.answer(403, page, type: "text/html"),
            RawStep.answer(403, "{}", headers: ["Content-Encoding: br"]),
            RawStep.answer(403, bytes: [0x1f, 0x8b, 8, 0xff, 0xff, 0xff], type: "text/plain"),
        ] {
            try await withGateway({ _, _ in steps }) { client, _ in
                let error = try await failure { () async throws(ClientError) in
                    try await client.create(textRequest)
                }
                #expect(error.code == .forbidden, "\(error)")
                #expect(error.delivery == .refused)
            }
        }
    }

    /// A good answer before the body has left is one, too.
    @Test func aGoodAnswerWins() async throws {
        try await withTemporaryFolder { folder in
            var request = textRequest
            request.images = [.file(try Self.image(folder, byteCount: 2_000_000))]
            let order = request
            let good = RawStep.answer(200, #"{"id":"video_1","status":"queued"}"#)
            try await RawServer.with(isEarly: true, { _, _ in good + [.stall] }) { server in
                try await HTTPTransport.with(proxy: nil) { transport in
                    let client = try makeClient(transport, base: server.origin + "/v1")
                    for _ in 0..<10 {
                        #expect(try await client.create(order).id == "video_1")
                    }
                }
            }
        }
    }
}
