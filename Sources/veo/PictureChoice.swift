import ArgumentParser
import VeoSession
import VeoSimulator

/// Whether the simulator draws a video of its own for each job.
enum PictureChoice: String, ExpressibleByArgument, CaseIterable {
    case on, off
    /// Where ffmpeg is on the `PATH`.
    case auto

    /// What draws the videos; nil serves the clips.
    func tool(_ environment: [String: String]) throws(RunFailure) -> PictureTool? {
        switch self {
        case .off: return nil
        case .auto: return PictureTool(environment: environment)
        case .on:
            if let tool = PictureTool(environment: environment) { return tool }
            throw RunFailure(
                "--pictures on needs ffmpeg, and there is none on the PATH",
                help: ["install ffmpeg, or leave the option out: then the clips are served"],
                exitCode: .usage)
        }
    }
}
