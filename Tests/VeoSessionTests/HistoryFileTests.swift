import FoundationEssentials
import GRDB
import Glibc
import Testing

@testable import VeoSession

/// What is no history, or cannot be one: told as what it is, and left as it was.
@Suite struct HistoryFileTests {
    /// A history with some hundred jobs, in one file.
    private static func make(_ path: String) async throws {
        let history = try History(path: path)
        let run = try await history.beginRun(kind: .shell, at: 1)
        let text = String(repeating: "a long text ", count: 40)
        _ = try await history.add(
            (1...300).map { _ in try HistoryTests.job(run, "") { $0.prompt = text } })
        try history.close()
        for ending in ["-wal", "-shm"] { unlink(path + ending) }
    }

    private static func bytes(_ path: String) throws -> Data {
        try Data(contentsOf: URL(filePath: path))
    }

    /// Opens what `spoil` leaves, in both ways, and compares its bytes.
    private static func message(
        of spoil: (String) throws -> Void
    ) async throws -> String? {
        try await TemporaryFolder.with { folder in
            let path = folder + "/history"
            try await make(path)
            try spoil(path)
            let before = try bytes(path)
            let failure = try #require(await failure { try History(path: path) })
            let ofCopy = await Self.failureOfCopy(path)
            #expect(ofCopy?.message == failure.message, "a dry run says the same")
            #expect(failure.exitCode == .machine)
            #expect(failure.help.contains { $0.contains("--history none") })
            #expect(try bytes(path) == before, "nothing is written to it")
            return failure.message.replacing(path, with: "PATH")
        }
    }

    private static func failureOfCopy(_ path: String) async -> RunFailure? {
        await failure { try History(copying: path) }
    }

    private static func overwrite(_ path: String, at offset: UInt64, with data: Data) throws {
        let handle = try FileDescriptorHandle(path)
        defer { handle.close() }
        try handle.write(data, at: offset)
    }

    @Test func randomBytes() async throws {
        let message = try await Self.message { path in
            try Data((0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) })
                .write(to: URL(filePath: path))
        }
        #expect(message == "PATH is no history of veo: it is no database at all")
    }

    @Test func aDatabaseOfAnotherProgram() async throws {
        let message = try await Self.message { path in
            unlink(path)
            let queue = try DatabaseQueue(path: path)
            try queue.write { try $0.execute(sql: "CREATE TABLE song (title TEXT)") }
            try queue.close()
        }
        #expect(message == "PATH is no history of veo: it is a database of another program")
    }

    @Test func anotherProgramWithMigrationsOfItsOwn() async throws {
        let message = try await Self.message { path in
            unlink(path)
            let queue = try DatabaseQueue(path: path)
            var migrator = DatabaseMigrator()
            migrator.registerMigration("v1") { try $0.execute(sql: "CREATE TABLE song (t TEXT)") }
            try migrator.migrate(queue)
            try queue.close()
        }
        #expect(message == "PATH is no history of veo: it is a database of another program")
    }

    @Test func oneThatWasCutShort() async throws {
        let message = try await Self.message { path in
            let half = try Self.bytes(path).count / 2
            #expect(truncate(path, off_t(half)) == 0)
        }
        #expect(message?.hasPrefix("the history PATH is damaged: ") == true, "\(message ?? "")")
    }

    @Test func onePageInTheMiddle() async throws {
        let message = try await Self.message { path in
            let middle = try Self.bytes(path).count / 2 / 4096 * 4096
            try Self.overwrite(
                path, at: UInt64(middle), with: Data(repeating: 0x5a, count: 4096))
        }
        #expect(message?.hasPrefix("the history PATH is damaged: ") == true, "\(message ?? "")")
    }

    @Test func aNewerVersion() async throws {
        let message = try await Self.message { path in
            let queue = try DatabaseQueue(path: path)
            try queue.write { database in
                try database.execute(
                    sql: "INSERT INTO grdb_migrations VALUES ('9: something of tomorrow')")
            }
            try queue.close()
        }
        #expect(message == "the history PATH was written by a newer version of veo")
    }

    /// What is no history is somebody else's, with all that belongs to it.
    @Test func anotherFileKeepsItsMode() async throws {
        try await TemporaryFolder.with { folder async throws in
            let path = folder + "/notes"
            try TestFile.write("not a database", to: path)
            #expect(chmod(path, 0o644) == 0)
            #expect(await failure { try History(path: path) } != nil)
            #expect(try TestFile.mode(path) == 0o644)
        }
    }

    @Test func aLinkToNothing() async throws {
        try await TemporaryFolder.with { folder async throws in
            let path = folder + "/history"
            #expect(symlink(folder + "/elsewhere", path) == 0)
            let failure = await failure { try History(path: path) }
            #expect(failure?.message == "\(path) is a link to a file that is not there")
            #expect(try TestFile.names(in: folder) == ["history"])
        }
    }

    /// It must not be opened, which would wait for a writer for ever.
    @Test(.timeLimit(.minutes(5))) func aFIFO() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/history"
            #expect(mkfifo(path, 0o600) == 0)
            let failure = await failure { try History(path: path) }
            #expect(failure?.message == "\(path) is no plain file")
            #expect(await Self.failureOfCopy(path)?.message == "\(path) is no plain file")
        }
    }

    /// Nobody waits for ever for another program, and nobody reads SQLite's own words.
    @Test func anErrorOfTheDatabaseIsTold() {
        func message(_ code: ResultCode) -> String {
            HistoryFailure.of(DatabaseError(resultCode: code), path: "h").message
        }
        #expect(
            message(.SQLITE_BUSY) == "the history h is in use: another program has kept it for "
                + "more than 10 s")
        #expect(message(.SQLITE_FULL) == "the history h cannot be written: the disk is full")
        for code in [ResultCode.SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL, .SQLITE_READONLY] {
            #expect(!message(code).contains("locked"))
            let failure = HistoryFailure.of(DatabaseError(resultCode: code), path: "h")
            #expect(failure.exitCode == .machine)
        }
    }

    /// A history of the first edition is one still.
    @Test func anOlderVersionIsBroughtUpToDate() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/history"
            let queue = try DatabaseQueue(path: path)
            try HistorySchema.migrator.migrate(queue, upTo: "1: runs and jobs")
            try queue.close()
            let history = try History(path: path)
            let run = try await history.beginRun(kind: .shell, at: 1)
            let job = try await history.add([try HistoryTests.job(run, "cat") { $0.againOf = nil }])
            #expect(try await history.job(number: 1) == job[0])
        }
    }

    /// The first start was killed before the tables were made.
    @Test func oneThatWasBegunAndNoMore() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/history"
            let queue = try DatabaseQueue(path: path)
            // What GRDB makes before the first migration.
            try await queue.write { database in
                try database.execute(
                    sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
            }
            try queue.close()
            let history = try History(path: path)
            #expect(try await history.beginRun(kind: .shell, at: 1) == 1)
        }
    }
}

/// Writes in the middle of a file.
private struct FileDescriptorHandle {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = open(path, O_WRONLY)
        try #require(descriptor >= 0)
    }

    func write(_ data: Data, at offset: UInt64) throws {
        let count = data.withUnsafeBytes {
            pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset))
        }
        try #require(count == data.count)
    }

    func close() { _ = Glibc.close(descriptor) }
}
