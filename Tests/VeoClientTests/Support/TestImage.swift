@testable import VeoClient

/// Small images that are whole as far as their headers say.
enum TestImage {
    static func jpeg(
        width: Int = 720, height: Int = 1280, components: Int = 3, orientation: Int? = nil,
        data: [UInt8] = [1]
    ) -> [UInt8] {
        var bytes: [UInt8] = [0xFF, 0xD8]
        if let orientation {
            var exif = Array("Exif\0\0MM".utf8)
            exif += [0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0]
            exif += [UInt8(orientation), 0, 0]
            bytes += segment(0xE1, exif)
        }
        var (frame, scan): ([UInt8], [UInt8]) = ([8], [UInt8(components)])
        frame += big(height, 2)
        frame += big(width, 2)
        frame.append(UInt8(components))
        for number in 1...components {
            frame += [UInt8(number), 0x11, 0]
            scan += [UInt8(number), 0]
        }
        bytes += segment(0xC0, frame)
        bytes += segment(0xDA, scan + [0, 63, 0])
        bytes += data
        return bytes + [0xFF, 0xD9]
    }

    static func png(width: Int = 720, height: Int = 1280, extra: [UInt8] = []) -> [UInt8] {
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        bytes += chunk("IHDR", big(width, 4) + big(height, 4) + [8, 2, 0, 0, 0])
        bytes += extra
        bytes += chunk("IDAT", [1, 2, 3])
        return bytes + chunk("IEND", [])
    }

    static func webp(width: Int = 720, height: Int = 1280, isAnimated: Bool = false) -> [UInt8] {
        let sides = (width - 1) | (height - 1) << 14
        let picture = riff("VP8L", [0x2F] + little(sides, 4))
        var extent: [UInt8] = [2, 0, 0, 0]
        extent += little(width - 1, 3)
        extent += little(height - 1, 3)
        let canvas = riff("VP8X", extent)
        let body = isAnimated ? canvas + riff("ANMF", [0, 0]) : picture
        return riff("RIFF", Array("WEBP".utf8) + body)
    }

    static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let content = Array(type.utf8) + data
        return big(data.count, 4) + content + big(Int(CRC32.of(content[...])), 4)
    }

    static func big(_ value: Int, _ count: Int) -> [UInt8] { little(value, count).reversed() }

    static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func segment(_ marker: UInt8, _ data: [UInt8]) -> [UInt8] {
        [0xFF, marker] + big(data.count + 2, 2) + data
    }

    private static func riff(_ type: String, _ data: [UInt8]) -> [UInt8] {
        Array(type.utf8) + little(data.count, 4) + data + (data.count % 2 == 1 ? [0] : [])
    }
}
