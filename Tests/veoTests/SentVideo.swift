import NIOCore

@testable import VeoSimulator

extension Simulator {
    /// The bytes of the video that is sent for a job, if the simulator draws and pads none.
    func video(of job: VeoSimulator.Job) -> [UInt8] {
        let video = VideoLibrary(size: nil).clip(named: job.files[0], isLandscape: job.isLandscape)
        return Array(buffer: video.bytes(0..<video.count))
    }

    /// All jobs that it made and still knows, the newest first.
    func jobs() async -> [VeoSimulator.Job] { await gateway.table.newest(.max) }
}
