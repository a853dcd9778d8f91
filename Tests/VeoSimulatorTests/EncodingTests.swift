import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Subprocess
import Testing
import VeoSimulator

/// Packed bodies, as Python's zlib unpacks them.
@Suite struct EncodingTests {
    private func with(
        _ rule: String,
        body: @Sendable @escaping (TestClient, SkippingClock) async throws -> Void
    ) async throws {
        var configuration = SimulatorConfiguration()
        configuration.speed = 1
        configuration.faults = [try FaultRule(parsing: rule)]
        let clock = SkippingClock()
        try await Simulator.with(configuration, clock: clock) { simulator in
            // One that leaves the bodies as they come.
            let http = HTTPClient(eventLoopGroupProvider: .singleton)
            let client = TestClient(simulator: simulator, http: http)
            do {
                try await body(client, clock)
            } catch {
                try await http.shutdown()
                throw error
            }
            try await http.shutdown()
        }
    }

    private func unpacked(_ body: ByteBuffer, windowBits: Int) async throws -> [UInt8] {
        let program = """
            import sys, zlib
            unpacker = zlib.decompressobj(\(windowBits))
            sys.stdout.buffer.write(unpacker.decompress(sys.stdin.buffer.read(), 4000000))
            """
        return try await Subprocess.run(
            .name("python3"), arguments: ["-c", program],
            input: .array(Array(body.readableBytesView)), output: .bytes(limit: 4_000_000),
            error: .discarded
        ).standardOutput
    }

    @Test(arguments: [("gzip", 31), ("deflate", 15), ("raw-deflate", -15)])
    func answersAndFiles(encoding: String, windowBits: Int) async throws {
        try await with("create,chat,download:encoding=\(encoding)") { client, clock in
            let create = try await client.post(
                "/v1/videos", json: #"{"model":"veo-3.1-fast","prompt":"A cat"}"#)
            #expect(
                create.headers["content-encoding"]
                    == (encoding == "gzip" ? "gzip" : "deflate"))
            let text = String(
                decoding: try await unpacked(create.body, windowBits: windowBits), as: UTF8.self)
            let id = try #require(member("id", of: text))
            let chat = try await client.chat(stream: true).body
            let stream = try await unpacked(chat, windowBits: windowBits)
            #expect(String(decoding: stream, as: UTF8.self).hasSuffix("data: [DONE]\n\n"))
            clock.advance(by: .seconds(406))
            let status = try await client.get("/v1/videos/\(id)").text
            let link = try #require(member("url", of: status))
            let video = try await client.get("/v1/videos/\(id)/content").body
            let packed = try await client.get(link, headers: ["Range": "bytes=1-"])
            #expect(packed.status == 200)
            let bytes = try await unpacked(packed.body, windowBits: windowBits)
            #expect(bytes == Array(video.readableBytesView))
        }
    }

    @Test func aBombIsMuchMoreThanItLooks() async throws {
        try await with("models:encoding=bomb") { client, _ in
            let url = "http://127.0.0.1:\(client.simulator.port)/v1/models"
            var request = HTTPClientRequest(url: url)
            request.headers.add(name: "Authorization", value: "Bearer sk-test")
            let response = try await client.http.execute(request, timeout: .minutes(5))
            let body = try await response.body.collect(upTo: 16 * 1024 * 1024)
            #expect(body.readableBytes < 8 * 1024 * 1024)
            let bytes = try await unpacked(body, windowBits: 31)
            #expect(bytes.count == 4_000_000 && bytes.allSatisfy { $0 == UInt8(ascii: " ") })
        }
    }
}
