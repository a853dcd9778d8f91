/// WebP (RFC 9649): chunks of a type, a length and data in a RIFF file.
enum WebPHeader {
    static func read(_ bytes: [UInt8]) throws(ImageHeader.Damage) -> ImageHeader {
        let file = ImageBytes(bytes: bytes)
        let end = try file.little(4, 4) + 8
        guard end <= bytes.count else { throw .ends }
        var canvas: ImageHeader?
        var picture: ImageHeader?
        var isAnimated = false
        var orientation = 1
        var index = 12
        while index + 8 <= end {
            let length = try file.little(index + 4, 4)
            let data = index + 8
            guard data + length <= end else { throw .ends }
            if file.holds("VP8X", at: index) {
                canvas = ImageHeader(
                    width: try file.little(data + 4, 3) + 1,
                    height: try file.little(data + 7, 3) + 1)
            } else if file.holds("VP8 ", at: index) {
                picture = try lossy(file, data)
            } else if file.holds("VP8L", at: index) {
                picture = try lossless(file, data)
            } else if file.holds("ANMF", at: index) {
                isAnimated = true
            } else if file.holds("EXIF", at: index) {
                // Some programs write what starts a segment of JPEG, too.
                let start = file.holds("Exif\0\0", at: data) ? data + 6 : data
                orientation = ExifOrientation.read(bytes, min(start, data + length)..<data + length)
            }
            index = data + length + length % 2
        }
        guard var header = canvas ?? picture, picture != nil || isAnimated else {
            throw .init("there is no picture in it")
        }
        header.isAnimated = isAnimated
        header.orientation = orientation
        return header
    }

    /// The frame header of VP8 (RFC 6386): 14 bits for each side.
    private static func lossy(
        _ file: ImageBytes, _ data: Int
    ) throws(ImageHeader.Damage) -> ImageHeader {
        guard try file.big(data + 3, 3) == 0x9D012A else { throw .init("its picture is damaged") }
        return ImageHeader(
            width: try file.little(data + 6, 2) & 0x3FFF,
            height: try file.little(data + 8, 2) & 0x3FFF)
    }

    private static func lossless(
        _ file: ImageBytes, _ data: Int
    ) throws(ImageHeader.Damage) -> ImageHeader {
        guard try file.byte(data) == 0x2F else { throw .init("its picture is damaged") }
        let sides = try file.little(data + 1, 4)
        return ImageHeader(width: sides & 0x3FFF + 1, height: sides >> 14 & 0x3FFF + 1)
    }
}
