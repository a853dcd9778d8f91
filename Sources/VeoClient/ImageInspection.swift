import Crypto
import Glibc
import NIOPosix

extension ImageFile {
    /// Reads a file once and checks it: there, a plain file, not empty, at most 10 MB, and a whole
    /// JPEG, PNG or WebP image by its bytes (the name proves nothing).
    package static func inspect(path: String) async throws(ImageError) -> ImageFile {
        let outcome: Result<ImageFile, ImageError>
        do {
            outcome = try await NIOThreadPool.singleton.runIfActive { read(path: path) }
        } catch {
            throw ImageError(message: "'\(shown(path))' was not read", help: "try again")
        }
        return try outcome.get()
    }

    private static func read(path: String) -> Result<ImageFile, ImageError> {
        func failure(_ message: String, _ help: String) -> Result<ImageFile, ImageError> {
            .failure(ImageError(message: message, help: help))
        }
        let text = shown(path)
        // Without O_NONBLOCK, opening a named pipe would wait for its writer.
        let file = path.contains("\0") ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            return errno == ENOENT || path.contains("\0")
                ? failure("there is no image '\(text)'", "check the path")
                : failure(
                    "'\(text)' cannot be read: \(systemMessage(errno))",
                    "check the rights of the file")
        }
        defer { close(file) }
        var information = stat()
        guard fstat(file, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            let kind = information.st_mode & S_IFMT == S_IFDIR ? "a folder" : "no plain file"
            return failure("'\(text)' is \(kind)", "give a JPEG, PNG or WebP file")
        }
        guard information.st_size > 0 else {
            return failure("'\(text)' is empty", "give a JPEG, PNG or WebP file")
        }
        guard information.st_size <= byteLimit else {
            return failure(
                "'\(text)' has \(grouped(Int(information.st_size))) bytes; the API takes at most "
                    + "\(grouped(byteLimit)) (10 MB)",
                "scale it down or store it as a JPEG of lower quality")
        }
        guard let bytes = contents(of: file, limit: byteLimit) else {
            return failure(
                "'\(text)' cannot be read: \(systemMessage(errno))", "check the disk and try again")
        }
        guard let type = mimeType(of: bytes) else {
            return failure(
                "'\(text)' is no JPEG, PNG or WebP image",
                "convert it, for example: ffmpeg -i '\(text)' image.jpg")
        }
        var image = ImageFile(
            path: path, name: baseName(path), mimeType: type, byteCount: bytes.count,
            sha256: hexadecimal(SHA256.hash(data: bytes)))
        do { image.header = try ImageHeader(bytes, mimeType: type) } catch {
            return failure(
                "'\(text)' is a damaged image: \(error.reason)",
                "open it in a viewer, and export it anew")
        }
        return .success(image)
    }

    /// The format by its magic bytes; nil for all that the API does not take.
    static func mimeType(of bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0xff, 0xd8, 0xff]) { return "image/jpeg" }
        if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) {
            return "image/png"
        }
        if bytes.count >= 12, bytes.starts(with: Array("RIFF".utf8)),
            bytes[8..<12].elementsEqual("WEBP".utf8)
        {
            return "image/webp"
        }
        return nil
    }

    private static func contents(of file: Int32, limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 256 * 1024)
        while bytes.count <= limit {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { return nil }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
        errno = EFBIG
        return nil
    }

    private static func baseName(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    private static func shown(_ path: String) -> String {
        TextFilter.visible(path, limit: 200)
    }
}
