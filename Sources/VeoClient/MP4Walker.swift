/// Walks over the top-level boxes of an MP4 file (ISO/IEC 14496-12) while its bytes come by, and
/// tells whether the file is whole. It holds sixteen bytes, never the content.
///
/// The files of this API carry `moov`, without which nothing plays, as their last box: a cut file
/// has none.
struct MP4Walker: Sendable, Hashable {
    enum Verdict: Sendable, Hashable {
        case whole
        /// The bytes are something else; the words say what.
        case notMP4(String)
        /// The file ends too early; the words say where.
        case truncated(String)
    }

    private var header: [UInt8] = []
    /// The bytes of the current box still to come; nil for a box that reaches to the end.
    private var remaining: UInt64? = 0
    private var boxCount = 0
    private var hasMovie = false
    private var currentBox: [UInt8] = []
    /// Set once the bytes are surely no MP4.
    private(set) var rejection: String?

    init() {}

    /// Takes the next bytes of the file.
    mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        while offset < bytes.count, rejection == nil {
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

    /// What the file is when no more bytes come.
    var verdict: Verdict {
        if let rejection { return .notMP4(rejection) }
        guard boxCount > 0 else {
            return header.isEmpty ? .truncated("it is empty") : .notMP4(Self.guess(header))
        }
        if !header.isEmpty { return .truncated("it ends within the head of a box") }
        if let remaining, remaining > 0 {
            return .truncated("\(remaining) bytes of its box '\(currentBoxName)' are missing")
        }
        return hasMovie ? .whole : .truncated("its index (the box 'moov') is missing")
    }

    private mutating func readHeader() {
        let size32 = header[..<4].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let type = header[4..<8]
        if header.count == 8 {
            if boxCount == 0, !type.elementsEqual("ftyp".utf8) {
                rejection = Self.guess(header)
                return
            }
            // Size 1 announces a 64-bit size behind the type.
            if size32 == 1 { return }
        }
        let length =
            header.count == 16
            ? header[8...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } : size32
        currentBox = Array(type)
        if size32 == 0 {
            // Only the last box of a file may reach to its end.
            remaining = nil
        } else if length < UInt64(header.count) {
            rejection = "a box of it has an impossible size"
            return
        } else {
            remaining = length - UInt64(header.count)
        }
        boxCount += 1
        if type.elementsEqual("moov".utf8) { hasMovie = true }
        header.removeAll(keepingCapacity: true)
    }

    private var currentBoxName: String {
        TextFilter.visible(String(decoding: currentBox, as: UTF8.self))
    }

    /// What the first bytes look like.
    private static func guess(_ bytes: [UInt8]) -> String {
        switch bytes.first(where: { $0 > 0x20 }) {
        case UInt8(ascii: "<"): "it is a web page"
        case UInt8(ascii: "{"), UInt8(ascii: "["): "it is JSON"
        default: "it does not begin like an MP4 file"
        }
    }
}
