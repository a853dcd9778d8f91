import Glibc
import NIOSSL

/// Whose certificates are trusted: the authorities of the machine, or those that `SSL_CERT_FILE`
/// (one file) and `SSL_CERT_DIR` (folders, parted by colons) name in their place, as with curl.
package struct TrustedRoots: Sendable, Hashable {
    /// The most bytes of a file of certificates; that of a whole system has a quarter of a million.
    static let byteLimit = 16 * 1024 * 1024
    /// The most files of a folder that are looked into.
    static let fileLimit = 10_000

    private let file: String?
    private let folders: [String]

    package init(environment: [String: String]) {
        func value(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        file = value("SSL_CERT_FILE")
        folders = value("SSL_CERT_DIR")?.split(separator: ":").map(String.init) ?? []
    }

    /// What a connection is made with. A name in the environment that holds no certificate is an
    /// error: what would be trusted in its place is not what its owner wants.
    func configuration() throws(UnusableSetting) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        guard file != nil || !folders.isEmpty else { return configuration }
        var found: Set<NIOSSLCertificate> = []
        if let file { found.formUnion(try Self.certificates(inFile: file)) }
        for folder in folders { found.formUnion(try Self.certificates(inFolder: folder)) }
        guard !found.isEmpty else {
            throw Self.unusable(
                "SSL_CERT_DIR", folders.joined(separator: ":"), "holds no certificate")
        }
        configuration.trustRoots = .certificates(Array(found))
        return configuration
    }

    private static func certificates(
        inFile path: String
    ) throws(UnusableSetting) -> [NIOSSLCertificate] {
        let name = "SSL_CERT_FILE"
        let bytes: [UInt8]
        switch contents(path) {
        case .success(let read): bytes = read
        case .failure(let failure):
            throw unusable(name, path, "which cannot be read: \(failure.words)")
        }
        if bytes.isEmpty { throw unusable(name, path, "which is empty") }
        guard let found = try? NIOSSLCertificate.fromPEMBytes(bytes), !found.isEmpty else {
            throw unusable(name, path, "which holds no certificate in the PEM form")
        }
        return found
    }

    /// What else lies in a folder of certificates is passed over.
    private static func certificates(
        inFolder path: String
    ) throws(UnusableSetting) -> [NIOSSLCertificate] {
        guard let entries = opendir(path) else {
            throw unusable(
                "SSL_CERT_DIR", path, "which cannot be read: \(systemMessage(errno))")
        }
        defer { closedir(entries) }
        var found: [NIOSSLCertificate] = []
        var count = 0
        while count < fileLimit, let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard !name.hasPrefix("."), case .success(let bytes) = contents("\(path)/\(name)")
            else { continue }
            count += 1
            if let read = try? NIOSSLCertificate.fromPEMBytes(bytes) { found += read }
        }
        return found
    }

    private struct Unreadable: Error { let words: String }

    private static func contents(_ path: String) -> Result<[UInt8], Unreadable> {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return .failure(Unreadable(words: systemMessage(errno))) }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            return .failure(Unreadable(words: "it is no plain file"))
        }
        guard information.st_size <= byteLimit else {
            return .failure(Unreadable(words: "it is larger than \(grouped(byteLimit)) bytes"))
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while bytes.count <= byteLimit {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return .failure(Unreadable(words: systemMessage(errno))) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return .success(bytes)
    }

    private static func unusable(_ name: String, _ path: String, _ what: String) -> UnusableSetting
    {
        UnusableSetting(
            message: "\(name) names '\(TextFilter.visible(path, limit: 200))', \(what)",
            help: "name certificates of authorities in the PEM form, or unset it")
    }
}
