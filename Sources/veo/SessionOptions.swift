import ArgumentParser
import VeoClient
import VeoSession

/// The options of the shell and of `veo run`.
struct SessionOptions: ParsableArguments {
    @Flag(help: "Run the built-in simulator as the gateway: no key, no network, no cost.")
    var simulator = false

    @Option(help: "Divide every simulated time by this (with --simulator).")
    var speed: Double = 60

    @Option(help: "The seed of the simulator: the same seed gives the same run.")
    var seed: UInt64 = 1

    @Option(
        name: .customLong("fault"), parsing: .singleValue,
        help: ArgumentHelp("A fault that the simulator shows.", valueName: "RULE"))
    var faults: [String] = []

    @Option(
        help: ArgumentHelp(
            "Whether the simulator draws each job's prompt into its video, with ffmpeg: on, off, "
                + "or auto.",
            valueName: "WHEN"))
    var pictures = PictureChoice.off

    @Option(
        name: .customLong("base-url"),
        help: ArgumentHelp("The gateway: an https URL that ends in /v1.", valueName: "URL"))
    var baseURL: String?

    @Option(
        name: .customLong("allow-http"), parsing: .singleValue,
        help: ArgumentHelp(
            "Allow plain http to this host: the key travels in clear.", valueName: "HOST"))
    var plainHTTPHosts: [String] = []

    @Flag(name: .customLong("no-init"), help: "Skip the start-up file init.veo.")
    var skipsInit = false

    @Option(
        help: ArgumentHelp("Where the history is kept, or 'none'.", valueName: "FILE"),
        transform: PathArgument.expanded)
    var history: String?

    @Flag(name: .customLong("plain"), help: "One line an event: no colours, no redraws.")
    var isPlain = false

    /// Whether nothing is drawn and nothing coloured: it was asked for, or a machine reads, as
    /// those of continuous integration say by `CI`, also where they show a terminal.
    var speaksPlainly: Bool {
        let ci = Live.environment["CI"] ?? ""
        return isPlain || !["", "0", "false"].contains(ci.lowercased())
    }

    /// What cannot be right in combination.
    func validate() throws {
        guard speed.isFinite, (0.001...100_000).contains(speed) else {
            throw ValidationError("--speed takes a number from 0.001 to 100000.")
        }
        if simulator && baseURL != nil {
            throw ValidationError("--simulator and --base-url exclude each other.")
        }
    }
}
