import HTTPTypes
import NIOCore

/// What `?variant=` of the content route asks for (openai-openapi: `VideoContentVariant`).
enum ContentVariant: String, CaseIterable, Sendable {
    case video, thumbnail, spritesheet
}

/// A picture of one colour as lossless WebP, the smallest file of any size (RFC 9649).
enum StillPicture {
    /// - Parameters:
    ///   - width: from 1 to 16,384, as the height.
    static func webp(width: Int, height: Int, red: UInt8, green: UInt8, blue: UInt8) -> ByteBuffer {
        var bits = BitWriter()
        bits.write(0x2F, 8)
        bits.write(UInt32(width - 1), 14)
        bits.write(UInt32(height - 1), 14)
        // No alpha, version 0, no transform, no colour cache, no meta prefix codes.
        bits.write(0, 1 + 3 + 1 + 1 + 1)
        // Five prefix codes of one symbol each: such a code costs no bits, so the pixels are free.
        for symbol in [green, red, blue, 255, 0] {
            bits.write(1, 1)
            bits.write(0, 1)
            bits.write(1, 1)
            bits.write(UInt32(symbol), 8)
        }
        var data = bits.bytes
        let length = data.count
        if length % 2 == 1 { data.append(0) }
        var file = ByteBuffer(string: "RIFF")
        file.writeInteger(UInt32(4 + 8 + data.count), endianness: .little)
        file.writeString("WEBPVP8L")
        file.writeInteger(UInt32(length), endianness: .little)
        file.writeBytes(data)
        return file
    }

    /// Writes bits into bytes, the lowest first.
    private struct BitWriter {
        private(set) var bytes: [UInt8] = []
        private var count = 0

        mutating func write(_ value: UInt32, _ width: Int) {
            for bit in 0..<width {
                if count % 8 == 0 { bytes.append(0) }
                if value >> UInt32(bit) & 1 == 1 { bytes[count / 8] |= 1 << UInt8(count % 8) }
                count += 1
            }
        }
    }
}

extension Answer {
    /// Pictures of a spritesheet, side by side: one a second.
    private static let sprites = 8

    /// The thumbnail or the spritesheet of a job: a colour of its own.
    init(picture variant: ContentVariant, of job: Job) {
        let colour = SeededGenerator.hash(model: job.model.rawValue, prompt: job.uuid)
        let width = job.width * (variant == .spritesheet ? Self.sprites : 1)
        let picture = StillPicture.webp(
            width: width, height: job.height, red: UInt8(truncatingIfNeeded: colour),
            green: UInt8(truncatingIfNeeded: colour >> 8),
            blue: UInt8(truncatingIfNeeded: colour >> 16))
        status = 200
        headers = [.contentType: "image/webp"]
        pieces = [Piece(length: picture.readableBytes) { picture }]
    }
}
