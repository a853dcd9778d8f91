import FoundationEssentials
import Glibc

/// A private folder for drawing: made when drawing starts, removed at the end with all that is
/// in it. No name in it comes from a request.
struct PictureFolder: Sendable {
    let path: String

    init(in parent: String) throws(SimulatorError) {
        var template = Array("\(parent)/veo-pictures-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            let reason = String(cString: strerror(errno))
            throw SimulatorError(
                message: "cannot make a folder for pictures in \(parent): \(reason); "
                    + "set TMPDIR to one that is writable, or give --pictures off")
        }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
        try Data(bytes).write(to: URL(filePath: "\(path)/\(name)"))
    }

    /// A file as memory that the system reads when it is looked at; nil if it is not there.
    func map(_ name: String) -> Data? {
        try? Data(contentsOf: URL(filePath: "\(path)/\(name)"), options: .alwaysMapped)
    }

    func rename(_ name: String, to other: String) throws {
        try FileManager.default.moveItem(atPath: "\(path)/\(name)", toPath: "\(path)/\(other)")
    }

    func remove(_ name: String) {
        unlink("\(path)/\(name)")
    }

    func removeAll() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
