import Glibc

/// A folder for copies of images that one program has to itself. A lock tells that it lives: what
/// a program left that was killed is removed by the next one that makes such a folder.
struct SpoolFolder: Sendable {
    private static let prefix = "veo-images-"
    /// Entries of the folder for temporary files that are looked at.
    private static let entryLimit = 10_000
    /// How often a folder is made anew that another program took for abandoned before it was
    /// locked.
    private static let makeTries = 10

    let path: String
    private let descriptor: Int32

    init(in temporaryFolder: String) throws(RunFailure) {
        for _ in 0..<Self.makeTries {
            var template = Array("\(temporaryFolder)/\(Self.prefix)XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { break }
            let path = String(
                decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
            guard let descriptor = Self.locked(path) else { continue }
            self.path = path
            self.descriptor = descriptor
            return
        }
        throw RunFailure(
            "cannot copy an image: \(String(cString: strerror(errno)))", exitCode: .machine)
    }

    /// Removes the folder and the copies in it.
    func remove() {
        Self.empty(descriptor)
        rmdir(path)
        close(descriptor)
    }

    /// Removes the folders of this user whose programs have ended without doing so.
    static func removeAbandoned(in temporaryFolder: String) {
        for name in names(in: temporaryFolder, limit: entryLimit) where name.hasPrefix(prefix) {
            let path = "\(temporaryFolder)/\(name)"
            guard let descriptor = locked(path) else { continue }
            empty(descriptor)
            rmdir(path)
            close(descriptor)
        }
    }

    /// A folder of this user that no other program has locked, and that still has its name.
    private static func locked(_ path: String) -> Int32? {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var (open, named) = (stat(), stat())
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &open) == 0,
            open.st_uid == geteuid(), lstat(path, &named) == 0, open.st_ino == named.st_ino,
            open.st_dev == named.st_dev
        {
            return descriptor
        }
        close(descriptor)
        return nil
    }

    private static func empty(_ descriptor: Int32) {
        for name in names(in: "/proc/self/fd/\(descriptor)", limit: entryLimit) {
            unlinkat(descriptor, name, 0)
        }
    }

    private static func names(in folder: String, limit: Int) -> [String] {
        guard let entries = opendir(folder) else { return [] }
        defer { closedir(entries) }
        var names: [String] = []
        while names.count < limit, let entry = readdir(entries) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }
}
