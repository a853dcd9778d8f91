import Testing

@testable import veo

@Suite struct PictureChoiceTests {
    /// Whoever asks for pictures is told when there can be none; nobody else needs ffmpeg.
    @Test func onNeedsFFmpegAndAutoDoesNot() throws {
        #expect(throws: (any Error).self) { try PictureChoice.on.tool(["PATH": "/nonexistent"]) }
        let auto = try PictureChoice.auto.tool(["PATH": "/nonexistent"])
        let off = try PictureChoice.off.tool(["PATH": "/usr/bin:/bin"])
        #expect(auto == nil && off == nil)
    }
}
