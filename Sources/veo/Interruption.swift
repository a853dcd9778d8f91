import Glibc
import Synchronization
import UnixSignals
import VeoSession

/// Signals that end a run, as one stream of the program.
enum Interruption: Sendable {
    case interrupt
    case terminate
    case hangup

    var exitCode: ExitStatus {
        switch self {
        case .interrupt: .interrupted
        case .terminate: .terminated
        case .hangup: .hangup
        }
    }

    /// Runs `body` with SIGINT, SIGTERM and SIGHUP given to `handle` instead of ending the
    /// program. A signal that the program was started without, as `nohup` does it, stays ignored.
    /// Ctrl-C after one that ends the work leaves at once: the history is whole at every moment.
    ///
    /// - Parameters:
    ///   - handle: calls the closure when the signal ends the work, before it ends it.
    ///   - body: calls its closure when the work is over and the rest of it only ends.
    static func handling<Result: Sendable>(
        _ handle: @escaping @Sendable (Interruption, () -> Void) async -> Void,
        _ body: (_ isEnding: @Sendable () -> Void) async throws -> Result
    ) async throws -> Result {
        let trapped = [UnixSignal.sigint, .sigterm, .sighup].filter { !isIgnored($0.rawValue) }
        let patience = Patience()
        let signals = await UnixSignalsSequence(trapping: trapped)
        return try await withThrowingTaskGroup(of: Void.self, returning: Result.self) { group in
            group.addTask {
                await withDiscardingTaskGroup { handlers in
                    for await signal in signals {
                        let interruption = Interruption(signal)
                        if patience.isOver(interruption) { leave(interruption, patience) }
                        // Not awaited: what holds the first one up must not hold up the next.
                        handlers.addTask {
                            await handle(interruption) { patience.noteEnding() }
                            patience.noteHandled()
                        }
                    }
                }
            }
            defer {
                group.cancelAll()
                // What is left is closing: a signal ends it as it ends any program.
                for trapped in trapped { signal(trapped.rawValue, SIG_DFL) }
            }
            return try await body { patience.noteEnding() }
        }
    }

    private static func leave(_ interruption: Interruption, _ patience: Patience) -> Never {
        if var modes = patience.modes { tcsetattr(STDIN_FILENO, TCSANOW, &modes) }
        StandardStream.error.write("left at once; `veo jobs` lists what goes on\n")
        _exit(interruption.exitCode.rawValue)
    }

    private init(_ signal: UnixSignal) {
        switch signal {
        case .sigterm: self = .terminate
        case .sighup: self = .hangup
        default: self = .interrupt
        }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}

/// How much longer a person waits for the program to end.
private final class Patience: Sendable {
    /// Interrupts in a row that nothing answers, because the program hangs.
    private static let unansweredLimit = 3

    private struct State {
        var isEnding = false
        var unanswered = 0
    }

    private let state = Mutex(State())
    /// The modes of the terminal before anything changed them.
    let modes: termios? = {
        var modes = termios()
        return tcgetattr(STDIN_FILENO, &modes) == 0 ? modes : nil
    }()

    /// Only Ctrl-C is a person's: other signals come twice by themselves, from a closed terminal
    /// and its shell, or from `timeout`.
    func isOver(_ interruption: Interruption) -> Bool {
        guard interruption == .interrupt else { return false }
        return state.withLock { state in
            state.unanswered += 1
            return state.isEnding || state.unanswered >= Self.unansweredLimit
        }
    }

    func noteEnding() { state.withLock { $0.isEnding = true } }
    func noteHandled() { state.withLock { $0.unanswered = 0 } }
}

/// Runs work that a signal can end.
actor InterruptibleWork {
    private var task: Task<Void, any Error>?
    private(set) var received: Interruption?
    private var isOver = false

    /// Runs `work`; an interruption cancels it.
    /// - Throws: what `work` throws; `CancellationError` when it was interrupted.
    func run(_ work: @escaping @Sendable () async throws -> Void) async throws {
        guard !isOver else { throw CancellationError() }
        received = nil
        let task = Task { try await work() }
        self.task = task
        defer { self.task = nil }
        try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Ends the work for good, also where it has not begun yet: the program ends.
    func end(_ interruption: Interruption) {
        isOver = true
        received = interruption
        task?.cancel()
    }

    /// `true` when there was work to end.
    @discardableResult
    func interrupt(_ interruption: Interruption) -> Bool {
        guard let task else { return false }
        received = interruption
        task.cancel()
        return true
    }
}
