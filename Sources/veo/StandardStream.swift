import Glibc
import Synchronization

/// Standard output and standard error, written whole and at once.
enum StandardStream: Int32 {
    case output = 1
    case error = 2

    var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Why standard output could not be written, the first time; a reader that went away is no
    /// reason.
    static var outputFailure: Int32? {
        let number = failure.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

    private static let failure = Atomic<Int32>(0)

    /// Opens what the program was started without: the next file that it opens would be taken for
    /// a standard stream.
    static func openAll() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest number that is free, which is this one.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY)
        }
    }

    /// Writes all of it. A stream that cannot be written is given up: what goes on is worth more,
    /// and the end of the program tells.
    func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(
                    rawValue, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                if count < 0 && errno == EAGAIN {
                    var ready = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
                    poll(&ready, 1, -1)
                    continue
                }
                guard count > 0 else {
                    if self == .output, count < 0, errno != EPIPE {
                        Self.failure.store(errno, ordering: .relaxed)
                    }
                    return
                }
                rest = rest.dropFirst(count)
            }
        }
    }
}
