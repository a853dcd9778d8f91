import Glibc

/// The folder that belongs to the user.
package enum HomeFolder {
    /// `HOME` where it is a whole path, else what the user database says: cron and services are
    /// started without the variable. `nil` where nobody knows a folder: the current one is no
    /// home, and may be anybody's.
    package static func path(_ environment: [String: String]) -> String? {
        if let home = environment["HOME"], home.hasPrefix("/") { return home }
        return ofUserDatabase
    }

    /// getpwuid_r(3), which is asked again with more room where an entry is long.
    private static var ofUserDatabase: String? {
        var size = 1_024
        while size <= 1_024 * 1_024 {
            var buffer = [CChar](repeating: 0, count: size)
            var entry = passwd()
            var found: UnsafeMutablePointer<passwd>?
            let code = getpwuid_r(geteuid(), &entry, &buffer, buffer.count, &found)
            if code == ERANGE {
                size *= 4
                continue
            }
            guard code == 0, let folder = found?.pointee.pw_dir else { return nil }
            let path = String(cString: folder)
            return path.hasPrefix("/") ? path : nil
        }
        return nil
    }
}
