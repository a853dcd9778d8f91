import Synchronization

/// A video that stands in an answer itself, as Base64 or as a `data:` address.
enum InlineVideo {
    /// How much of a string tells whether it is a video, in bytes.
    static let headByteCount = 160

    /// Whether a string begins like one.
    static func begins(_ text: String) -> Bool {
        start(in: Array(text.utf8.prefix(headByteCount))) != nil
    }

    /// Where its Base64 text starts, by the first bytes of a string; nil when it is no video.
    static func start(in head: [UInt8]) -> Int? {
        guard head.starts(with: "data:".utf8) else {
            return isMP4(head[...]) ? head.startIndex : nil
        }
        guard let comma = head.firstIndex(of: UInt8(ascii: ",")) else { return nil }
        let type = String(decoding: head[..<comma], as: UTF8.self).lowercased()
        guard type.hasSuffix(";base64") else { return nil }
        return type.hasPrefix("data:video/") || isMP4(head[(comma + 1)...]) ? comma + 1 : nil
    }

    /// Pictures in the same boxes as MP4 files.
    private static let pictures = ["heic", "heix", "heim", "mif1", "msf1", "avif", "avis"]

    private static func isMP4(_ text: ArraySlice<UInt8>) -> Bool {
        var decoder = Base64Decoder()
        let bytes = decoder.feed(text.prefix(24))
        guard bytes.count >= 12, bytes[4..<8].elementsEqual("ftyp".utf8) else { return false }
        return !pictures.contains(String(decoding: bytes[8..<12], as: UTF8.self))
    }
}

/// Decodes Base64 (RFC 4648, either alphabet) that comes in pieces. What is no digit is passed over.
struct Base64Decoder {
    private var bits: UInt32 = 0
    private var digits = 0
    private var hasEnded = false

    mutating func feed(_ text: some Sequence<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        for byte in text where !hasEnded {
            guard let value = Self.value(of: byte) else {
                hasEnded = byte == UInt8(ascii: "=")
                if hasEnded { bytes += rest }
                continue
            }
            bits = bits << 6 | value
            digits += 1
            guard digits == 4 else { continue }
            for shift: UInt32 in [16, 8, 0] {
                bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
            }
            (bits, digits) = (0, 0)
        }
        return bytes
    }

    /// The bytes of the last digits, where no `=` came.
    mutating func finish() -> [UInt8] {
        defer { hasEnded = true }
        return hasEnded ? [] : rest
    }

    private var rest: [UInt8] {
        switch digits {
        case 2: [UInt8(truncatingIfNeeded: bits >> 4)]
        case 3: [UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2)]
        default: []
        }
    }

    private static func value(of byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}

/// Reads a JSON answer in which a video may stand, in whatever pieces it comes: the bytes of the
/// first video go out decoded, and what is kept is the answer with its long strings cut.
struct InlineVideoReader {
    /// How much of one string is kept, in bytes: the longest prompt fits.
    static let stringByteLimit = 64 * 1024

    /// The answer without the rest of its long strings.
    private(set) var document: [UInt8] = []
    /// True once a video began.
    private(set) var hasVideo = false

    private enum Place {
        case outside
        /// In a string of which so few bytes came that it may be a video.
        case head
        case text
        case video
    }

    private var place = Place.outside
    private var isEscaped = false
    private var head: [UInt8] = []
    private var stringByteCount = 0
    private var decoder = Base64Decoder()

    /// Takes the next bytes; returns those of the video.
    mutating func feed(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var video: [UInt8] = []
        var digits: [UInt8] = []
        for byte in bytes {
            if place == .outside {
                document.append(byte)
                if byte == UInt8(ascii: "\"") { beginString() }
                continue
            }
            if !isEscaped, byte == UInt8(ascii: "\"") {
                if place == .head { video += judge() }
                if place == .video {
                    video += decoder.feed(digits) + decoder.finish()
                    digits.removeAll()
                }
                place = .outside
                document.append(byte)
                continue
            }
            stringByteCount += 1
            let wasEscaped = isEscaped
            isEscaped = !wasEscaped && byte == UInt8(ascii: "\\")
            // An escape is kept whole or not at all: half of one would change what follows it.
            if place != .video, stringByteCount + (isEscaped ? 1 : 0) <= Self.stringByteLimit {
                document.append(byte)
            }
            // Of the escapes, only that of the slash is a digit.
            let isDigit = !isEscaped && (!wasEscaped || byte == UInt8(ascii: "/"))
            switch place {
            case .head:
                if isDigit { head.append(byte) }
                if head.count == InlineVideo.headByteCount { video += judge() }
            case .video: if isDigit { digits.append(byte) }
            case .outside, .text: break
            }
        }
        return video + decoder.feed(digits)
    }

    /// Takes the end: a video whose string was not closed ends here.
    mutating func finish() -> [UInt8] {
        guard place == .video else { return [] }
        place = .outside
        return decoder.finish()
    }

    private mutating func beginString() {
        place = hasVideo ? .text : .head
        isEscaped = false
        stringByteCount = 0
        head.removeAll()
    }

    /// Tells by its first bytes what a string is; returns what they decode to.
    private mutating func judge() -> [UInt8] {
        guard let start = InlineVideo.start(in: head) else {
            place = .text
            return []
        }
        place = .video
        hasVideo = true
        decoder = Base64Decoder()
        return decoder.feed(head[start...])
    }
}

/// Tells one task what another one has met in an answer: a video.
final class InlineVideoSign: Sendable {
    private let isSet = Atomic<Bool>(false)

    var isSeen: Bool { isSet.load(ordering: .relaxed) }

    func see() { isSet.store(true, ordering: .relaxed) }
}
