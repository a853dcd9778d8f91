import GRDB
import Synchronization

/// Commits in groups. A commit ends when the disk has it, and a disk takes milliseconds for that:
/// writes that arrive meanwhile wait, and the next commit takes them all. Each caller goes on only
/// when its own write is on the disk, and a write that fails takes no other with it.
final class HistoryWriter: Sendable {
    /// Writes that one commit takes; the rest waits for the next.
    static let groupLimit = 500

    private struct Entry: Sendable {
        let write: @Sendable (Database) throws -> Void
        let end: @Sendable ((any Error)?) -> Void
    }

    private struct State {
        var waiting: [Entry] = []
        /// Whether the database's own queue is at work, or going to be.
        var isBusy = false
        var commitCount = 0
    }

    private let database: any DatabaseWriter
    private let state = Mutex(State())

    init(_ database: any DatabaseWriter) { self.database = database }

    /// The commits so far.
    var commitCount: Int { state.withLock(\.commitCount) }
    var waitingCount: Int { state.withLock(\.waiting.count) }

    /// Runs `updates` in the next commit, after all that were given before, and calls `end` when
    /// that is on the disk. `updates` may run twice: it must change nothing but the database.
    func write<T: Sendable>(
        _ updates: @Sendable @escaping (Database) throws -> T,
        end: @Sendable @escaping (Result<T, any Error>) -> Void
    ) {
        let result = Box<T>()
        let entry = Entry(
            write: { database in result.set(try updates(database)) },
            end: { error in
                if let error { end(.failure(error)) } else { end(.success(result.value)) }
            })
        let wasIdle = state.withLock { state in
            state.waiting.append(entry)
            defer { state.isBusy = true }
            return !state.isBusy
        }
        if wasIdle { database.asyncWriteWithoutTransaction { self.drain($0) } }
    }

    private func drain(_ database: Database) {
        while let group = nextGroup() { commit(group, in: database) }
    }

    private func nextGroup() -> [Entry]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isBusy = false
                return nil
            }
            let group = Array(state.waiting.prefix(Self.groupLimit))
            state.waiting.removeFirst(group.count)
            return group
        }
    }

    private func commit(_ group: [Entry], in database: Database) {
        var failures = [(any Error)?](repeating: nil, count: group.count)
        var hasBegun = false
        do {
            // Immediate: the lock is waited for now, and not asked for when others have read.
            try database.inTransaction(.immediate) {
                hasBegun = true
                for (index, entry) in group.enumerated() {
                    do {
                        try inSavepoint(of: group.count, database) { try entry.write(database) }
                    } catch let error where group.count > 1 && database.isInsideTransaction {
                        // Other errors, such as a full disk, have undone the whole of it.
                        failures[index] = error
                    }
                }
                return .commit
            }
            state.withLock { $0.commitCount += 1 }
        } catch {
            guard group.count == 1 || !hasBegun else {
                // One of them spoilt it for all: each by itself now.
                for entry in group { commit([entry], in: database) }
                return
            }
            failures = failures.map { $0 ?? error }
        }
        for (entry, failure) in zip(group, failures) { entry.end(failure) }
    }

    /// A write alone needs no savepoint: its transaction is one.
    private func inSavepoint(
        of count: Int, _ database: Database, _ body: () throws -> Void
    ) throws {
        guard count > 1 else { return try body() }
        try database.inSavepoint {
            try body()
            return .commit
        }
    }

    /// What a write gives, from the queue of the database to its caller.
    private final class Box<Value: Sendable>: Sendable {
        private let stored = Mutex<Value?>(nil)

        func set(_ value: Value) { stored.withLock { $0 = value } }

        /// There once the write has run.
        var value: Value { stored.withLock { $0! } }
    }
}
