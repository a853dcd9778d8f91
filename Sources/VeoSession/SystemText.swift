import Glibc

/// A file that the kernel writes as it is read, as those of `/proc`.
enum SystemText {
    /// Its text, so much of it at most; `nil` where it cannot be read.
    static func of(_ path: String, byteLimit: Int) -> String? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: min(byteLimit, 16 * 1024))
        while text.count < byteLimit {
            let count = fread(&buffer, 1, min(buffer.count, byteLimit - text.count), file)
            guard count > 0 else { break }
            text += buffer[..<count]
        }
        return String(decoding: text, as: UTF8.self)
    }
}
