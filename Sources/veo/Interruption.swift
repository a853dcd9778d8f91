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
    /// program.
    static func handling<Result: Sendable>(
        _ handle: @escaping @Sendable (Interruption) async -> Void,
        _ body: () async throws -> Result
    ) async throws -> Result {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        return try await withThrowingTaskGroup(of: Void.self, returning: Result.self) { group in
            group.addTask {
                for await signal in signals {
                    switch signal {
                    case .sigterm: await handle(.terminate)
                    case .sighup: await handle(.hangup)
                    default: await handle(.interrupt)
                    }
                }
            }
            defer { group.cancelAll() }
            return try await body()
        }
    }
}

/// Runs work that a signal can end: the second signal, or one that is not Ctrl-C, ends it at once.
actor InterruptibleWork {
    private var task: Task<Void, any Error>?
    private(set) var received: Interruption?

    /// Runs `work`; an interruption cancels it.
    /// - Throws: what `work` throws; `CancellationError` when it was interrupted.
    func run(_ work: @escaping @Sendable () async throws -> Void) async throws {
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

    /// `true` when there was work to end.
    @discardableResult
    func interrupt(_ interruption: Interruption) -> Bool {
        guard let task else { return false }
        received = interruption
        task.cancel()
        return true
    }
}
