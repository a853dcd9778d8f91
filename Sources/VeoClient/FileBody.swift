import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// A file that is no longer what was checked before sending.
struct ImageChanged: Error {
    let path: String
    let reason: String
}

/// The bytes of a request body, read from disk while they are sent.
///
/// It also knows whether the sending began: the HTTP client pulls the first piece only after the
/// connection stands and the head is written, so a request whose body was never pulled surely
/// started no job.
struct StreamedBody: AsyncSequence, Sendable {
    /// How much of a file is read at a time, in bytes; divisible by three for Base64.
    static let readByteCount = 384 * 1024

    /// What is known of the sending, shared with the side that judges a failure.
    final class Progress: Sendable {
        private let begun = Atomic<Bool>(false)
        private let broken = Atomic<Bool>(false)

        /// True when the first byte of the body was handed to the connection.
        var hasBegun: Bool { begun.load(ordering: .acquiring) }
        /// True when a file could not be read, so that the body was surely never complete.
        var isBroken: Bool { broken.load(ordering: .acquiring) }

        func begin() { begun.store(true, ordering: .releasing) }
        func breakOff() { broken.store(true, ordering: .releasing) }
    }

    let body: RequestBody
    let progress: Progress

    struct AsyncIterator: AsyncIteratorProtocol {
        let pieces: [RequestBody.Piece]
        let progress: Progress
        private var index = 0
        private var offset = 0

        init(pieces: [RequestBody.Piece], progress: Progress) {
            self.pieces = pieces
            self.progress = progress
        }

        mutating func next() async throws -> ByteBuffer? {
            progress.begin()
            while index < pieces.count {
                switch pieces[index] {
                case .bytes(let bytes):
                    index += 1
                    return ByteBuffer(bytes: bytes)
                case .file(let file):
                    if let bytes = try await nextBytes(of: file) { return ByteBuffer(bytes: bytes) }
                case .base64(let file):
                    if let bytes = try await nextBytes(of: file) {
                        return ByteBuffer(bytes: base64Bytes(bytes[...]))
                    }
                }
            }
            return nil
        }

        /// The next bytes of a file; nil after its last, and the piece is done then.
        private mutating func nextBytes(of file: ImageFile) async throws -> [UInt8]? {
            guard offset < file.byteCount else {
                index += 1
                offset = 0
                return nil
            }
            let start = offset
            do {
                let bytes = try await NIOThreadPool.singleton.runIfActive {
                    try StreamedBody.read(file, at: start)
                }
                offset += bytes.count
                return bytes
            } catch {
                progress.breakOff()
                throw error
            }
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(pieces: body.pieces, progress: progress)
    }

    /// Opens, reads and closes, so that a sending that is given up leaves nothing open.
    private static func read(_ file: ImageFile, at offset: Int) throws -> [UInt8] {
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw ImageChanged(path: file.path, reason: systemMessage(errno))
        }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_size == file.byteCount else {
            throw ImageChanged(path: file.path, reason: "its size changed")
        }
        let wanted = Swift.min(readByteCount, file.byteCount - offset)
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            while count < wanted {
                let result = pread(
                    descriptor, buffer.baseAddress! + count, wanted - count, off_t(offset + count))
                if result < 0, errno == EINTR { continue }
                if result < 0 { failure = errno }
                if result <= 0 { return }
                count += result
            }
        }
        guard bytes.count == wanted else {
            throw ImageChanged(
                path: file.path,
                reason: failure == 0 ? "it became shorter" : systemMessage(failure))
        }
        return bytes
    }
}
