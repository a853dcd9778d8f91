import CSampleVideos
import NIOCore

/// The video that every generation ends in, in one of two orientations.
struct SampleVideo: Sendable {
    let isLandscape: Bool

    private var file: sample_video {
        isLandscape ? sample_video_landscape() : sample_video_portrait()
    }

    /// Bytes of the whole file.
    var count: Int { Int(file.count) }

    /// A part of the file in memory of its own.
    func bytes(_ range: Range<Int>) -> ByteBuffer {
        let file = file
        let whole = UnsafeRawBufferPointer(start: file.bytes, count: Int(file.count))
        return ByteBuffer(bytes: UnsafeRawBufferPointer(rebasing: whole[range]))
    }
}
