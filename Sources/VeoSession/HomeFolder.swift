import Glibc
package import VeoLanguage

/// The home folder of who runs the program, and what `~` at the start of a path stands for.
package enum HomeFolder {
    /// `HOME` where it is a path from the root, else the folder that the user database names: jobs
    /// of cron and services run without the variable. `nil` where neither is known: the current
    /// folder is no home, and may be anybody's.
    package static func path(_ environment: [String: String]) -> String? {
        if let variable = environment["HOME"], variable.utf8.first == UInt8(ascii: "/") {
            return variable
        }
        return entry { entry, buffer, size, result in
            getpwuid_r(geteuid(), entry, buffer, size, result)
        }
    }

    /// That of this process; read once.
    package static let current: String? = {
        guard let variable = getenv("HOME") else { return path([:]) }
        return path(["HOME": String(cString: variable)])
    }()

    /// A path with the folder that a leading `~` or `~user` stands for, as a shell fills it in.
    /// Other paths are left alone, `./~x` too: that is how a file is named that begins with `~`.
    package static func expanded(_ path: String) throws(ValueError) -> String {
        try expanded(path, home: current)
    }

    package static func expanded(_ path: String, home: String?) throws(ValueError) -> String {
        guard path.utf8.first == UInt8(ascii: "~") else { return path }
        let end = path.utf8.firstIndex(of: UInt8(ascii: "/")) ?? path.endIndex
        let user = String(path[..<end].dropFirst())
        guard let folder = user.isEmpty ? home : self.path(of: user) else {
            throw ValueError(
                message: user.isEmpty
                    ? "'~' is the home folder, and nothing says where that is"
                    : "there is no user \(VisibleText.quoted(user)), whose home '~' before it would be",
                help: user.isEmpty
                    ? "set HOME, or write the whole path"
                    : "a file of that name is written './\(VisibleText.of(path))'")
        }
        let rest = path[end...]
        // `/` is the home of some services.
        return folder == "/" && !rest.isEmpty ? String(rest) : folder + rest
    }

    /// The home folder of a user, by the user database.
    private static func path(of user: String) -> String? {
        guard !user.utf8.contains(0) else { return nil }
        return entry { entry, buffer, size, result in
            getpwnam_r(user, entry, buffer, size, result)
        }
    }

    /// The largest entry of the user database that is read, in bytes.
    private static let entryByteLimit = 64 * 1024

    private static func entry(
        _ look: (
            UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
            UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
        ) -> Int32
    ) -> String? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: entryByteLimit)
        return buffer.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return nil }
            var status = look(&entry, start, buffer.count, &found)
            while status == EINTR { status = look(&entry, start, buffer.count, &found) }
            guard status == 0, found != nil, let folder = entry.pw_dir else { return nil }
            let path = String(cString: folder)
            return path.utf8.first == UInt8(ascii: "/") ? path : nil
        }
    }
}
