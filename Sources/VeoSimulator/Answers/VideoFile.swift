import CSampleVideos
import FoundationEssentials
import NIOCore

/// The bytes of one video.
///
/// As with the real gateway, no two videos have the same bytes, whatever they show, and neither
/// have their two ends: the name of the video changes the number of the version in `ftyp`, which
/// nothing depends on, and stands in a `free` box before `moov` (ISO/IEC 14496-12). So a video
/// that came to the wrong place can be seen, and one that was put together from two.
struct VideoFile: Sendable {
    /// What a video is made from.
    enum Part: Sendable {
        /// Memory that all downloads share.
        case shared(ByteBuffer)
        /// A video that was drawn for its job, mapped into memory, or a stretch of it.
        case drawn(Data)
    }

    /// One behind the other.
    private let parts: [Part]
    /// Bytes of the whole file.
    let count: Int
    /// The largest piece in which it is sent, in bytes: what a download holds in memory if it has
    /// to be copied. A short file has several pieces too, so that something can go wrong between.
    let pieceSize: Int

    /// Sizes of the pieces in which files are sent, in bytes.
    private static let pieceSizes = 64 * 1024...1024 * 1024

    /// - Parameter size: bytes to which it is brought by padding; nil for what it is.
    init(named name: String, of content: Part, size: Int? = nil) {
        let brand = content.brand(for: name)
        let index = content.startOfIndex
        parts =
            [.shared(brand), content.slice(brand.readableBytes..<index)]
            + Self.box(with: name, size: (size ?? 0) - content.count)
            + [content.slice(index..<content.count)]
        count = parts.reduce(0) { $0 + $1.count }
        pieceSize =
            switch content {
            case .shared:
                min(max(count / 16, Self.pieceSizes.lowerBound), Self.pieceSizes.upperBound)
            case .drawn: Self.pieceSizes.lowerBound
            }
    }

    /// A file that is no video.
    init(bytes: ByteBuffer) {
        parts = [.shared(bytes)]
        count = bytes.readableBytes
        pieceSize = Self.pieceSizes.lowerBound
    }

    private init(parts: [Part], pieceSize: Int) {
        self.parts = parts
        count = parts.reduce(0) { $0 + $1.count }
        self.pieceSize = pieceSize
    }

    /// The file with bytes before and behind it.
    func between(_ before: ByteBuffer, _ after: ByteBuffer) -> VideoFile {
        VideoFile(
            parts: [.shared(before)] + parts + [.shared(after)], pieceSize: pieceSize)
    }

    var base64: ByteBuffer {
        ByteBuffer(string: Data(bytes(0..<count).readableBytesView).base64EncodedString())
    }

    /// Padding of one mebibyte at a time: the same memory again and again.
    private static let zeros = ByteBuffer(repeating: 0, count: 1024 * 1024)

    /// A `free` box of this size, or of the smallest that takes the name. It goes before `moov`:
    /// no offset in that changes, and it stays last.
    private static func box(with name: String, size: Int) -> [Part] {
        let size = max(size, 8 + name.utf8.count)
        var box = ByteBuffer(integer: UInt32(clamping: size))
        box.writeString("free" + name)
        let padding = size - box.readableBytes
        return [.shared(box)]
            + stride(from: 0, to: padding, by: zeros.readableBytes).map { start in
                let length = min(zeros.readableBytes, padding - start)
                return Part.shared(zeros).slice(0..<length)
            }
    }

    /// A piece; nobody changes it. A view of one part where the range lies in one, else a copy of
    /// its share of each.
    func bytes(_ range: Range<Int>) -> ByteBuffer {
        var whole = ByteBuffer()
        var start = 0
        for part in parts {
            let overlap = range.clamped(to: start..<start + part.count)
            defer { start += part.count }
            guard !overlap.isEmpty else { continue }
            let view = part.slice(overlap.lowerBound - start..<overlap.upperBound - start).bytes
            if overlap == range { return view }
            whole.writeImmutableBuffer(view)
        }
        return whole
    }
}

extension VideoFile.Part {
    var count: Int {
        switch self {
        case .shared(let buffer): buffer.readableBytes
        case .drawn(let data): data.count
        }
    }

    /// A view of a range that lies in it.
    func slice(_ range: Range<Int>) -> Self {
        switch self {
        case .shared(let buffer):
            .shared(
                buffer.getSlice(at: buffer.readerIndex + range.lowerBound, length: range.count)
                    ?? ByteBuffer())
        case .drawn(let data): .drawn(data.dropFirst(range.lowerBound).prefix(range.count))
        }
    }

    /// All of it; what is mapped is copied.
    var bytes: ByteBuffer {
        switch self {
        case .shared(let buffer): buffer
        case .drawn(let data): ByteBuffer(bytes: data)
        }
    }

    /// The length and the type of the box that starts there.
    private func box(at place: Int) -> (length: Int, type: String)? {
        guard place + 8 <= count else { return nil }
        var head = slice(place..<place + 8).bytes
        guard let length = head.readInteger(as: UInt32.self), length >= 8,
            let type = head.readString(length: 4)
        else { return nil }
        return (Int(length), type)
    }

    /// Where the box `moov` starts; the end if there is none.
    fileprivate var startOfIndex: Int {
        var place = 0
        while let (length, type) = box(at: place) {
            if type == "moov" { return place }
            place += length
        }
        return count
    }

    /// The start of the file up to the version, which follows from the name; nothing if it does
    /// not begin as such files do.
    fileprivate func brand(for name: String) -> ByteBuffer {
        let end = 16
        guard let (length, type) = box(at: 0), type == "ftyp", length >= end, count >= end else {
            return ByteBuffer()
        }
        var brand = slice(0..<end).bytes
        let version = SeededGenerator.hash(model: type, prompt: name)
        brand.setInteger(
            UInt32(truncatingIfNeeded: version), at: brand.writerIndex - MemoryLayout<UInt32>.size)
        return brand
    }
}

/// The two clips that are part of the program, in memory once.
struct VideoLibrary: Sendable {
    /// Bytes to which each video is brought by padding; nil for what they are.
    let size: Int?

    private static let clips = (
        portrait: bytes(of: sample_video_portrait()), landscape: bytes(of: sample_video_landscape())
    )

    /// The clip as the video of this name.
    func clip(named name: String, isLandscape: Bool) -> VideoFile {
        VideoFile(
            named: name, of: .shared(isLandscape ? Self.clips.landscape : Self.clips.portrait),
            size: size)
    }

    private static func bytes(of clip: sample_video) -> ByteBuffer {
        ByteBuffer(bytes: UnsafeRawBufferPointer(start: clip.bytes, count: Int(clip.count)))
    }
}
