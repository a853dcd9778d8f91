import GRDB
import Glibc

/// Tells a copy that was made while a run was at work from the history itself.
///
/// What a run does stands in a log beside the history, from where it is brought into it now and
/// then. A copy of the one file that people see lacks it, and looks like a history of which the run
/// bought nothing. So the row of each run is brought into the file when the run begins, with the
/// number by which the file system knows the file: a file without a log, with another number, and
/// with a run that has not ended is such a copy.
enum HistoryCopy {
    /// How a file is found, before it is opened.
    struct State {
        /// The number of the file; `nil` where it cannot be had.
        let fileID: Int64?
        /// Whether no log is beside it.
        let isAlone: Bool

        init(_ path: String) {
            fileID = HistoryCopy.fileID(path)
            var information = stat()
            isAlone = stat(path + "-wal", &information) != 0 || information.st_size == 0
        }
    }

    static func fileID(_ path: String) -> Int64? {
        var information = stat()
        guard stat(path, &information) == 0 else { return nil }
        return Int64(exactly: information.st_ino)
    }

    /// Notes which runs are known only in part, once and for all.
    static func mark(_ database: any DatabaseWriter, _ state: State) throws {
        guard state.isAlone, let fileID = state.fileID else { return }
        try database.write { database in
            try database.execute(
                sql: """
                    UPDATE run SET is_partial = 1 WHERE ended_at IS NULL AND is_partial = 0
                    AND file_id IS NOT NULL AND file_id <> ?
                    """, arguments: [fileID])
        }
    }
}
