package import Glibc

/// Files that only their owner may read.
package enum PrivateFile {
    /// Makes the folders of `path` (0700 where they are new) and the file itself (0600), before
    /// anything is written to it: SQLite gives its `-wal` and `-shm` files the same mode.
    package static func prepare(_ path: String) throws(RunFailure) {
        try makeFolders(of: path, mode: 0o700)
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw failure("cannot open \(path)")
        }
        fchmod(descriptor, 0o600)
        close(descriptor)
    }

    /// Makes the folders that `path` needs and that are not there.
    package static func makeFolders(of path: String, mode: mode_t) throws(RunFailure) {
        var folder = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/").dropLast() {
            folder += part + "/"
            if mkdir(folder, mode) != 0 && errno != EEXIST {
                throw failure("cannot make the folder \(folder)")
            }
        }
    }

    private static func failure(_ what: String) -> RunFailure {
        RunFailure("\(what): \(String(cString: strerror(errno)))", exitCode: .machine)
    }
}
