import Glibc
import VeoClient

/// Which process a run belongs to. A process id alone is not enough: it is used again after the
/// process has ended, so the start time from `/proc` goes with it.
struct ProcessIdentity: Sendable, Hashable {
    let pid: Int32
    /// Clock ticks after boot, field 22 of `/proc/PID/stat` (proc(5)); 0 where it cannot be read.
    let start: Int64

    static var current: ProcessIdentity {
        let pid = getpid()
        return ProcessIdentity(pid: pid, start: status(of: pid)?.start ?? 0)
    }

    var isAlive: Bool {
        // 0 and below mean whole groups of processes (kill(2)), and none of them.
        guard pid > 0 else { return false }
        if start <= 0 {
            // Without `/proc` only the id is known. Where there is one, no start is no process.
            return Self.status(of: getpid()) == nil && (kill(pid, 0) == 0 || errno == EPERM)
        }
        guard let status = Self.status(of: pid) else { return false }
        // A process that has ended and whose end nobody has asked for yet is dead.
        return status.start == start && !["Z", "X"].contains(status.state)
    }

    /// Whether it lives and has not been stopped, as by Ctrl-Z.
    var isAtWork: Bool {
        isAlive && !["T", "t"].contains(Self.status(of: pid)?.state)
    }

    /// The letter of its state and its start time; `nil` when there is no such process.
    private static func status(of pid: Int32) -> (state: Substring, start: Int64)? {
        let text = smallText("/proc/\(pid)/stat", limit: 1024)
        // The second field is the program's name in parentheses and may hold blanks.
        guard let name = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: name)...].split(separator: " ")
        guard fields.count > 19, let start = Int64(fields[19]) else { return nil }
        return (fields[0], start)
    }
}
