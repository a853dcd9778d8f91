import GRDB
import Glibc

/// Opens the file of a history. What is no history, or cannot be one now, is told from what can
/// before anything is written to it.
enum HistoryFile {
    /// How long one process waits for another's write to end, in seconds.
    static let busyTimeout = 10.0

    /// Bytes of a history that is read through at every start, to find a damaged page: some
    /// 20,000 jobs, and a few hundredths of a second. In a larger one a damaged page is found
    /// when it is needed.
    static let checkedBytes: Int64 = 16 * 1024 * 1024

    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeout)
        configuration.foreignKeysEnabled = true
        return configuration
    }

    /// Opens or makes the history at `path`.
    /// - Parameter isShared: whether other machines may write it, too; by default, whether its file
    ///   system is one of a network.
    static func open(
        _ path: String, isShared: (String) -> Bool = { NetworkFileSystem.name(of: $0) != nil }
    ) throws -> any DatabaseWriter {
        // Two programs that start at once must not both make the tables.
        try PrivateFile.prepared(path) {
            try inspect(path, of: path)
            try PrivateFile.keepPrivate(path)
            let state = HistoryCopy.State(path)
            let database: any DatabaseWriter = isShared(path) ? try shared(path) : try pool(path)
            do {
                // A bill must survive a power cut: in WAL mode only FULL syncs each commit. The
                // pool asks for NORMAL while it opens, so this comes after.
                try database.writeWithoutTransaction { database in
                    try database.execute(sql: "PRAGMA synchronous = FULL")
                }
                try HistorySchema.migrator.migrate(database)
                try HistoryCopy.mark(database, state)
            } catch {
                try? database.close()
                throw error
            }
            return database
        }
    }

    private static func pool(_ path: String) throws -> DatabasePool {
        try DatabasePool(path: path, configuration: configuration)
    }

    /// A write-ahead log has an index in memory that the programs of one machine share. Where
    /// others may have the file open, each write is one of the file itself ("Write-Ahead Logging",
    /// sqlite.org/wal.html, and "How To Corrupt An SQLite Database File", 2.1).
    private static func shared(_ path: String) throws -> DatabaseQueue {
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let mode = try queue.writeWithoutTransaction { database in
            try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
        }
        guard mode == "delete" else {
            try? queue.close()
            throw DatabaseError(resultCode: .SQLITE_BUSY)
        }
        return queue
    }

    /// A copy in memory; an empty one where there is no file.
    static func copy(_ path: String?) throws -> DatabaseQueue {
        let copy = try DatabaseQueue(configuration: configuration)
        var state: HistoryCopy.State?
        if let path, access(path, F_OK) == 0 {
            try PrivateFile.requirePlainFile(path)
            state = HistoryCopy.State(path)
            try HistoryReading.with(path) { readable in
                try inspect(readable, of: path)
                let original = try reader(readable)
                try original.backup(to: copy)
                try original.close()
            }
        }
        try HistorySchema.migrator.migrate(copy)
        if let state { try HistoryCopy.mark(copy, state) }
        return copy
    }

    /// Reads what is there. Only where a program was killed while it made the file must the half
    /// step that stands in a journal be taken back first, which no mere reader may do.
    static func reader(_ path: String) throws -> DatabaseQueue {
        var configuration = configuration
        configuration.readonly = access(path + "-journal", F_OK) != 0
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// - Parameters:
    ///   - file: the history, or a copy of it.
    ///   - path: the history, as messages name it.
    /// - Throws: what the file is instead of a history of this version, or an older one.
    static func inspect(_ file: String, of path: String) throws {
        var information = stat()
        guard stat(file, &information) == 0, information.st_size > 0 else { return }
        let size = Int64(information.st_size)
        let queue = try reader(file)
        defer { try? queue.close() }
        try queue.read { database in
            let isEmpty = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
            guard !isEmpty else { return }
            guard try HistorySchema.isHistory(database) else {
                throw HistoryFailure.foreign(path)
            }
            if try HistorySchema.migrator.hasBeenSuperseded(database) {
                throw HistoryFailure.newer(path)
            }
            guard size <= checkedBytes else { return }
            let finding = try String.fetchOne(database, sql: "PRAGMA quick_check(1)")
            if let finding, finding != "ok" { throw HistoryFailure.damaged(path, finding) }
        }
    }
}
