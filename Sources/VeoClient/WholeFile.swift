import Glibc

/// A small file that is there whole or not at all.
package enum WholeFile {
    /// How often the lock of the part is asked for: another program holds it for the moment that a
    /// small file takes, and one that stands still is waited for two seconds.
    private static let lockTries = 100

    /// Writes a part by the rules of ``FilePart``, syncs it, and gives it its own name, which it
    /// takes from a file that is there. A program that is killed meanwhile leaves the part, and the
    /// next write takes that over. The error is in words, for example "could not write 'a.json':
    /// the disk is full".
    ///
    /// - Parameter mode: the rights of the file; those of a new one when nil.
    package static func write(
        _ bytes: [UInt8], to path: String, mode: UInt32? = nil
    ) throws(ClientError) {
        let part = PartName.of(path)
        do throws(FileFailure) {
            let descriptor = try FilePart.open(part, patience: lockTries)
            defer { close(descriptor) }
            do throws(FileFailure) {
                guard ftruncate(descriptor, 0) == 0, fchmod(descriptor, mode ?? newMode) == 0
                else { throw FileFailure(action: "write", path: path, number: errno) }
                try write(bytes, to: descriptor, path: path)
                try FilePart.sync(descriptor, path: path)
                try FilePart.place(part, at: path, replacing: true)
            } catch {
                unlink(part)
                throw error
            }
        } catch {
            throw error.clientError(step: .download)
        }
    }

    /// Writes anew what a file holds that is there, with its rights and its owner; through a
    /// symbolic link, which stays, into the file that it names.
    package static func rewrite(_ bytes: [UInt8], to path: String) throws(ClientError) {
        var information = stat()
        guard let real = realpath(path, nil) else {
            throw FileFailure(action: "write", path: path, number: errno)
                .clientError(step: .download)
        }
        defer { free(real) }
        guard stat(real, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            throw FileFailure(action: "replace", path: path, number: EEXIST)
                .clientError(step: .download)
        }
        try write(bytes, to: String(cString: real), mode: information.st_mode & 0o7777)
    }

    private static func write(
        _ bytes: [UInt8], to descriptor: Int32, path: String
    ) throws(FileFailure) {
        var failure: FileFailure?
        bytes.withUnsafeBytes { buffer in
            do throws(FileFailure) {
                try FilePart.write(buffer, to: descriptor, path: path)
            } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// What the mask of the process leaves of 0666. A part that another program left may have
    /// other rights.
    private static let newMode: mode_t = {
        // The mask can only be read by setting it; proc(5) tells it without.
        let text = smallText("/proc/self/status", limit: 16 * 1024)
        let line = text.split(separator: "\n").first { $0.hasPrefix("Umask:") }
        let mask = line.flatMap { mode_t($0.dropFirst(6).trimmedBlanks, radix: 8) } ?? 0o022
        return 0o666 & ~mask
    }()
}

/// The text of a small file of the system, such as those of proc(5); empty when it cannot be read.
package func smallText(_ path: String, limit: Int) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16 * 1024)
    while bytes.count < limit {
        let count = read(descriptor, &chunk, chunk.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        bytes += chunk[..<count]
    }
    return String(decoding: bytes.prefix(limit), as: UTF8.self)
}
