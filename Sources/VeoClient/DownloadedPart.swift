import Glibc

/// A whole, checked and synced video under its temporary name.
package struct DownloadedPart: Sendable, Hashable {
    package let path: String
    package let byteCount: Int64
    /// The SHA-256 of the file, in hexadecimal digits.
    package let sha256: String
    /// Keeps other programs away until the file has its name for good.
    private let file: PartFile?

    package init(path: String, byteCount: Int64, sha256: String) {
        self.init(path: path, byteCount: byteCount, sha256: sha256, file: nil)
    }

    init(path: String, byteCount: Int64, sha256: String, file: PartFile?) {
        self.path = path
        self.byteCount = byteCount
        self.sha256 = sha256
        self.file = file
    }

    package static func == (one: DownloadedPart, other: DownloadedPart) -> Bool {
        (one.path, one.byteCount, one.sha256) == (other.path, other.byteCount, other.sha256)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(path)
        hasher.combine(sha256)
    }

    /// Gives the file its name for good. Unless `replacing`, a target that exists stays and the
    /// error is `.targetExists`; no moment exists at which another program's file is lost. After
    /// an error the part is still there, to be committed under another name or discarded.
    package func commit(to target: String, replacing: Bool) throws(ClientError) {
        do throws(FileFailure) {
            try FilePart.place(path, at: target, replacing: replacing)
            file?.close()
        } catch {
            guard error.number == EEXIST, !replacing else {
                throw error.clientError(step: .download)
            }
            throw ClientError(
                code: .targetExists, step: .download,
                message: "'\(TextFilter.visible(target, limit: 300))' exists already",
                advice: "choose another name, or `save … if-exists=replace`")
        }
    }

    /// Removes the file.
    package func discard() {
        unlink(path)
        file?.close()
    }
}
