import ArgumentParser
import VeoSession
import VeoSimulator

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Run the simulated gateway on loopback until Ctrl-C.",
        discussion: """
            The first line on standard output, once it answers, is 'listening on URL'. Any key \
            that starts with 'sk-' is accepted.
            """)

    @Option(
        help: ArgumentHelp(
            "The address to listen on; anyone who reaches it can use the simulator.",
            valueName: "ADDRESS"))
    var host = "127.0.0.1"

    @Option(help: "The port; 0 picks a free one.")
    var port = 0

    @Option(help: "Divide every simulated time by this.")
    var speed: Double = 60

    @Option(help: "The same seed gives the same run.")
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp(
            "Draw each job's prompt into its video, with ffmpeg: on, off, or auto.",
            valueName: "WHEN"))
    var pictures = PictureChoice.auto

    @Option(
        help: ArgumentHelp(
            "Which gateway: \(SimulatorProfile.names).", valueName: "NAME"))
    var profile = SimulatorProfile.recorded

    @Option(
        help: ArgumentHelp(
            "Pad each video to so many MiB, to rehearse long downloads.", valueName: "MIB"))
    var videoSize: Int?

    @Option(
        name: .customLong("fault"), parsing: .singleValue,
        help: ArgumentHelp(
            "A fault to show: STEP:KIND[=ARG][CONDITIONS], such as 'status:status=404~2%'.",
            valueName: "RULE"))
    var faults: [String] = []

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port takes a number from 0 to 65535.")
        }
        guard videoSize.map({ (1...1024).contains($0) }) ?? true else {
            throw ValidationError("--video-size takes a number of MiB from 1 to 1024.")
        }
        guard !host.isEmpty else { throw ValidationError("--host takes an address.") }
        guard speed.isFinite, (0.001...100_000).contains(speed) else {
            throw ValidationError("--speed takes a number from 0.001 to 100000.")
        }
    }

    func run() async throws {
        var configuration = SimulatorConfiguration()
        configuration.host = host
        configuration.port = port
        configuration.videoSize = videoSize.map { $0 * 1024 * 1024 }
        configuration.speed = speed
        configuration.seed = seed
        configuration.profile = profile
        configuration.faults = try faults.map(Live.faultRule)
        configuration.pictures = try pictures.tool(Live.environment)
        Simulator.raiseOpenFileLimit()
        if !Self.isLoopback(host) {
            StandardStream.error.write(
                "warning: the simulator listens on \(host): anyone who reaches this machine can "
                    + "use it\n")
        }
        let work = InterruptibleWork()
        let ready = configuration
        try await Interruption.handling { interruption, end in
            end()
            await work.end(interruption)
        } _: { _ in
            do {
                try await work.run {
                    try await Simulator.with(ready) { simulator in
                        StandardStream.output.write("listening on \(simulator.baseURL)\n")
                        if ["127.0.0.1", "localhost", "0.0.0.0"].contains(host) {
                            StandardStream.error.write(
                                "veo: http://127.0.0.1:\(simulator.port)/ shows what happens\n")
                        }
                        try await Task.sleep(for: .seconds(Int64.max / 4))
                    }
                }
            } catch is CancellationError {
                throw ProgramEnd(exitCode: (await work.received ?? .interrupt).exitCode)
            }
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.wholeMatch(of: /127(\.\d{1,3}){3}/) != nil
    }
}

extension SimulatorProfile: ExpressibleByArgument {
    /// All of them, for help.
    static let names = allCases.map(\.rawValue).joined(separator: ", ")
}
