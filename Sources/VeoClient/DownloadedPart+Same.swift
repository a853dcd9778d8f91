import Crypto
import Glibc
import NIOPosix

extension DownloadedPart {
    /// Whether the plain file at `other` is as long as this one.
    package func hasLength(of other: String) -> Bool {
        var information = stat()
        return lstat(other, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
            && Int64(information.st_size) == byteCount
    }

    /// Whether the file at `other` holds the same bytes; false when it cannot be read.
    package func isSame(as other: String) async throws -> Bool {
        let hash = try await NIOThreadPool.singleton.runIfActive { Self.hash(other) }
        return hash == sha256
    }

    private static func hash(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var hash = SHA256()
        var buffer = [UInt8](repeating: 0, count: PartFile.blockByteCount)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return hexadecimal(hash.finalize()) }
            buffer.withUnsafeBytes { hash.update(bufferPointer: .init(rebasing: $0[..<count])) }
        }
    }
}
