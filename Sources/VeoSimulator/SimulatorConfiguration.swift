/// How a simulated gateway behaves.
package struct SimulatorConfiguration: Sendable {
    /// Which gateway is simulated.
    package var profile = SimulatorProfile.recorded
    /// The address to listen on. Anyone who reaches it can use the simulator.
    package var host = "127.0.0.1"
    /// The TCP port; 0 picks a free one.
    package var port = 0
    /// How long a body may take to arrive, in time of this machine. A connection on which nothing
    /// comes for a quarter more is closed.
    package var patience = Duration.seconds(60)
    /// Bytes to which each video is brought by padding; nil leaves the clips as they are.
    package var videoSize: Int?
    /// Every simulated time is divided by this; 1 is the pace of the real gateway.
    package var speed: Double = 60
    /// Ids, durations and progress follow from this number and from the order of the jobs.
    package var seed: UInt64 = 1
    /// The one key that is accepted; nil accepts every key that starts with "sk-".
    package var key: String?
    /// Simulated time of a generation; nil draws it from the recorded range (151–406 s) by model.
    package var generationTime: ClosedRange<Duration>?
    /// The account's money in quota units; 500,000 units are one US dollar.
    package var quota = 5_000_000_000
    /// What goes wrong, in order of precedence.
    package var faults: [FaultRule] = []
    /// What draws a video of its own for each job; nil serves the clips alone.
    package var pictures: PictureTool?

    package init() {}
}
