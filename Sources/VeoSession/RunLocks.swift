import Glibc

/// Locks by which the programs of one kernel know whose runs live, also from one container to
/// another, where a process id means nothing: a byte of an empty file beside the history for each
/// run. A lock ends with its process, however that ends (fcntl(2), open file description locks).
final class RunLocks: Sendable {
    /// Of linux/fcntl.h; Swift does not see them.
    private static let (getLock, setLock): (Int32, Int32) = (36, 37)

    private let descriptor: Int32

    /// `nil` where there can be no such file.
    /// - Parameter path: of the history.
    init?(_ path: String, isReadOnly: Bool = false) {
        let flags = (isReadOnly ? O_RDONLY : O_RDWR | O_CREAT) | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        descriptor = open(path + "-runs", flags, 0o600)
        guard descriptor >= 0 else { return nil }
    }

    deinit { close(descriptor) }

    /// Holds the lock of a run for as long as this object lives.
    func hold(_ run: Int) {
        var lock = Self.lock(of: run)
        while fcntl(descriptor, Self.setLock, &lock) != 0 && errno == EINTR {}
    }

    /// Whether another program holds the lock of a run; `nil` where the file system has none.
    func isHeld(_ run: Int) -> Bool? {
        var lock = Self.lock(of: run)
        guard fcntl(descriptor, Self.getLock, &lock) == 0 else { return nil }
        return lock.l_type != Int16(F_UNLCK)
    }

    private static func lock(of run: Int) -> flock {
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = off_t(run)
        lock.l_len = 1
        return lock
    }
}
