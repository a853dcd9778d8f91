import Glibc

/// Where the program keeps its files, by the XDG base directory rules.
struct FileLocations: Sendable {
    /// The start-up script.
    let initFile: String
    let history: String
    /// The lines typed at the prompt.
    let lines: String

    init(_ environment: [String: String]) {
        // A relative XDG path is to be ignored (XDG Base Directory Specification).
        func folder(_ variable: String, _ fallback: String) -> String {
            if let value = environment[variable], value.hasPrefix("/") { return value + "/veo" }
            return (environment["HOME"] ?? ".") + fallback + "/veo"
        }
        initFile = folder("XDG_CONFIG_HOME", "/.config") + "/init.veo"
        let state = folder("XDG_STATE_HOME", "/.local/state")
        history = state + "/history.sqlite"
        lines = state + "/lines"
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
