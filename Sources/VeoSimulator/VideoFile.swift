import CSampleVideos
import FoundationEssentials
import NIOCore

/// The bytes of one video.
enum VideoFile: Sendable {
    /// The clip that is part of the program, in one of two orientations.
    case sample(isLandscape: Bool)
    /// A video that was drawn for its job, mapped into memory.
    case drawn(Data)

    /// Bytes of the whole file.
    var count: Int {
        switch self {
        case .sample(let isLandscape): Int(Self.clip(isLandscape).count)
        case .drawn(let data): data.count
        }
    }

    /// A part of the file in memory of its own.
    func bytes(_ range: Range<Int>) -> ByteBuffer {
        switch self {
        case .sample(let isLandscape):
            let clip = Self.clip(isLandscape)
            let whole = UnsafeRawBufferPointer(start: clip.bytes, count: Int(clip.count))
            return ByteBuffer(bytes: UnsafeRawBufferPointer(rebasing: whole[range]))
        case .drawn(let data):
            return ByteBuffer(bytes: data[range])
        }
    }

    private static func clip(_ isLandscape: Bool) -> sample_video {
        isLandscape ? sample_video_landscape() : sample_video_portrait()
    }
}
