import CXattr
import Crypto
import Glibc
import NIOCore
import RawServer
import Testing

@testable import VeoClient

/// What a program leaves that is killed while it downloads: the next one goes on there, and only
/// where the bytes are surely those of the same file.
@Suite struct KilledDownloadTests {
    private static let tag = "\"A1\""
    private static let kept = 100_000

    /// The rest that a request asks for, or all.
    private static func answer(_ request: RawRequest) -> [RawStep] {
        let offset = request.headers["range"].flatMap {
            Int($0.dropFirst("bytes=".count).dropLast())
        }
        guard let offset else {
            return RawStep.answer(
                200, bytes: sampleMP4, type: "video/mp4", headers: ["ETag: \(tag)"])
        }
        let size = sampleMP4.count
        return RawStep.answer(
            206, bytes: Array(sampleMP4[offset...]), type: "video/mp4",
            headers: ["ETag: \(tag)", "Content-Range: bytes \(offset)-\(size - 1)/\(size)"])
    }

    /// Leaves a part as a killed program does: closed by the system, not removed.
    private static func leave(
        _ bytes: [UInt8], from address: String, at path: String
    ) async throws {
        let file = try await PartFile.open(path: path, goingOnFrom: address)
        try await file.restart(from: PartFile.Source(url: address, tag: tag))
        try await file.write([ByteBuffer(bytes: bytes)]).get()
        file.close()
    }

    /// Downloads over a part that was left and then changed; returns where the first request
    /// wanted to go on.
    private func offset(
        _ bytes: [UInt8] = Array(sampleMP4.prefix(kept)), of id: String = "1",
        _ change: @escaping @Sendable (_ path: String) throws -> Void = { _ in }
    ) async throws -> String? {
        try await withTemporaryFolder { folder in
            try await withGateway({ request, _ in Self.answer(request) }) { client, server in
                let path = folder + "/a.part"
                try await Self.leave(
                    bytes, from: "\(server.origin)/v1/videos/\(id)/content", at: path)
                try change(path)
                let part = try await client.download(.content(id: "1"), toPart: path)
                #expect(part.sha256 == hexadecimal(SHA256.hash(data: sampleMP4)))
                #expect(read(path) == sampleMP4)
                var value = [UInt8](repeating: 0, count: 8)
                #expect(getxattr(path, PartOrigin.attribute, &value, 0) < 0, "the note is gone")
                part.discard()
                return server.requests[0].headers["range"]
            }
        }
    }

    @Test func theNextProgramGoesOn() async throws {
        #expect(try await offset() == "bytes=\(Self.kept)-")
    }

    @Test func nothingIsTakenFromAnotherAddress() async throws {
        #expect(try await offset(of: "2") == nil)
    }

    @Test func whatIsNoVideoIsNotGoneOnWith() async throws {
        #expect(try await offset(Array("<html>an old page</html>".utf8)) == nil)
        #expect(try await offset([]) == nil)
    }

    /// Without a note, or with one from before a restart of the machine.
    @Test func onlyANoteOfThisBootCounts() async throws {
        #expect(try await offset { removexattr($0, PartOrigin.attribute) } == nil)
        #expect(
            try await offset { path in
                var value = [UInt8](repeating: 0, count: 2_000)
                let count = getxattr(path, PartOrigin.attribute, &value, value.count)
                try #require(count > 36)
                value[0] = value[0] == 0x30 ? 0x31 : 0x30
                setxattr(path, PartOrigin.attribute, value, count, 0)
            } == nil)
    }

    /// The server has another file by now.
    @Test func anotherTagStartsAnew() async throws {
        try await withTemporaryFolder { folder in
            let whole = RawStep.answer(
                200, bytes: sampleMP4, type: "video/mp4", headers: ["ETag: \"B2\""])
            try await withGateway({ _, _ in whole }) { client, server in
                let path = folder + "/a.part"
                let address = "\(server.origin)/v1/videos/1/content"
                // Other bytes of the same length, which must not be mixed with the new ones.
                var other = Array(sampleMP4.prefix(Self.kept))
                other[Self.kept - 1] ^= 0xff
                try await Self.leave(other, from: address, at: path)
                let part = try await client.download(.content(id: "1"), toPart: path)
                #expect(read(path) == sampleMP4)
                #expect(server.requests[0].headers["if-range"] == Self.tag)
                part.discard()
            }
        }
    }

    /// The address may hold a signature.
    @Test func theNoteHidesTheAddress() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a.part"
            try await Self.leave([0], from: "https://a.example/b.mp4?Signature=secret", at: path)
            var value = [UInt8](repeating: 0, count: 2_000)
            let count = getxattr(path, PartOrigin.attribute, &value, value.count)
            let text = String(decoding: value[..<max(count, 0)], as: UTF8.self)
            #expect(text.contains(Self.tag) && !text.contains("secret"))
            #expect(!text.contains("a.example"))
        }
    }
}
