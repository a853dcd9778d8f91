package import VeoLanguage

/// How a run ended, as the number that its caller sees.
package enum ExitStatus: Int32, Sendable, Hashable {
    case ok = 0
    /// The command line is wrong.
    case usage = 1
    /// The script has errors, the key is missing, or a choice is needed; nothing was sent.
    case script = 2
    /// The API or the network failed, refused, or left an outcome unknown.
    case gateway = 3
    /// An expectation of the script did not hold.
    case expectation = 4
    /// The gateway said that a generation failed.
    case generation = 5
    case budget = 6
    /// This machine: disk full, not writable, history damaged.
    case machine = 7
    /// A `wait` ran out of time.
    case waitTimeout = 8
    /// Ended by SIGHUP.
    case hangup = 129
    /// Ended by SIGINT.
    case interrupted = 130
    /// Ended by SIGTERM.
    case terminated = 143
}

/// Why a statement could not do its work. The interpreter adds the place in the script.
package struct RunFailure: Error, Sendable {
    package var message: String
    /// Beside the carets.
    package var label: String
    package var help: [String]
    package var exitCode: ExitStatus

    package init(
        _ message: String, label: String = "", help: [String] = [], exitCode: ExitStatus
    ) {
        self.message = message
        self.label = label
        self.help = help
        self.exitCode = exitCode
    }

    /// A value of a script that means nothing.
    package init(_ error: ValueError) {
        self.init(error.message, label: error.label, help: [error.help], exitCode: .script)
    }
}
