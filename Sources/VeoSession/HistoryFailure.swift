import GRDB
import Glibc
import VeoLanguage

/// Why the history cannot be used: what is wrong with which file, and what to do now.
enum HistoryFailure {
    private static let otherwise =
        "`--history FILE` keeps another history, `--history none` keeps none"

    static func foreign(_ path: String) -> RunFailure {
        failure("\(path) is no history of veo: it is a database of another program", [])
    }

    static func newer(_ path: String) -> RunFailure {
        failure(
            "the history \(path) was written by a newer version of veo", ["use that version"])
    }

    static func damaged(_ path: String, _ finding: String) -> RunFailure {
        failure(
            "the history \(path) is damaged: \(VisibleText.of(finding))",
            [
                "nothing was written to it; `sqlite3 \(path) .recover` prints what can be saved, "
                    + "and a new history begins where the file is moved away"
            ])
    }

    static func unreadable(_ path: String, _ number: Int32) -> RunFailure {
        failure("the history \(path) cannot be read: \(String(cString: strerror(number)))", [])
    }

    static func notCopied(_ path: String, to folder: String, _ number: Int32) -> RunFailure {
        failure(
            "the history \(path) cannot be written, and not be copied to \(folder) either: "
                + String(cString: strerror(number)),
            ["TMPDIR names another folder"])
    }

    static func busy(_ path: String) -> RunFailure {
        failure(
            "the history \(path) is being written all the time, and can only be read here",
            ["try again when the program that writes it is done"])
    }

    /// A row that no version of this program has written.
    static func damagedRow(_ number: String, _ column: String, _ value: String) -> RunFailure {
        failure(
            "job \(number) of the history is damaged: its \(column) is \(value)",
            ["nothing was written to it; `sqlite3 FILE 'SELECT * FROM job'` shows what is there"])
    }

    /// What an error of the database means.
    static func of(_ error: any Error, path: String?) -> RunFailure {
        if let failure = error as? RunFailure { return failure }
        let name = path.map { "the history \($0)" } ?? "the history in memory"
        guard let error = error as? DatabaseError else {
            return failure("\(name) cannot be used: \(error)", [])
        }
        let reason = error.message ?? "\(error.resultCode)"
        return switch error.resultCode {
        case .SQLITE_NOTADB:
            failure("\(path ?? name) is no history of veo: it is no database at all", [])
        case .SQLITE_CORRUPT: damaged(path ?? "in memory", reason)
        case .SQLITE_FULL:
            failure("\(name) cannot be written: the disk is full", ["make room, then go on"])
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            failure(
                "\(name) is in use: another program has kept it for more than "
                    + "\(Int(clamping: HistoryFile.busyTimeout)) s",
                ["try again when that program is done"])
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN:
            failure("\(name) cannot be written: \(reason)", [])
        case .SQLITE_IOERR:
            failure("\(name) cannot be read or written: \(reason)", ["look at the disk it is on"])
        default: failure("\(name) cannot be used: \(reason)", [])
        }
    }

    private static func failure(_ message: String, _ help: [String]) -> RunFailure {
        RunFailure(message, help: help + [otherwise], exitCode: .machine)
    }
}
