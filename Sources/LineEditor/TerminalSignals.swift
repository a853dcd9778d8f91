import Glibc
import Synchronization

/// The handlers of SIGWINCH and SIGCONT. They are in place while an editor lives and only write a
/// byte to its pipe: libedit must not be called from a handler.
enum TerminalSignals {
    /// How many editors a process can have at once; a program has one, its tests have more.
    private static let capacity = 64

    private struct Installation {
        var count = 0
        var window = sigaction()
        var continuation = sigaction()
    }

    private static let installation = Mutex(Installation())

    /// The pipes to write to, -1 where free. Plain memory, because a handler may take no lock.
    nonisolated(unsafe) private static let pipes: UnsafeMutablePointer<Int32> = {
        let pipes = UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
        pipes.initialize(repeating: -1, count: capacity)
        return pipes
    }()

    /// How often the process went on after a stop, since handlers are in place.
    fileprivate static let resumptions = Atomic<Int>(0)

    static func watch(_ pipe: WakePipe) {
        installation.withLock { state in
            guard let free = (0..<capacity).first(where: { pipes[$0] < 0 }) else { return }
            pipes[free] = pipe.writing
            install(&state)
        }
    }

    /// Puts the handlers in place for as long as the process lives.
    fileprivate static func watchForever() {
        installation.withLock { install(&$0) }
    }

    private static func install(_ state: inout Installation) {
        state.count += 1
        guard state.count == 1 else { return }
        // Made before a handler can need it.
        _ = resumptions.load(ordering: .relaxed)
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { TerminalSignals.forward($0) }
        action.sa_flags = SA_RESTART
        sigaction(SIGWINCH, &action, &state.window)
        sigaction(SIGCONT, &action, &state.continuation)
    }

    static func unwatch(_ pipe: WakePipe) {
        installation.withLock { state in
            guard let index = (0..<capacity).first(where: { pipes[$0] == pipe.writing }) else {
                return
            }
            pipes[index] = -1
            state.count -= 1
            guard state.count == 0 else { return }
            sigaction(SIGWINCH, &state.window, nil)
            sigaction(SIGCONT, &state.continuation, nil)
        }
    }

    private static func forward(_ signal: Int32) {
        let kept = errno
        if signal == SIGCONT { resumptions.add(1, ordering: .relaxed) }
        var byte = signal == SIGCONT ? WakePipe.Byte.continued : WakePipe.Byte.windowChanged
        for index in 0..<capacity where pipes[index] >= 0 {
            _ = write(pipes[index], &byte, 1)
        }
        errno = kept
    }
}

/// Stops of the process, by Ctrl-Z and `fg`: what stood on the screen before one is no longer where
/// it was, because the shell has written there.
package enum ProcessStop {
    private static let watching: Void = TerminalSignals.watchForever()

    /// How often the process went on after a stop, counted from the first call.
    package static var resumptions: Int {
        watching
        return TerminalSignals.resumptions.load(ordering: .relaxed)
    }
}
