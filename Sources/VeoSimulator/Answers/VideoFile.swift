import CSampleVideos
import FoundationEssentials
import NIOCore

/// The bytes of one video.
enum VideoFile: Sendable {
    /// Parts of memory that all downloads share, one behind the other.
    case shared([ByteBuffer])
    /// A video that was drawn for its job, mapped into memory.
    case drawn(Data)

    /// Bytes of the whole file.
    var count: Int {
        switch self {
        case .shared(let parts): parts.reduce(0) { $0 + $1.readableBytes }
        case .drawn(let data): data.count
        }
    }

    /// Sizes of the pieces in which files are sent, in bytes.
    private static let pieceSizes = 64 * 1024...1024 * 1024

    /// The largest piece in which it is sent, in bytes: what a download holds in memory if it has
    /// to be copied. A short file has several pieces too, so that something can go wrong between.
    var pieceSize: Int {
        switch self {
        case .shared: min(max(count / 16, Self.pieceSizes.lowerBound), Self.pieceSizes.upperBound)
        case .drawn: Self.pieceSizes.lowerBound
        }
    }

    /// A piece; nobody changes it.
    func bytes(_ range: Range<Int>) -> ByteBuffer {
        switch self {
        case .shared(let parts): Self.slice(parts, range)
        case .drawn(let data): ByteBuffer(bytes: data[range])
        }
    }

    /// A view of one part where the range lies in one, else a copy of its share of each.
    private static func slice(_ parts: [ByteBuffer], _ range: Range<Int>) -> ByteBuffer {
        var whole = ByteBuffer()
        var start = 0
        for part in parts {
            let overlap = range.clamped(to: start..<start + part.readableBytes)
            defer { start += part.readableBytes }
            guard !overlap.isEmpty,
                let view = part.getSlice(
                    at: part.readerIndex + overlap.lowerBound - start, length: overlap.count)
            else { continue }
            if overlap == range { return view }
            whole.writeImmutableBuffer(view)
        }
        return whole
    }
}

/// The two clips that are part of the program, in memory once.
struct VideoLibrary: Sendable {
    private let portrait: VideoFile
    private let landscape: VideoFile

    private static let clips = (
        portrait: bytes(of: sample_video_portrait()), landscape: bytes(of: sample_video_landscape())
    )

    /// - Parameter size: bytes to which each video is brought by padding; nil for what they are.
    init(size: Int?) {
        portrait = Self.file(Self.clips.portrait, size: size)
        landscape = Self.file(Self.clips.landscape, size: size)
    }

    func clip(isLandscape: Bool) -> VideoFile { isLandscape ? landscape : portrait }

    private static func bytes(of clip: sample_video) -> ByteBuffer {
        ByteBuffer(bytes: UnsafeRawBufferPointer(start: clip.bytes, count: Int(clip.count)))
    }

    private static func file(_ clip: ByteBuffer, size: Int?) -> VideoFile {
        guard let size, size > clip.readableBytes else { return .shared([clip]) }
        return .shared(padded(clip, to: size))
    }

    /// Padding of one mebibyte at a time: the same memory again and again.
    private static let zeros = ByteBuffer(repeating: 0, count: 1024 * 1024)

    /// Puts `free` boxes (ISO/IEC 14496-12) before `moov`, so that no offset in it changes.
    private static func padded(_ clip: ByteBuffer, to size: Int) -> [ByteBuffer] {
        let index = startOfIndex(in: clip)
        let end = clip.readableBytes - index
        guard let head = clip.getSlice(at: 0, length: index),
            let tail = clip.getSlice(at: index, length: end)
        else { return [clip] }
        var rest = size - clip.readableBytes
        guard rest >= 8 else { return [clip] }
        var box = ByteBuffer(integer: UInt32(clamping: rest))
        box.writeString("free")
        var parts = [head, box]
        rest -= 8
        while rest > 0 {
            let length = min(rest, zeros.readableBytes)
            parts.append(zeros.getSlice(at: 0, length: length) ?? ByteBuffer())
            rest -= length
        }
        return parts + [tail]
    }

    /// Where the box `moov` starts.
    private static func startOfIndex(in clip: ByteBuffer) -> Int {
        var place = 0
        while let size = clip.getInteger(at: place, as: UInt32.self), size >= 8,
            let type = clip.getString(at: place + 4, length: 4), type != "moov"
        {
            place += Int(size)
        }
        return place
    }
}
