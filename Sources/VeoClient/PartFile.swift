import Crypto
import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// A file that a download grows in, with the hash and the check of what is in it.
///
/// One program alone has it, by a lock that lasts until the file has its name for good. The
/// blocking calls run on the thread pool of NIO, one block at a time, while the network goes on.
/// The owner awaits the work under way and calls `close()` or `remove()` on every path.
final class PartFile: Sendable {
    /// The bytes that are handed to the disk at once.
    static let blockByteCount = 256 * 1024
    /// The same for the first ones: a short download that is killed leaves most of what came.
    static let firstBlockByteCount = 32 * 1024
    /// The share of the bytes so far that the next block holds, between the two.
    private static let blockShare: Int64 = 8
    /// The pieces that are handed to the disk at once at most, however small they are.
    static let blockPieceLimit = 256

    /// Where the bytes in the file come from.
    struct Source: Sendable, Hashable {
        let url: String
        let tag: String
    }

    private struct Content {
        var hash = SHA256()
        var walker = MP4Walker()
        var byteCount: Int64 = 0
        /// Nil when a broken download must start anew.
        var source: Source?
        var isOpen = true
    }

    let path: String
    private let descriptor: Int32
    private let content = Mutex(Content())
    /// The hash of what the last failed try brought.
    private let failed = Mutex("")

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Opens the part by the rules of ``FilePart``: with what is in it where that surely comes from
    /// `address`, else emptied.
    static func open(path: String, goingOnFrom address: String) async throws -> PartFile {
        try await NIOThreadPool.singleton.runIfActive {
            let descriptor = try FilePart.open(path)
            do {
                let file = PartFile(path: path, descriptor: descriptor)
                try file.takeUp(address)
                return file
            } catch {
                Glibc.close(descriptor)
                throw error
            }
        }
    }

    /// Goes on with what an earlier program left, if it says where that comes from; it is read,
    /// hashed and walked over like what comes now. All else is emptied.
    private func takeUp(_ address: String) throws {
        try content.withLock { content in
            if let source = PartOrigin.read(descriptor, address: address),
                let kept = Self.content(of: descriptor), kept.walker.rejection == nil
            {
                content = kept
                content.source = source
            } else {
                try empty()
            }
        }
    }

    /// What is in a file, which is read to its end; nil when it cannot be.
    private static func content(of descriptor: Int32) -> Content? {
        var content = Content()
        var block = [UInt8](repeating: 0, count: blockByteCount)
        while true {
            let count = read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0, content.byteCount < GatewayClient.videoByteLimit else { return nil }
            if count == 0 { return content }
            block.withUnsafeBytes { bytes in
                let part = UnsafeRawBufferPointer(rebasing: bytes[..<count])
                content.walker.feed(part)
                content.hash.update(bufferPointer: part)
            }
            content.byteCount += Int64(count)
        }
    }

    /// The note about the source goes first: no bytes of one source ever stand under another's.
    private func empty() throws {
        PartOrigin.remove(descriptor)
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw FileFailure(action: "write", path: path, number: errno)
        }
    }

    /// What to ask for so that a broken download from this address goes on; nil when it must start
    /// anew.
    func resumption(from url: String) -> Resumption? {
        content.withLock { content in
            guard content.byteCount > 0, let source = content.source, source.url == url else {
                return nil
            }
            return Resumption(offset: content.byteCount, tag: source.tag)
        }
    }

    /// How many bytes wait at most before they are handed to the disk.
    static func blockByteCount(after received: Int64) -> Int {
        min(max(Int(received / blockShare), firstBlockByteCount), blockByteCount)
    }

    /// The bytes in the file.
    var byteCount: Int64 { content.withLock { $0.byteCount } }

    /// Empties the file; what comes now comes from `source`.
    func restart(from source: Source?) async throws {
        try await NIOThreadPool.singleton.runIfActive { [self] in
            try content.withLock { content in
                try empty()
                content = Content()
                content.source = source
                if let source { PartOrigin.write(source, to: descriptor) }
            }
        }
    }

    /// What is in the file is not to be gone on with.
    func forgetSource() {
        content.withLock { content in
            content.source = nil
            PartOrigin.remove(descriptor)
        }
    }

    /// Starts writing a block; the future is done when it is on its way to the disk.
    func write(_ pieces: [ByteBuffer]) -> EventLoopFuture<Void> {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        return NIOThreadPool.singleton.runIfActive(eventLoop: loop) { [self] in
            try content.withLock { content in
                for piece in pieces {
                    try piece.withUnsafeReadableBytes { bytes in
                        content.walker.feed(bytes)
                        try FilePart.write(bytes, to: descriptor, path: path)
                        content.hash.update(bufferPointer: bytes)
                        content.byteCount += Int64(bytes.count)
                    }
                }
            }
        }
    }

    /// Whether a failed try brought the same bytes as the one before it.
    func isSameAsBefore() -> Bool {
        content.withLock { content in
            let digest = hexadecimal(content.hash.finalize())
            return failed.withLock { failed in
                defer { failed = digest }
                return failed == digest
            }
        }
    }

    /// Whether what is in the file may be the video after all. What a broken line left has its end
    /// missing, unless the file itself says that it is whole.
    func mayBeVideo(endedWell: Bool) -> Bool {
        guard byteCount > 0 else { return false }
        switch verdict {
        case .whole, .odd: return true
        case .truncated: return endedWell
        case .notVideo: return false
        }
    }

    /// What is in the file so far.
    var verdict: MP4Walker.Verdict { content.withLock { $0.walker.verdict } }

    /// Brings everything to the disk.
    func finish() async throws -> DownloadedPart {
        try await NIOThreadPool.singleton.runIfActive { [self] in
            // The video has no use for it under its name.
            PartOrigin.remove(descriptor)
            try FilePart.sync(descriptor, path: path)
            return content.withLock { content in
                DownloadedPart(
                    path: path, byteCount: content.byteCount,
                    sha256: hexadecimal(content.hash.finalize()), file: self)
            }
        }
    }

    /// Closes the file and gives up its lock, when no write is under way.
    func close() {
        content.withLock { content in
            if content.isOpen {
                // Said, for a program that is just being started has a copy of the descriptor, and
                // would keep the lock for that moment.
                flock(descriptor, LOCK_UN)
                Glibc.close(descriptor)
            }
            content.isOpen = false
        }
    }

    /// Removes the file and closes it. The name goes first, while the lock still keeps others
    /// from taking the file over.
    func remove() {
        unlink(path)
        close()
    }
}
