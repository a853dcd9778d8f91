/// JPEG (ITU T.81): segments that a marker begins, from the start of the image to its end.
enum JPEGHeader {
    static func read(_ bytes: [UInt8]) throws(ImageHeader.Damage) -> ImageHeader {
        let file = ImageBytes(bytes: bytes)
        var header: ImageHeader?
        var orientation = 1
        var hasScan = false
        var index = 2
        while true {
            guard try file.byte(index) == 0xFF else {
                throw .init("there is rubbish between its segments")
            }
            // Any number of 0xFF may stand before a marker.
            while try file.byte(index) == 0xFF { index += 1 }
            let marker = try file.byte(index)
            index += 1
            switch marker {
            case 0xD9:
                guard hasScan, var header else { throw .init("there is no picture in it") }
                header.orientation = orientation
                return header
            case 0x01, 0xD0...0xD7: continue
            case 0x00, 0xD8: throw .init("there is rubbish between its segments")
            default: break
            }
            let length = try file.big(index, 2)
            guard length >= 2 else { throw .init("one of its segments is damaged") }
            switch marker {
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                let height = try file.big(index + 3, 2)
                var frame = ImageHeader(width: try file.big(index + 5, 2), height: height)
                frame.isCMYK = try file.byte(index + 7) == 4
                header = frame
            case 0xE1 where file.holds("Exif\0\0", at: index + 2):
                orientation = ExifOrientation.read(
                    bytes, index + 8..<max(index + 8, index + length))
            case 0xDA:
                guard header != nil else { throw .init("there is no picture in it") }
                hasScan = true
            default: break
            }
            index += length
            if marker == 0xDA { index = try endOfScan(bytes, from: index) }
        }
    }

    /// Where the next marker stands behind coded data, in which a 0xFF is followed by 0 or by the
    /// number of a restart.
    private static func endOfScan(
        _ bytes: [UInt8], from start: Int
    ) throws(ImageHeader.Damage) -> Int {
        var index = start
        while index + 1 < bytes.count {
            if bytes[index] == 0xFF, bytes[index + 1] != 0,
                !(0xD0...0xD7).contains(bytes[index + 1])
            {
                return index
            }
            index += 1
        }
        throw .ends
    }
}

/// How an image is to be turned: the tag 0x0112 of Exif (JEITA CP-3451), in the first directory of
/// a TIFF file that stands inside of the image.
enum ExifOrientation {
    /// Entries of the directory that are looked at.
    private static let entryLimit = 1_000

    /// 1, "not at all", for everything that cannot be read.
    static func read(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
        let limits = range.clamped(to: 0..<bytes.count)
        let file = ImageBytes(bytes: Array(bytes[limits]))
        let isLittle = file.holds("II", at: 0)
        guard isLittle || file.holds("MM", at: 0) else { return 1 }
        func number(_ index: Int, _ count: Int) throws(ImageHeader.Damage) -> Int {
            isLittle ? try file.little(index, count) : try file.big(index, count)
        }
        do {
            let directory = try number(4, 4)
            for entry in 0..<min(try number(directory, 2), entryLimit) {
                let place = directory + 2 + entry * 12
                guard try number(place, 2) == 0x0112 else { continue }
                let value = try number(place + 8, 2)
                return (1...8).contains(value) ? value : 1
            }
        } catch {}
        return 1
    }
}
