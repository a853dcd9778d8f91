import Glibc

/// Where a video is: whole in the history, which is one for all folders, and as short as it can be
/// for who stands in the folder.
enum SavedPath {
    /// The folder that the program runs in, with its `/`; it is never changed.
    private static let folder: String? = {
        guard let path = getcwd(nil, 0) else { return nil }
        defer { free(path) }
        let text = String(cString: path)
        return text.hasSuffix("/") ? text : text + "/"
    }()

    /// The path from the root. Links and `..` stay as they are: what they mean is the system's
    /// affair. Where the folder itself is gone, the path as it is.
    static func whole(_ path: String) -> String {
        let full = path.hasPrefix("/") ? path : (folder ?? "") + path
        guard full.hasPrefix("/") else { return path }
        return "/" + full.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }

    /// The folder that a file is in, from the root.
    static func folder(of path: String) -> Substring {
        let whole = whole(path)
        return whole.lastIndex(of: "/").map { whole[..<$0] } ?? ""
    }

    /// The path from the folder that the program runs in, where the file is in there.
    static func shown(_ path: String) -> String {
        guard let folder, path.hasPrefix(folder), path.count > folder.count else { return path }
        return String(path.dropFirst(folder.count))
    }
}
