import Glibc

/// Files that only their owner may read.
package enum PrivateFile {
    private static let help = [
        "`--history FILE` keeps another history, `--history none` keeps none"
    ]

    /// Makes the folders of `path` (0700 where they are new) and the file itself (0600) before
    /// anything is written to it, since SQLite gives its `-wal` and `-shm` files the same mode.
    /// Runs `body` while no other program is doing the same in that folder.
    package static func prepared<Result>(
        _ path: String, _ body: () throws -> Result
    ) throws -> Result {
        try makeFolders(of: path, mode: 0o700, help: help)
        let folder = parent(of: path)
        let lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard lock >= 0 else { throw failure("cannot open the folder \(folder)", help) }
        defer { close(lock) }
        while flock(lock, LOCK_EX) != 0 && errno == EINTR {}
        try make(path)
        // SQLite keeps two more files beside a history.
        guard access(Self.folder(of: path), W_OK | X_OK) == 0 else {
            throw failure("cannot write in the folder of \(path)", help)
        }
        return try body()
    }

    /// A file that is there is not opened: closing it would drop the locks that another
    /// connection of this process holds on it.
    private static func make(_ path: String) throws(RunFailure) {
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
            return
        }
        guard errno == EEXIST else { throw failure("cannot make \(path)", help) }
        try requirePlainFile(path)
        guard access(path, R_OK | W_OK) == 0 else { throw failure("cannot write \(path)", help) }
    }

    /// Takes a file that is there from everybody but its owner.
    static func keepPrivate(_ path: String) throws(RunFailure) {
        if try requirePlainFile(path) & 0o077 != 0 { chmod(path, 0o600) }
    }

    /// Whether a file that is there, and what SQLite keeps beside it, can be written.
    static func isWritable(_ path: String) -> Bool {
        access(path, W_OK) == 0 && access(folder(of: path), W_OK | X_OK) == 0
            && ["-wal", "-shm"].allSatisfy { ending in
                access(path + ending, W_OK) == 0 || errno == ENOENT
            }
    }

    /// The mode of a file that is there.
    @discardableResult
    static func requirePlainFile(_ path: String) throws(RunFailure) -> mode_t {
        var information = stat()
        guard stat(path, &information) == 0 else {
            if errno == ENOENT, lstat(path, &information) == 0 {
                throw RunFailure(
                    "\(path) is a link to a file that is not there", help: help,
                    exitCode: .machine)
            }
            throw failure("cannot open \(path)", help)
        }
        guard information.st_mode & S_IFMT == S_IFREG else {
            throw RunFailure("\(path) is no plain file", help: help, exitCode: .machine)
        }
        return information.st_mode
    }

    /// The folder that a file really lies in, links followed.
    private static func folder(of path: String) -> String {
        let real = realpath(path, nil)
        defer { free(real) }
        return parent(of: real.map { String(cString: $0) } ?? path)
    }

    /// The folder in a path; `.` for a bare name.
    static func parent(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    }

    /// Makes the folders that `path` needs and that are not there.
    package static func makeFolders(
        of path: String, mode: UInt32, help: [String] = []
    ) throws(RunFailure) {
        var folder = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/").dropLast() {
            folder += part + "/"
            if mkdir(folder, mode) != 0 && errno != EEXIST {
                throw failure("cannot make the folder \(folder)", help)
            }
        }
    }

    private static func failure(_ what: String, _ help: [String]) -> RunFailure {
        RunFailure(
            "\(what): \(String(cString: strerror(errno)))", help: help, exitCode: .machine)
    }
}
