import Dispatch
import Glibc
import Subprocess
import SystemPackage

/// The program on a terminal of its own, which it can lose.
enum TerminalProgram {
    /// What is done once the terminal has shown a text.
    struct Step: Sendable {
        enum Action: Sendable {
            case type(String)
            /// The window is closed.
            case hangUp
        }

        let shown: String
        let action: Action

        init(_ shown: String, _ action: Action) {
            self.shown = shown
            self.action = action
        }
    }

    /// - Returns: what the terminal showed, as `output`, and how the program ended.
    static func run(
        _ arguments: [String], in folder: String, environment: [String: String], _ steps: [Step]
    ) async throws -> ProgramRun {
        var ends: (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: 40, ws_col: 160, ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&ends.0, &ends.1, nil, nil, &size) == 0 else {
            throw Preload.Broken(description: "no pseudo-terminal")
        }
        let (controlling, terminal) = ends
        _ = fcntl(controlling, F_SETFD, FD_CLOEXEC)
        let inside = FileDescriptor(rawValue: terminal)
        // `setsid` makes it the terminal that rules the program, as a login does.
        let result = try await Subprocess.run(
            .path("/usr/bin/setsid"), arguments: Arguments(["--ctty", Program.path] + arguments),
            environment: Program.environment(environment, home: folder),
            workingDirectory: FilePath(folder),
            input: .fileDescriptor(inside, closeAfterSpawningProcess: false),
            output: .fileDescriptor(inside, closeAfterSpawningProcess: false),
            error: .fileDescriptor(inside, closeAfterSpawningProcess: false)
        ) { _ in
            // The program alone has it now, so that its end is the end of what can be read.
            close(terminal)
            return await withCheckedContinuation { continuation in
                // Reading blocks, and a terminal that is being read cannot be closed.
                DispatchQueue.global().async {
                    continuation.resume(returning: attend(controlling, steps))
                }
            }
        }
        return ProgramRun(
            output: result.closureResult, errors: "",
            exitCode: Program.exitCode(result.terminationStatus))
    }

    /// Takes the steps, until the program has left the terminal or the terminal is closed.
    private static func attend(_ terminal: Int32, _ steps: [Step]) -> String {
        defer { close(terminal) }
        var shown: [UInt8] = []
        var rest = steps[...]
        var waited = ""
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(terminal, &buffer, buffer.count)
            // Linux reports that the other side has gone as an error.
            guard count > 0 else { return String(decoding: shown, as: UTF8.self) }
            shown += buffer[..<count]
            waited += String(decoding: buffer[..<count], as: UTF8.self)
            while let step = rest.first, let found = waited.firstRange(of: step.shown) {
                waited = String(waited[found.upperBound...])
                rest = rest.dropFirst()
                switch step.action {
                case .type(let keys): _ = keys.withCString { write(terminal, $0, strlen($0)) }
                case .hangUp: return String(decoding: shown, as: UTF8.self)
                }
            }
        }
    }
}
