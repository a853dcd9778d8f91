import Glibc
import VeoLanguage

/// A file that this program obeys: it must be nobody's but the user's.
package struct TrustedFile {
    /// Why it is not to be obeyed; `nil` where nobody else can have written it.
    package let problem: String?

    /// Looks at a file; `nil` where there is none.
    package static func look(at path: String) -> TrustedFile? {
        var file = stat()
        guard stat(path, &file) == 0 else {
            guard errno != ENOENT, errno != ENOTDIR else { return nil }
            return TrustedFile(problem: String(cString: strerror(errno)))
        }
        return TrustedFile(problem: problem(file, in: PrivateFile.parent(of: path)))
    }

    private static func problem(_ file: stat, in parent: String) -> String? {
        if file.st_mode & S_IFMT != S_IFREG { return "it is no plain file" }
        if file.st_uid != geteuid(), file.st_uid != 0 {
            return "it belongs to another user, \(name(of: file.st_uid))"
        }
        if file.st_mode & S_IWOTH != 0 {
            return "everybody may write to it; `chmod o-w` takes it from them"
        }
        var folder = stat()
        if stat(parent, &folder) == 0, folder.st_mode & (S_IWOTH | S_ISVTX) == S_IWOTH {
            return "everybody may write to its folder; `chmod o-w` takes it from them"
        }
        return nil
    }

    private static func name(of user: uid_t) -> String {
        guard let entry = getpwuid(user), let name = entry.pointee.pw_name else {
            return "number \(user)"
        }
        return VisibleText.of(String(cString: name))
    }
}
