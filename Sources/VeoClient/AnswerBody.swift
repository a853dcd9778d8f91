import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// An answer in a form that is not read, such as brotli.
struct UnreadableCoding: Error {
    let name: String
}

/// The bytes of an answer as they were meant. Nobody asks for compression, but some gateways and
/// what stands before them send it, with or without a word: the bytes decide. Gzip and deflate are
/// unpacked in steps, so that a small answer that unpacks to a huge one takes no memory.
struct AnswerBody {
    /// How many bytes tell what they are.
    private static let signByteCount = 2

    private var pieces: HTTPClientResponse.Body.AsyncIterator
    private let origin: Origin?
    /// What `Content-Encoding` names, `identity` apart (RFC 9110 section 8.4).
    private let codings: [String]
    private var inflater: PackedLayers?
    /// What came and is not handed out yet.
    private var pending = ByteBuffer()
    private var isDecided = false

    init(_ answer: OpenAnswer) {
        pieces = answer.body.makeAsyncIterator()
        origin = answer.origin
        codings = Self.codings(answer.headers)
    }

    /// The bytes as they come, whatever they are.
    init(asItIs answer: OpenAnswer) {
        self.init(answer)
        isDecided = true
    }

    /// Whether it came packed, as far as its first bytes are known: then neither its length nor
    /// any range of it is that of the file.
    var isPacked: Bool { inflater != nil }

    static func codings(_ headers: HTTPHeaders) -> [String] {
        headers["Content-Encoding"].flatMap { $0.split(separator: ",") }
            .map { $0.trimmedBlanks.lowercased() }.filter { $0 != "identity" && !$0.isEmpty }
    }

    /// The next bytes; nil at the end. One that comes when packed bytes end early is no error here:
    /// what was read of it may be all that matters.
    mutating func next() async throws -> ByteBuffer? {
        if !isDecided { try await decide() }
        guard let inflater else {
            guard pending.readableBytes > 0 else { return try await received() }
            defer { pending = ByteBuffer() }
            return pending
        }
        while true {
            if let output = try inflater.step(&pending) { return output }
            guard let piece = try await received() else { return nil }
            pending = piece
        }
    }

    private mutating func received() async throws -> ByteBuffer? {
        // The iterator is handed over and back, for it is no part of a closure.
        var pieces = pieces
        defer { self.pieces = pieces }
        return try await naming(origin) { try await pieces.next() }
    }

    private mutating func decide() async throws {
        while pending.readableBytes < Self.signByteCount {
            // What begins like no gzip is handed on at once: a stream of events waits for nobody.
            if codings.isEmpty, pending.readableBytes == 1, pending.readableBytesView.first != 0x1f
            {
                break
            }
            guard var piece = try await received() else { break }
            pending.writeBuffer(&piece)
        }
        isDecided = true
        guard pending.readableBytes > 0 else { return }
        inflater = try Self.inflater(for: Array(pending.readableBytesView.prefix(8)), codings)
    }

    /// What unpacks bytes that begin so; nil for those that are what they should be, whatever the
    /// header says of them.
    private static func inflater(
        for bytes: [UInt8], _ codings: [String]
    ) throws -> PackedLayers? {
        if bytes.starts(with: [0x1f, 0x8b]) {
            // Packed twice, it is unpacked twice; more often, or otherwise, nobody does it.
            guard codings.count <= 1 || codings.count == 2 && codings.allSatisfy(isGzip) else {
                throw UnreadableCoding(name: codings.joined(separator: ", "))
            }
            return PackedLayers(Array(repeating: .wrapped, count: max(codings.count, 1)))
        }
        guard let coding = codings.first, !looksPlain(bytes) else { return nil }
        guard codings == ["deflate"] else {
            // Gzip that is none is what the rest of the client makes of it.
            if codings == ["gzip"] || codings == ["x-gzip"] { return nil }
            throw UnreadableCoding(
                name: codings.count > 1 ? codings.joined(separator: ", ") : coding)
        }
        let isZlib =
            bytes.count > 1 && bytes[0] & 0x0f == 8
            && (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0
        return PackedLayers([isZlib ? .wrapped : .bare])
    }

    private static func isGzip(_ coding: String) -> Bool {
        coding == "gzip" || coding == "x-gzip"
    }

    /// Whether bytes begin like JSON, a page, a stream of events or a video.
    private static func looksPlain(_ bytes: [UInt8]) -> Bool {
        if bytes.count >= 8, MP4Walker.isBox(Array(bytes[4..<8])) { return true }
        if bytes.starts(with: Array("data:".utf8)) || bytes.starts(with: Array(": ".utf8)) {
            return true
        }
        let first = bytes.first { $0 > 0x20 && $0 != 0xef && $0 != 0xbb && $0 != 0xbf }
        return first.map { "{[<".utf8.contains($0) } ?? true
    }
}
