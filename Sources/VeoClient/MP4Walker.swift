/// Walks over the top-level boxes of an MP4 or QuickTime file (ISO/IEC 14496-12) while its bytes come
/// by, and tells whether the file is whole. It holds sixteen bytes, never the content.
///
/// The files of this API carry `moov`, without which nothing plays, as their last box: a cut file
/// has none. A Matroska or WebM file is taken as it comes.
struct MP4Walker: Sendable {
    enum Verdict: Sendable, Hashable {
        case whole
        /// It may be a video, but its end is missing; the words say where.
        case truncated(String)
        /// It may be a video, but not one that can be checked; the words say why.
        case odd(String)
        /// The bytes are surely something else; the words say what.
        case notVideo(String)
    }

    /// What the bytes are taken for.
    private enum Kind {
        case unknown
        case boxes
        /// Matroska, of which WebM is a part (RFC 8794).
        case matroska
        case other
    }

    private var kind = Kind.unknown
    private var header: [UInt8] = []
    /// The bytes of the current box still to come; nil for one that reaches to the end.
    private var remaining: UInt64? = 0
    private var hasMovie = false
    private var currentBox: [UInt8] = []
    /// The bytes behind the last box that are none.
    private var tail: (count: UInt64, isZero: Bool)?
    /// Set once the bytes are surely no video.
    private(set) var rejection: String?

    init() {}

    /// Takes the next bytes of the file.
    mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        while offset < bytes.count, rejection == nil {
            if tail != nil {
                for byte in bytes[offset...] { count(tail: byte) }
                return
            }
            guard let left = remaining else { return }
            if left > 0 {
                let step = min(left, UInt64(bytes.count - offset))
                remaining = left - step
                offset += Int(step)
                continue
            }
            header.append(bytes[offset])
            offset += 1
            if header.count == 8 || header.count == 16 { readHeader() }
        }
    }

    private mutating func count(tail byte: UInt8) {
        let (count, isZero) = tail ?? (0, true)
        tail = (count &+ 1, isZero && byte == 0)
    }

    /// What the file is when no more bytes come.
    var verdict: Verdict {
        if let rejection { return .notVideo(rejection) }
        switch kind {
        case .matroska: return .whole
        case .other: return .odd("it does not begin like a video that is known here")
        case .unknown:
            if header.isEmpty { return .notVideo("it is empty") }
            return Self.text(header).map { .notVideo($0) }
                ?? .truncated("it has \(header.count) bytes")
        case .boxes: break
        }
        if let remaining, remaining > 0 {
            return .truncated("\(remaining) bytes of its box '\(currentBoxName)' are missing")
        }
        let isPadded = header.allSatisfy { $0 == 0 }
        if !isPadded { return .truncated("it ends within the head of a box") }
        guard hasMovie else { return .truncated("its index (the box 'moov') is missing") }
        if let tail, !tail.isZero {
            return .odd("the \(tail.count) bytes behind its last box are no part of it")
        }
        return .whole
    }

    private mutating func readHeader() {
        let size32 = header[..<4].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let type = Array(header[4..<8])
        if header.count == 8 {
            if kind == .unknown, !takeBeginning(type) { return }
            // Size 1 announces a 64-bit size behind the type.
            if size32 == 1, Self.mayBeBox(type) { return }
        }
        let length =
            header.count == 16
            ? header[8...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } : size32
        guard Self.mayBeBox(type), size32 == 0 || length >= UInt64(header.count) else {
            // Padding, or whatever a server has put behind the file.
            let bytes = header
            header = []
            for byte in bytes { count(tail: byte) }
            return
        }
        currentBox = type
        // Only the last box of a file may reach to its end.
        remaining = size32 == 0 ? nil : length - UInt64(header.count)
        if type == Array("moov".utf8) { hasMovie = true }
        header.removeAll(keepingCapacity: true)
    }

    /// Decides by the first eight bytes what the file is; false when it has no boxes.
    private mutating func takeBeginning(_ type: [UInt8]) -> Bool {
        if Self.isBox(type) {
            kind = .boxes
            return true
        }
        if let text = Self.text(header) {
            rejection = text
            return false
        }
        kind = header.starts(with: [0x1a, 0x45, 0xdf, 0xa3]) ? .matroska : .other
        header = []
        remaining = nil
        return false
    }

    private var currentBoxName: String {
        TextFilter.visible(String(decoding: currentBox, as: UTF8.self))
    }

    private static let boxes: Set<[UInt8]> = Set(
        [
            "ftyp", "styp", "moov", "mdat", "free", "skip", "wide", "pnot", "uuid", "moof", "sidx",
            "ssix", "emsg", "prft", "meta", "PICT", "junk", "pdin", "mfra",
        ].map { Array($0.utf8) })

    /// Whether a file may begin with a box of this type.
    static func isBox(_ type: [UInt8]) -> Bool { boxes.contains(type) }

    /// Whether four bytes may be the type of a box at all: letters, digits and blanks, or the sign
    /// of QuickTime.
    static func mayBeBox(_ type: [UInt8]) -> Bool {
        type.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x20, 0xa9: true
            default: false
            }
        }
    }

    /// What the first bytes are, when they are surely text.
    static func text(_ bytes: [UInt8]) -> String? {
        let bytes = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? Array(bytes.dropFirst(3)) : bytes
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || [9, 10, 13].contains($0) }) else {
            return nil
        }
        switch bytes.first(where: { $0 > 0x20 }) {
        case UInt8(ascii: "<"): return "it is a web page"
        case UInt8(ascii: "{"), UInt8(ascii: "["): return "it is JSON"
        default: return bytes.allSatisfy { $0 < 0x7f } ? "it is text" : nil
        }
    }
}
