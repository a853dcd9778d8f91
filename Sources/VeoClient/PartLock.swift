import Glibc

/// The lock by which one program alone writes a part, and who holds it.
enum PartLock {
    /// How much of the list of locks is read, in bytes.
    static let listByteLimit = 1024 * 1024

    /// Takes the lock of an open file; it ends with the descriptor. File systems without locks
    /// are used without.
    ///
    /// - Parameter tries: how often it is asked for, a fiftieth of a second apart.
    static func take(_ descriptor: Int32, path: String, tries: Int = 1) throws(FileFailure) {
        var left = tries
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK where left > 1:
                left -= 1
                usleep(20_000)
            case EWOULDBLOCK:
                throw FileFailure(
                    action: "write", path: path, number: EWOULDBLOCK,
                    holder: holder(of: descriptor))
            default: return
            }
        }
    }

    /// True when the path still names the open file: another program may have renamed or removed
    /// it before the lock was free.
    static func isCurrent(_ descriptor: Int32, path: String) -> Bool {
        var (open, named) = (stat(), stat())
        return fstat(descriptor, &open) == 0 && lstat(path, &named) == 0
            && open.st_ino == named.st_ino && open.st_dev == named.st_dev
    }

    /// The program that holds the lock, from the kernel's list (proc(5)): `veo (process 12)`.
    private static func holder(of descriptor: Int32) -> String? {
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { return nil }
        for line in smallText("/proc/locks", limit: listByteLimit).split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count >= 6, fields[1] == "FLOCK", let process = Int32(fields[4]),
                fields[5].split(separator: ":").last.flatMap({ UInt64($0) })
                    == UInt64(information.st_ino)
            else { continue }
            if process == getpid() { return "another `save` of this program" }
            let name = smallText("/proc/\(process)/comm", limit: 64).trimmedBlanks
            return name.isEmpty
                ? "process \(process)"
                : "\(TextFilter.visible(name, limit: 32)) (process \(process))"
        }
        return nil
    }
}
