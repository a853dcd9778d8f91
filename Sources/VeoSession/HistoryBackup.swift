import GRDB
import Glibc

/// Whole copies of a history.
extension History {
    /// Writes a copy of all that the history has now to a new file that only its owner may read.
    /// The file has its name only when it is whole and on the disk.
    /// - Throws: what keeps it from being written; a file that is there is never written over.
    package func backup(to target: String) throws(RunFailure) {
        guard access(target, F_OK) != 0 else { throw Self.taken(target) }
        let part = target + ".\(getpid()).part"
        let descriptor = open(part, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.unwritten(target, errno) }
        Glibc.close(descriptor)
        defer { unlink(part) }
        do {
            let copy = try DatabaseQueue(path: part, configuration: HistoryFile.configuration)
            try database.backup(to: copy)
            // One file, with nothing beside it: what reads it needs no right to write there.
            try copy.writeWithoutTransaction { database in
                _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
            }
            try copy.close()
        } catch {
            throw HistoryFailure.of(error, path: target)
        }
        try Self.publish(part, as: target)
    }

    /// Gives a whole file its name, unless that is taken.
    private static func publish(_ part: String, as target: String) throws(RunFailure) {
        let file = open(part, O_RDONLY | O_CLOEXEC)
        guard file >= 0, fsync(file) == 0 else {
            let number = errno
            if file >= 0 { Glibc.close(file) }
            throw unwritten(target, number)
        }
        Glibc.close(file)
        if link(part, target) != 0 {
            if errno == EEXIST { throw taken(target) }
            // Some file systems know no second name for a file.
            guard access(target, F_OK) != 0 else { throw taken(target) }
            guard rename(part, target) == 0 else { throw unwritten(target, errno) }
        }
        let folder = open(PrivateFile.parent(of: target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        Glibc.close(folder)
    }

    private static func taken(_ target: String) -> RunFailure {
        RunFailure(
            "\(target) is there already, and a backup writes over nothing",
            help: ["choose another name"], exitCode: .machine)
    }

    private static func unwritten(_ target: String, _ number: Int32) -> RunFailure {
        RunFailure(
            "cannot write the backup \(target): \(String(cString: strerror(number)))",
            exitCode: .machine)
    }

    /// The number by which the file system knows the file; `nil` in memory.
    var fileID: Int64? { path.flatMap(HistoryCopy.fileID) }

    /// Brings what stands in the log into the file itself, so that a copy of the file shows that a
    /// run has begun. Where another program is in the way of that, it comes later.
    func bringIntoFile() async {
        guard let pool = database as? DatabasePool else { return }
        await withCheckedContinuation { continuation in
            pool.asyncWriteWithoutTransaction { database in
                _ = try? database.checkpoint(.full)
                continuation.resume()
            }
        }
    }
}
