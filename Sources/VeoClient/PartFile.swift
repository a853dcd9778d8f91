import Crypto
import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// A file that a download grows in, with the hash and the check of what is in it.
///
/// The blocking calls run on the thread pool of NIO, one block at a time, while the network goes
/// on. The owner awaits `pending` work and calls `close()` on every path.
final class PartFile: Sendable {
    /// The bytes that are handed to the disk at once.
    static let blockByteCount = 256 * 1024
    /// The pieces that are handed to the disk at once at most, however small they are.
    static let blockPieceLimit = 256

    private struct Content {
        var hash = SHA256()
        var walker = MP4Walker()
        var byteCount: Int64 = 0
    }

    let path: String
    private let descriptor: Int32
    private let content = Mutex(Content())

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Creates the file, or empties the one that an earlier download of this user left. It never
    /// follows a symbolic link, nor writes into a file that has another name too.
    static func open(path: String) async throws -> PartFile {
        try await NIOThreadPool.singleton.runIfActive {
            if path.contains("\0") {
                throw FileFailure(action: "create", path: path, number: EINVAL)
            }
            let common = O_WRONLY | O_CLOEXEC | O_NOFOLLOW
            var descriptor = Glibc.open(path, common | O_CREAT | O_EXCL, 0o666)
            if descriptor < 0, errno == EEXIST {
                descriptor = Glibc.open(path, common | O_NONBLOCK)
                if descriptor >= 0 {
                    try takeOver(descriptor, path: path)
                }
            }
            guard descriptor >= 0 else {
                throw FileFailure(action: "create", path: path, number: errno)
            }
            return PartFile(path: path, descriptor: descriptor)
        }
    }

    private static func takeOver(_ descriptor: Int32, path: String) throws {
        var information = stat()
        let isOwn =
            fstat(descriptor, &information) == 0
            && information.st_mode & S_IFMT == S_IFREG
            && information.st_uid == geteuid() && information.st_nlink == 1
        if isOwn, ftruncate(descriptor, 0) == 0 { return }
        let number = isOwn ? errno : EEXIST
        Glibc.close(descriptor)
        throw FileFailure(action: "create", path: path, number: number)
    }

    /// Starts writing a block; the future is done when it is on its way to the disk.
    func write(_ pieces: [ByteBuffer]) -> EventLoopFuture<Void> {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        return NIOThreadPool.singleton.runIfActive(eventLoop: loop) { [self] in
            try content.withLock { content in
                for piece in pieces {
                    try piece.withUnsafeReadableBytes { bytes in
                        content.walker.feed(bytes)
                        try self.write(bytes)
                        content.hash.update(bufferPointer: bytes)
                        content.byteCount += Int64(bytes.count)
                    }
                }
            }
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws {
        var offset = 0
        while offset < bytes.count {
            let count = Glibc.write(
                descriptor, bytes.baseAddress! + offset, bytes.count - offset)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw FileFailure(action: "write", path: path, number: count < 0 ? errno : EIO)
            }
            offset += count
        }
    }

    /// Why the bytes so far are surely no video; nil while they may be one.
    var rejection: String? { content.withLock { $0.walker.rejection } }

    /// Brings everything to the disk and tells what is there.
    func finish() async throws -> (part: DownloadedPart, verdict: MP4Walker.Verdict) {
        try await NIOThreadPool.singleton.runIfActive { [self] in
            guard fsync(descriptor) == 0 else {
                throw FileFailure(action: "write", path: path, number: errno)
            }
            return content.withLock { content in
                let part = DownloadedPart(
                    path: path, byteCount: content.byteCount,
                    sha256: hexadecimal(content.hash.finalize()))
                return (part, content.walker.verdict)
            }
        }
    }

    /// Closes the file; to be called once, when no write is under way.
    func close() {
        Glibc.close(descriptor)
    }
}
