import Glibc

/// A whole, checked and synced video under its temporary name.
package struct DownloadedPart: Sendable, Hashable {
    package let path: String
    package let byteCount: Int64
    /// The SHA-256 of the file, in hexadecimal digits.
    package let sha256: String
    /// Keeps other programs away until the file has its name for good.
    private let file: PartFile?

    package init(path: String, byteCount: Int64, sha256: String) {
        self.init(path: path, byteCount: byteCount, sha256: sha256, file: nil)
    }

    init(path: String, byteCount: Int64, sha256: String, file: PartFile?) {
        self.path = path
        self.byteCount = byteCount
        self.sha256 = sha256
        self.file = file
    }

    package static func == (one: DownloadedPart, other: DownloadedPart) -> Bool {
        (one.path, one.byteCount, one.sha256) == (other.path, other.byteCount, other.sha256)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(path)
        hasher.combine(sha256)
    }

    /// Gives the file its name for good. Unless `replacing`, a target that exists stays and the
    /// error is `.targetExists`; no moment exists at which another program's file is lost. After
    /// an error the part is still there, to be committed under another name or discarded.
    package func commit(to target: String, replacing: Bool) throws(ClientError) {
        do {
            if replacing {
                try Self.requirePlace(target)
                guard rename(path, target) == 0 else {
                    throw FileFailure(action: "create", path: target, number: errno)
                }
            } else {
                try linkWithoutReplacing(target)
            }
            try Self.syncFolder(of: target)
            file?.close()
        } catch let error as FileFailure where error.number == EEXIST && !replacing {
            throw ClientError(
                code: .targetExists, step: .download,
                message: "'\(TextFilter.visible(target, limit: 300))' exists already",
                advice: "choose another name, or `save … if-exists=replace`")
        } catch let error as FileFailure {
            throw error.clientError(step: .download)
        } catch {
            throw ClientError(
                code: .file(EIO), step: .download, message: "could not rename the download")
        }
    }

    /// Removes the file.
    package func discard() {
        unlink(path)
        file?.close()
    }

    /// A file may be replaced, a link gives way, and anything else that stands there stays: a
    /// device, a pipe, a socket.
    private static func requirePlace(_ target: String) throws {
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
    private func linkWithoutReplacing(_ target: String) throws {
        if link(path, target) == 0 {
            unlink(path)
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
        guard rename(path, target) == 0 else {
            throw FileFailure(action: "create", path: target, number: errno)
        }
    }

    /// The name is safe only when the folder that holds it is on the disk.
    private static func syncFolder(of target: String) throws {
        let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
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
