import CXattr
import Crypto
import Glibc

/// Where the bytes of a part come from, remembered in an extended attribute of the file, so that
/// a program that was killed is gone on with by the next one. Where the file system has none, the
/// next one starts anew.
enum PartOrigin {
    /// Must start with `user.`, the namespace that programs may use (xattr(7)).
    static let attribute = "user.veo.source"
    /// The longest value that is read, in bytes: the tag and some hundred bytes more.
    private static let byteLimit = HeaderNumbers.tagByteLimit + 256

    /// The source of what is in the file. Nil when nothing is known, and after a restart of the
    /// machine: what was not synced may be missing in the middle of the file then.
    static func read(_ descriptor: Int32, address: String) -> PartFile.Source? {
        guard let boot else { return nil }
        var bytes = [UInt8](repeating: 0, count: byteLimit)
        let count = fgetxattr(descriptor, attribute, &bytes, bytes.count)
        guard count > 0 else { return nil }
        let lines = String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
        guard lines.count == 3, lines[0] == boot, lines[1] == hash(address) else { return nil }
        return PartFile.Source(url: address, tag: String(lines[2]))
    }

    /// Notes the source before the first byte comes from it. The address is kept as a hash, since
    /// it may hold a signature.
    static func write(_ source: PartFile.Source, to descriptor: Int32) {
        guard let boot else { return }
        let value = Array("\(boot)\n\(hash(source.url))\n\(source.tag)".utf8)
        // Without it a killed download starts anew, which is no failure.
        _ = fsetxattr(descriptor, attribute, value, value.count, 0)
    }

    /// What is in the file is not to be gone on with any more.
    static func remove(_ descriptor: Int32) {
        _ = fremovexattr(descriptor, attribute)
    }

    private static func hash(_ address: String) -> String {
        hexadecimal(SHA256.hash(data: Array(address.utf8)))
    }

    /// Tells one start of the machine from another (random(4)).
    private static let boot = smallText("/proc/sys/kernel/random/boot_id", limit: 64)
        .split(separator: "\n").first
}
