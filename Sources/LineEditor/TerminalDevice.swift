import Glibc

/// The descriptors that a person types into and reads from, and what the terminal there can do.
struct TerminalDevice: Sendable {
    let input: Int32
    let output: Int32
    /// Whether lines can be edited: both ends are terminals, and not dumb ones.
    let edits: Bool
    /// Whether someone types: only then is a prompt written.
    let isInteractive: Bool
    var usesColor: Bool

    /// Standard input; and standard output, or standard error when that is not a terminal, so that
    /// results sent to a file stay clean.
    static func standard(plain: Bool) -> TerminalDevice {
        let output = isatty(STDOUT_FILENO) == 1 ? STDOUT_FILENO : STDERR_FILENO
        return TerminalDevice(input: STDIN_FILENO, output: output, plain: plain)
    }

    init(input: Int32, output: Int32, plain: Bool) {
        self.input = input
        self.output = output
        isInteractive = isatty(input) == 1
        let type = Self.environment("TERM")
        let isDumb = type.isEmpty || type == "dumb"
        edits = isInteractive && isatty(output) == 1 && !isDumb && !plain
        usesColor = edits && Self.environment("NO_COLOR").isEmpty
    }

    private static func environment(_ name: String) -> String {
        getenv(name).map { String(cString: $0) } ?? ""
    }

    /// Writes all of `text`, whatever the descriptor's mode. A terminal that is gone takes nothing:
    /// reading from it ends the session.
    func write(_ text: String) { write(Array(text.utf8)) }

    func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                let count = Glibc.write(output, bytes.baseAddress! + start, bytes.count - start)
                if count > 0 {
                    start += count
                } else if errno == EAGAIN {
                    var ready = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&ready, 1, -1)
                } else if errno != EINTR {
                    return
                }
            }
        }
    }

    /// Reads what is there; empty at the end of input. Throws the `errno`.
    func read() throws(ReadError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = Glibc.read(input, &buffer, buffer.count)
            if count >= 0 {
                return Array(buffer[..<count])
            }
            if errno == EAGAIN {
                var ready = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
                _ = poll(&ready, 1, -1)
            } else if errno != EINTR {
                throw ReadError(code: errno)
            }
        }
    }

    /// Forgets what was typed and not read: it cannot be the answer to a question that is asked
    /// only now.
    func dropTypedAhead() { tcflush(input, TCIFLUSH) }

    /// Whether another program has the terminal: changing its modes would stop this one.
    var isInBackground: Bool {
        let group = tcgetpgrp(input)
        return group > 0 && group != getpgrp()
    }

    struct ReadError: Error {
        let code: Int32
    }
}
