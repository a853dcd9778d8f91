import FoundationEssentials
import GRDB
import Glibc

/// Reads a history that may not be written, nor anything beside it: that of another user, or one on
/// a file system that is mounted for reading. SQLite needs to make an index beside a history to read
/// it, so one that cannot have it is read as a copy in the folder for temporary files.
enum HistoryReading {
    /// How often a copy is begun again because the history was written meanwhile.
    static let tries = 10

    /// Calls `body` with the path of what can be read: the history itself, or a copy of it. Beside a
    /// history that another user writes nothing is made, for that user could not write it then.
    static func with(_ path: String, _ body: (String) throws -> Void) throws {
        guard PrivateFile.isWritable(path) else {
            guard access(path, R_OK) == 0 else { throw HistoryFailure.unreadable(path, errno) }
            return try copied(path, body)
        }
        do {
            try body(path)
        } catch let error as DatabaseError where isOfAccess(error) {
            try copied(path, body)
        }
    }

    private static func isOfAccess(_ error: DatabaseError) -> Bool {
        switch error.resultCode {
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM: true
        default: false
        }
    }

    private static func copied(_ path: String, _ body: (String) throws -> Void) throws {
        let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(place)/veo-history-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw HistoryFailure.notCopied(path, to: place, errno)
        }
        let folder = String(
            decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let copy = folder + "/history"
        for _ in 0..<tries {
            let before = Stamp(path)
            for ending in ["", "-wal", "-journal"] {
                unlink(copy + ending)
                guard access(path + ending, F_OK) == 0 else { continue }
                do {
                    try FileManager.default.copyItem(atPath: path + ending, toPath: copy + ending)
                } catch { throw HistoryFailure.notCopied(path, to: place, errno) }
                chmod(copy + ending, 0o600)
            }
            if Stamp(path) == before { return try body(copy) }
        }
        throw HistoryFailure.busy(path)
    }

    /// By what is seen that a history was written: the lengths and times of its files.
    private struct Stamp: Equatable {
        private var values: [Int] = []

        init(_ path: String) {
            for ending in ["", "-wal"] {
                var information = stat()
                guard stat(path + ending, &information) == 0 else { continue }
                values += [
                    Int(information.st_size), information.st_mtim.tv_sec,
                    information.st_mtim.tv_nsec,
                ]
            }
        }
    }
}
