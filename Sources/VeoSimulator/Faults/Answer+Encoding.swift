import HTTPTypes
import NIOCore

/// Bodies in the frames of gzip (RFC 1952) and zlib (RFC 1950), without being compressed: the
/// blocks of deflate may hold what they hold as it is (RFC 1951, 3.2.4).
extension Answer {
    /// Longest stored block of deflate, in bytes.
    private static let blockLimit = 65_535

    mutating func pack(_ encoding: FaultRule.Encoding) {
        headers[.contentEncoding] =
            switch encoding {
            case .gzip, .bomb: "gzip"
            case .deflate, .rawDeflate: "deflate"
            }
        headers[.acceptRanges] = nil
        if encoding == .bomb {
            pieces = Self.bomb
            return
        }
        var end = ByteBuffer(bytes: [1, 0, 0, 0xFF, 0xFF])
        switch encoding {
        case .gzip:
            end.writeInteger(Checksum.crc32(of: pieces), endianness: .little)
            end.writeInteger(UInt32(truncatingIfNeeded: length), endianness: .little)
        case .deflate: end.writeInteger(Checksum.adler32(of: pieces))
        case .rawDeflate, .bomb: break
        }
        let last = pieces.last?.time ?? .zero
        let start: [UInt8] =
            switch encoding {
            case .gzip: Self.gzipHead
            case .deflate: [0x78, 0x01]
            case .rawDeflate, .bomb: []
            }
        let tail = end
        pieces =
            [
                Piece(time: pieces.first?.time ?? .zero, length: start.count) {
                    ByteBuffer(bytes: start)
                }
            ]
            + pieces.map(Self.stored)
            + [Piece(time: last, length: tail.readableBytes) { tail }]
    }

    /// Deflate, no name, no time, an unknown system.
    private static let gzipHead: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]

    private static func stored(_ piece: Piece) -> Piece {
        let count = (piece.length + blockLimit - 1) / blockLimit
        return Piece(time: piece.time, length: piece.length + 5 * count) {
            var bytes = piece.bytes()
            var blocks = ByteBuffer()
            while let block = bytes.readSlice(length: min(bytes.readableBytes, blockLimit)),
                block.readableBytes > 0
            {
                let length = UInt16(block.readableBytes)
                blocks.writeInteger(UInt8(0))
                blocks.writeInteger(length, endianness: .little)
                blocks.writeInteger(~length, endianness: .little)
                blocks.writeImmutableBuffer(block)
            }
            return blocks
        }
    }

    /// A blank and its repetitions, 258 at a time, in the fixed code of RFC 1951, 3.2.6: 13 bits
    /// each, so that 13 bytes hold eight of them and come again and again.
    private static let bomb: [Piece] = {
        var bits = [1, 1, 0] + [0, 1, 0, 1, 0, 0, 0, 0]
        let head = bits.count
        for _ in 0..<24 { bits += [1, 1, 0, 0, 0, 1, 0, 1] + [0, 0, 0, 0, 0] }
        let bytes = stride(from: 0, to: bits.count - 7, by: 8).map { start in
            (0..<8).reduce(UInt8(0)) { $0 | UInt8(bits[start + $1]) << UInt8($1) }
        }
        let first = (head + 7) / 8
        let start = ByteBuffer(bytes: gzipHead + bytes[..<first])
        let pattern = Array(bytes[first..<first + 13])
        let run = ByteBuffer(bytes: (0..<8_192).flatMap { _ in pattern })
        let gigabyte = 1 << 30
        let count = gigabyte / (8_192 * 8 * 258) + 1
        return [Piece(length: start.readableBytes) { start }]
            + Array(repeating: Piece(length: run.readableBytes) { run }, count: count)
    }()
}

/// The sums at the end of a packed body.
private enum Checksum {
    /// Of RFC 1952, section 8.
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { sum, _ in
            sum & 1 == 1 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1
        }
    }

    static func crc32(of pieces: [Answer.Piece]) -> UInt32 {
        var sum = ~UInt32(0)
        for piece in pieces {
            for byte in piece.bytes().readableBytesView {
                sum = table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ (sum >> 8)
            }
        }
        return ~sum
    }

    /// Of RFC 1950, section 9.
    static func adler32(of pieces: [Answer.Piece]) -> UInt32 {
        var (low, high) = (UInt32(1), UInt32(0))
        for piece in pieces {
            for byte in piece.bytes().readableBytesView {
                low = (low + UInt32(byte)) % 65_521
                high = (high + low) % 65_521
            }
        }
        return high << 16 | low
    }
}
