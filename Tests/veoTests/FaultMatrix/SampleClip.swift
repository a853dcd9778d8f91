import NIOCore

@testable import VeoSimulator

/// What the simulator sends as a video.
enum SampleClip {
    static let portrait: [UInt8] = {
        let video = VideoLibrary(size: nil).clip(isLandscape: false)
        return Array(buffer: video.bytes(0..<video.count))
    }()
}
