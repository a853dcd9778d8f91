/// Width and height of a video, in pixels.
struct PictureSize: Sendable, Equatable {
    let width: Int
    let height: Int

    var shorter: Int { min(width, height) }
}
