import Glibc
import VeoClient

/// Copies of the images that unsent jobs will send. A submit freezes the bytes of its images: a
/// file that changes while its job waits for a place changes nothing. Copies are kept by their
/// hash, so a thousand jobs with one start frame keep it once.
actor ImageSpool {
    private var folder: SpoolFolder?
    private var kept: [String: ImageFile] = [:]
    private var count = 0
    private let temporaryFolder: String

    init(temporaryFolder: String) {
        self.temporaryFolder = temporaryFolder
    }

    /// The same image, with a path that no one else writes to.
    func freeze(_ path: String) async throws(RunFailure) -> ImageFile {
        let original = try await inspect(path)
        if let frozen = kept[original.sha256] { return named(original.name, frozen) }
        let folder = try spoolFolder()
        count += 1
        let copy = "\(folder.path)/\(count)"
        try Self.copy(path, to: copy)
        let frozen = try await inspect(copy)
        kept[frozen.sha256] = frozen
        return named(original.name, frozen)
    }

    /// The copy of an image that was sent by this program, by its bytes.
    func kept(_ sha256: String, named path: String) -> ImageFile? {
        kept[sha256].map { named(path.split(separator: "/").last.map(String.init) ?? path, $0) }
    }

    private func inspect(_ path: String) async throws(RunFailure) -> ImageFile {
        do { return try await ImageFile.inspect(path: path) } catch {
            throw RunFailure(error.message, help: [error.help], exitCode: .script)
        }
    }

    private func named(_ name: String, _ image: ImageFile) -> ImageFile {
        ImageFile(
            path: image.path, name: name, mimeType: image.mimeType, byteCount: image.byteCount,
            sha256: image.sha256)
    }

    func remove() {
        folder?.remove()
        folder = nil
        kept = [:]
    }

    private func spoolFolder() throws(RunFailure) -> SpoolFolder {
        if let folder { return folder }
        SpoolFolder.removeAbandoned(in: temporaryFolder)
        let new = try SpoolFolder(in: temporaryFolder)
        folder = new
        return new
    }

    private static func copy(_ source: String, to target: String) throws(RunFailure) {
        let input = open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw failure("cannot read the image \(source)") }
        defer { close(input) }
        let output = open(target, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw failure("cannot copy the image \(source)") }
        defer { close(output) }
        var buffer = [UInt8](repeating: 0, count: 256 * 1024)
        var total = 0
        while total <= ImageFile.byteLimit {
            let count = read(input, &buffer, buffer.count)
            if count == 0 { return }
            if count < 0 && errno == EINTR { continue }
            guard count > 0, write(buffer[..<count], to: output) else {
                throw failure("cannot copy the image \(source)")
            }
            total += count
        }
    }

    /// False, with `errno`, when not all of it could be written.
    private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func failure(_ what: String) -> RunFailure {
        RunFailure("\(what): \(String(cString: strerror(errno)))", exitCode: .machine)
    }
}
