import Glibc
import VeoSession

/// Where the program keeps its files, by the XDG base directory rules.
struct FileLocations: Sendable {
    /// The start-up script; `nil` where no folder is the user's.
    let initFile: String?
    /// The lines typed at the prompt; `nil` where no folder is the user's.
    let lines: String?
    private let state: String?

    init(_ environment: [String: String]) {
        let home = HomeFolder.path(environment)
        // A relative XDG path is to be ignored (XDG Base Directory Specification).
        func folder(_ variable: String, _ fallback: String) -> String? {
            if let value = environment[variable], value.hasPrefix("/") { return value + "/veo" }
            return home.map { $0 + fallback + "/veo" }
        }
        initFile = folder("XDG_CONFIG_HOME", "/.config").map { $0 + "/init.veo" }
        state = folder("XDG_STATE_HOME", "/.local/state")
        lines = state.map { $0 + "/lines" }
    }

    /// The history of all runs.
    func history() throws(RunFailure) -> String {
        guard let state else {
            throw RunFailure(
                "there is no folder for the history: HOME is not set, and the user database "
                    + "knows no home of this user",
                help: [
                    "HOME or XDG_STATE_HOME names one, `--history FILE` a file; "
                        + "`--history none` keeps none"
                ], exitCode: .machine)
        }
        return state + "/history.sqlite"
    }
}

/// What the terminal is.
enum Terminal {
    /// A shell needs a keyboard and a screen.
    static var isInteractive: Bool { isatty(0) == 1 && isatty(1) == 1 }

    static var isDumb: Bool { Live.environment["TERM"].map { $0 == "dumb" } ?? true }

    /// Columns and rows; 80 by 24 where no terminal says.
    static var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }
}
