import Glibc
import NIOCore
import NIOPosix

extension DownloadedPart {
    /// Copies a file of this machine, such as a video that was saved elsewhere, and brings the copy
    /// to the disk.
    ///
    /// - Parameter path: the temporary name of the copy, which no other program can write until it
    ///   is committed or discarded.
    package static func copy(of file: String, toPart path: String) async throws -> DownloadedPart {
        let part = try await PartFile.open(path: path, goingOnFrom: "")
        do {
            try await part.restart(from: nil)
            let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
            guard descriptor >= 0 else {
                throw FileFailure(action: "read", path: file, number: errno)
            }
            defer { Glibc.close(descriptor) }
            while let piece = try await read(descriptor, of: file) {
                try await part.write([piece]).get()
            }
            return try await part.finish()
        } catch {
            part.remove()
            throw (error as? FileFailure)?.clientError(step: .download) ?? error
        }
    }

    /// The next bytes; `nil` at the end.
    private static func read(_ descriptor: Int32, of file: String) async throws -> ByteBuffer? {
        try await NIOThreadPool.singleton.runIfActive {
            var bytes = [UInt8](repeating: 0, count: PartFile.blockByteCount)
            while true {
                let count = Glibc.read(descriptor, &bytes, bytes.count)
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else {
                    throw FileFailure(action: "read", path: file, number: errno)
                }
                return count == 0 ? nil : ByteBuffer(bytes: bytes[..<count])
            }
        }
    }
}
