/// PNG (ISO/IEC 15948): chunks of a length, a type, data and a checksum.
enum PNGHeader {
    static func read(_ bytes: [UInt8]) throws(ImageHeader.Damage) -> ImageHeader {
        let file = ImageBytes(bytes: bytes)
        var header: ImageHeader?
        var hasData = false
        var index = 8
        while true {
            let length = try file.big(index, 4)
            let data = index + 8
            guard length <= bytes.count - min(data, bytes.count), data + length + 4 <= bytes.count
            else { throw .ends }
            let type = Array(bytes[index + 4..<data])
            // The small letter of a type says that the picture can do without the chunk.
            let isNeeded = type[0] & 0x20 == 0
            if isNeeded {
                let sum = CRC32.of(bytes[index + 4..<data + length])
                guard try file.big(data + length, 4) == Int(sum) else {
                    throw .init("one of its chunks is damaged: the checksum is another")
                }
            }
            switch String(decoding: type, as: UTF8.self) {
            case "IHDR":
                guard length == 13, index == 8 else { throw .init("its header is damaged") }
                header = ImageHeader(
                    width: try file.big(data, 4), height: try file.big(data + 4, 4))
            case "IDAT": hasData = hasData || length > 0
            case "acTL": header?.isAnimated = true
            case "eXIf": header?.orientation = ExifOrientation.read(bytes, data..<data + length)
            case "IEND":
                guard let header, hasData else { throw .init("there is no picture in it") }
                return header
            default:
                guard header != nil else {
                    throw .init("its header is not the first of its chunks")
                }
            }
            index = data + length + 4
        }
    }
}

/// The checksum of PNG: CRC-32 as ISO 3309 has it.
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { number in
        (0..<8).reduce(UInt32(number)) { value, _ in
            value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
        }
    }

    static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes { sum = table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ (sum >> 8) }
        return sum ^ 0xFFFF_FFFF
    }
}
