import Crypto

/// The name of a file while it is written. Nobody else gives files such names: what is found under
/// one was left by a program like this one, and is gone on with or written over.
package enum PartName {
    private static let suffix = ".veo.part"
    /// Bytes of a name that file systems take (NAME_MAX).
    private static let byteLimit = 255

    /// `cat.mp4` becomes `cat-2.mp4`.
    package static func numbered(_ path: String, _ number: Int) -> String {
        path.hasSuffix(".mp4") ? "\(path.dropLast(4))-\(number).mp4" : "\(path)-\(number)"
    }

    /// The name for what may be the video of a path and is not trusted: `cat.mp4` has
    /// `cat.doubtful.mp4` beside it.
    package static func doubtful(_ path: String) -> String {
        path.hasSuffix(".mp4") ? "\(path.dropLast(4)).doubtful.mp4" : "\(path).doubtful"
    }

    /// Always the same for one path. A name that would be too long ends earlier, in `~` and some
    /// digits that stand for all of it.
    package static func of(_ path: String) -> String {
        let start = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
        let (folder, name) = (path[..<start], path[start...])
        guard name.utf8.count + suffix.utf8.count > byteLimit else { return path + suffix }
        let digits = hexadecimal(SHA256.hash(data: Array(name.utf8))).prefix(16)
        let ending = "~\(digits)\(suffix)"
        var short = ""
        for character in name {
            guard short.utf8.count + character.utf8.count + ending.utf8.count <= byteLimit else {
                break
            }
            short.append(character)
        }
        return folder + short + ending
    }
}
