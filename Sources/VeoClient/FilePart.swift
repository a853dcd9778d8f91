import Glibc

/// How every file of the program is written: under a name of its own (``PartName``), by one program
/// alone, and then under its name for good, whole or not at all.
enum FilePart {
    /// How often a part is opened anew whose name another program took away meanwhile.
    private static let openTries = 10

    /// Opens the part at `path`, to read and to write, with its lock: a new file, or the one that
    /// an earlier program of this user left, with what is in it. It follows no symbolic link,
    /// waits for no pipe, and takes nothing but a plain file of this user. One that has another
    /// name too, such as a file that got its name when its program was killed, loses this one, so
    /// that what is in it stays as it is under the other.
    ///
    /// - Parameter patience: how often the lock is asked for, a fiftieth of a second apart.
    static func open(_ path: String, patience: Int = 1) throws(FileFailure) -> Int32 {
        if path.contains("\0") {
            throw FileFailure(action: "create", path: path, number: EINVAL)
        }
        for _ in 0..<openTries {
            let descriptor = try openOnce(path)
            do throws(FileFailure) {
                try PartLock.take(descriptor, path: path, tries: patience)
                if PartLock.isCurrent(descriptor, path: path),
                    try hasOneName(descriptor, path: path)
                {
                    return descriptor
                }
            } catch {
                Glibc.close(descriptor)
                throw error
            }
            Glibc.close(descriptor)
        }
        throw FileFailure(action: "create", path: path, number: EWOULDBLOCK)
    }

    private static func openOnce(_ path: String) throws(FileFailure) -> Int32 {
        let common = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        while true {
            var descriptor = Glibc.open(path, common | O_CREAT | O_EXCL, 0o666)
            if descriptor < 0, errno == EEXIST { descriptor = Glibc.open(path, common) }
            if descriptor >= 0 { return descriptor }
            guard errno == EINTR else {
                // A pipe without a reader, a socket.
                let number = errno == ENXIO ? EEXIST : errno
                throw FileFailure(action: "create", path: path, number: number)
            }
        }
    }

    /// False when it had to give up its name, because what is in it belongs to another one.
    private static func hasOneName(
        _ descriptor: Int32, path: String
    ) throws(FileFailure) -> Bool {
        var information = stat()
        let isOwn =
            fstat(descriptor, &information) == 0
            && information.st_mode & S_IFMT == S_IFREG
            && information.st_uid == geteuid()
        guard isOwn else { throw FileFailure(action: "create", path: path, number: EEXIST) }
        guard information.st_nlink > 1 else { return true }
        guard unlink(path) == 0 else {
            throw FileFailure(action: "create", path: path, number: errno)
        }
        return false
    }

    /// Writes all of the bytes where the descriptor stands.
    static func write(
        _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String
    ) throws(FileFailure) {
        var offset = 0
        while offset < bytes.count {
            let count = Glibc.write(
                descriptor, bytes.baseAddress! + offset, bytes.count - offset)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw FileFailure(action: "write", path: path, number: count < 0 ? errno : EIO)
            }
            offset += count
        }
    }

    /// Brings a file to the disk.
    static func sync(_ descriptor: Int32, path: String) throws(FileFailure) {
        while fsync(descriptor) != 0 {
            guard errno == EINTR else {
                throw FileFailure(action: "write", path: path, number: errno)
            }
        }
    }

    /// Gives the part its name for good. Unless `replacing`, a target that exists stays and the
    /// error has the number `EEXIST`; no moment exists at which another program's file is lost.
    static func place(
        _ part: String, at target: String, replacing: Bool
    ) throws(FileFailure) {
        if replacing {
            try requirePlace(target)
            guard rename(part, target) == 0 else {
                throw FileFailure(action: "create", path: target, number: errno)
            }
        } else {
            try linkWithoutReplacing(part, target)
        }
        try syncFolder(of: target)
    }

    /// A file may be replaced, a link gives way, and anything else that stands there stays: a
    /// device, a pipe, a socket.
    private static func requirePlace(_ target: String) throws(FileFailure) {
        var information = stat()
        guard lstat(target, &information) == 0 else { return }
        switch information.st_mode & S_IFMT {
        case S_IFREG, S_IFLNK: break
        case S_IFDIR: throw FileFailure(action: "create", path: target, number: EISDIR)
        default: throw FileFailure(action: "replace", path: target, number: EEXIST)
        }
    }

    /// A hard link fails when the name is taken, which a rename does not. File systems without
    /// hard links get a rename after a look.
    private static func linkWithoutReplacing(
        _ part: String, _ target: String
    ) throws(FileFailure) {
        if link(part, target) == 0 {
            unlink(part)
            return
        }
        let number = errno
        guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK, EXDEV].contains(number) else {
            throw FileFailure(action: "create", path: target, number: number)
        }
        var information = stat()
        if lstat(target, &information) == 0 {
            throw FileFailure(action: "create", path: target, number: EEXIST)
        }
        guard rename(part, target) == 0 else {
            throw FileFailure(action: "create", path: target, number: errno)
        }
    }

    /// The name is safe only when the folder that holds it is on the disk.
    private static func syncFolder(of target: String) throws(FileFailure) {
        let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? "."
        let descriptor = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw FileFailure(action: "open", path: folder, number: errno)
        }
        defer { close(descriptor) }
        // Some file systems cannot sync a folder and say EINVAL.
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw FileFailure(action: "write", path: folder, number: errno)
        }
    }
}
