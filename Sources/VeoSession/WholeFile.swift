import Glibc
import VeoClient

/// A small file that is there whole or not at all.
enum WholeFile {
    /// How often the temporary file is opened anew that another program gave its name.
    private static let openTries = 10

    /// Writes it under a name of its own (``PartName``), syncs it, and gives it its own name, which it
    /// takes from a file that is there. A program that is killed meanwhile leaves the part, and
    /// the next write takes that over.
    static func write(_ bytes: [UInt8], to path: String) throws(RunFailure) {
        let part = PartName.of(path)
        let descriptor = try opened(part, for: path)
        defer { close(descriptor) }
        do throws(RunFailure) {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    Glibc.write(descriptor, $0.baseAddress, $0.count)
                }
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { throw failure(path) }
                rest = rest.dropFirst(count)
            }
            while fsync(descriptor) != 0 {
                guard errno == EINTR else { throw failure(path) }
            }
            guard rename(part, path) == 0 else { throw failure(path) }
        } catch {
            unlink(part)
            throw error
        }
    }

    /// The part, empty, and locked against other programs that write the same file.
    private static func opened(_ part: String, for path: String) throws(RunFailure) -> Int32 {
        for _ in 0..<openTries {
            let descriptor = open(part, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
            if descriptor < 0 && errno == EINTR { continue }
            guard descriptor >= 0 else { throw failure(path) }
            while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {}
            var (open, named) = (stat(), stat())
            // The one before may have given the file its name while this one waited for the lock.
            if fstat(descriptor, &open) == 0, lstat(part, &named) == 0,
                open.st_ino == named.st_ino, open.st_dev == named.st_dev,
                ftruncate(descriptor, 0) == 0
            {
                return descriptor
            }
            close(descriptor)
        }
        throw failure(path)
    }

    private static func failure(_ path: String) -> RunFailure {
        RunFailure(
            "cannot write \(path): \(String(cString: strerror(errno)))", exitCode: .machine)
    }
}
