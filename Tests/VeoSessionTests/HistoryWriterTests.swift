import GRDB
import Glibc
import Testing

@testable import VeoSession

/// Commits in groups: what waits goes together, and what fails takes no other with it.
@Suite(.timeLimit(.minutes(5))) struct HistoryWriterTests {
    private struct Refused: Error {}

    /// Writes that arrive while the first one is under way. `written` is what each did.
    private static func burst(
        _ count: Int, of history: History,
        _ body: @Sendable @escaping (Int, Database) throws -> Void
    ) async -> [Bool] {
        let (atWork, begins) = AsyncStream<Void>.makeStream()
        return await withTaskGroup(of: (Int, Bool).self) { group in
            group.addTask {
                _ = try? await history.write { _ in
                    begins.yield()
                    // On the queue of the database, which may wait.
                    while history.waitingCount < count { usleep(100) }
                }
                return (0, true)
            }
            // The first one is at work before the others come.
            for await _ in atWork { break }
            for index in 1...count {
                group.addTask {
                    do {
                        try await history.write { try body(index, $0) }
                        return (index, true)
                    } catch { return (index, false) }
                }
            }
            var written = [Bool](repeating: false, count: count + 1)
            for await (index, isWritten) in group { written[index] = isWritten }
            return Array(written.dropFirst())
        }
    }

    private static func insert(_ index: Int, _ database: Database) throws {
        try database.execute(sql: "INSERT INTO note VALUES (?)", arguments: [index])
    }

    private static func withNotes(_ body: (History) async throws -> Void) async throws {
        try await HistoryTests.with { path in
            let history = try History(path: path)
            try await history.write { try $0.execute(sql: "CREATE TABLE note (n UNIQUE)") }
            try await body(history)
            try history.close()
        }
    }

    private static func notes(_ history: History) async throws -> [Int] {
        try await history.read { try Int.fetchAll($0, sql: "SELECT n FROM note ORDER BY n") }
    }

    @Test func whatWaitsIsCommittedTogether() async throws {
        try await Self.withNotes { history async throws in
            let before = history.commitCount
            let written = await Self.burst(100, of: history) { try Self.insert($0, $1) }
            #expect(written.allSatisfy { $0 })
            let notes = try await Self.notes(history)
            #expect(notes == Array(1...100))
            #expect(history.commitCount - before == 2)
        }
    }

    @Test func whatFailsTakesNoOtherWithIt() async throws {
        try await Self.withNotes { history async throws in
            let written = await Self.burst(9, of: history) { index, database in
                try Self.insert(index, database)
                // After it has written: its own part is undone.
                if index.isMultiple(of: 3) { throw Refused() }
            }
            #expect(written == (1...9).map { !$0.isMultiple(of: 3) })
            let notes = try await Self.notes(history)
            #expect(notes == [1, 2, 4, 5, 7, 8])
        }
    }

    /// Some errors undo the whole of a transaction, as a full disk does.
    @Test func whatUndoesAllIsTakenOut() async throws {
        try await Self.withNotes { history async throws in
            let written = await Self.burst(6, of: history) { index, database in
                if index == 4 {
                    try database.execute(sql: "ROLLBACK")
                    throw Refused()
                }
                try Self.insert(index, database)
            }
            #expect(written == [true, true, true, false, true, true])
            let notes = try await Self.notes(history)
            #expect(notes == [1, 2, 3, 5, 6])
        }
    }

    @Test func aGroupHasALimit() async throws {
        try await Self.withNotes { history async throws in
            let before = history.commitCount
            let count = HistoryWriter.groupLimit + 1
            _ = await Self.burst(count, of: history) { try Self.insert($0, $1) }
            let notes = try await Self.notes(history)
            #expect(notes.count == count)
            #expect(history.commitCount - before == 3)
        }
    }
}
