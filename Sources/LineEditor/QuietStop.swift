import Glibc
import Synchronization

/// Ctrl-Z while the terminal is quiet: it is given back before the program stops, because not every
/// shell sets its own modes then.
enum QuietStop {
    private struct Armed {
        var terminal: Int32 = -1
        var usualModes = termios()
        var quietModes = termios()
    }

    /// Plain memory, because a handler may take no lock. It is written while no handler is in
    /// place.
    nonisolated(unsafe) private static let armed: UnsafeMutablePointer<Armed> = {
        let armed = UnsafeMutablePointer<Armed>.allocate(capacity: 1)
        armed.initialize(to: Armed())
        return armed
    }()

    private static let isArmed = Mutex(false)

    /// One terminal at a time; where stops are ignored, or handled already, nothing changes.
    /// - Returns: whether it is armed now, and must be disarmed.
    static func arm(_ terminal: Int32, usualModes: termios, quietModes: termios) -> Bool {
        isArmed.withLock { isArmed in
            var old = sigaction()
            guard !isArmed, sigaction(SIGTSTP, nil, &old) == 0, isDefault(old) else { return false }
            armed.pointee = Armed(
                terminal: terminal, usualModes: usualModes, quietModes: quietModes)
            install()
            isArmed = true
            return true
        }
    }

    static func disarm() {
        isArmed.withLock { isArmed in
            signal(SIGTSTP, SIG_DFL)
            isArmed = false
        }
    }

    private static func isDefault(_ action: sigaction) -> Bool {
        unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_DFL, to: Int.self)
    }

    private static func install() {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in QuietStop.stop() }
        // The stop happens inside the handler.
        action.sa_flags = SA_RESTART | Int32(SA_NODEFER)
        sigaction(SIGTSTP, &action, nil)
    }

    /// Where nobody could continue the program it does not stop, and the quiet goes on. Continued in
    /// the background it has no terminal; the signal that brings it back is seen to elsewhere.
    private static func stop() {
        let kept = errno
        tcsetattr(armed.pointee.terminal, TCSANOW, &armed.pointee.usualModes)
        signal(SIGTSTP, SIG_DFL)
        raise(SIGTSTP)
        install()
        let group = tcgetpgrp(armed.pointee.terminal)
        if group == getpgrp() {
            tcsetattr(armed.pointee.terminal, TCSANOW, &armed.pointee.quietModes)
        }
        errno = kept
    }
}
