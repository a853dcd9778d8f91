import FoundationEssentials
import Testing
import VeoSimulator

/// A script with what it must print and how it must end, beside it as `.out`, `.err`, `.exit`.
///
/// Lines of the script that start with `#:` say how it is run:
///
/// - `#: fault RULE` gives the simulator a fault,
/// - `#: option WORD …` adds words to the command line,
/// - `#: key none` runs without a key,
/// - `#: env NAME=VALUE` adds to the environment,
/// - `#: file NAME [BYTES]` puts an unwritable, large or plain file into the folder,
/// - `#: pipe` gives the script on standard input,
/// - `#: requests STEP=N …` counts what the simulator must have seen (`none` for nothing).
struct ScriptCase: CustomTestStringConvertible, Sendable {
    let path: String
    let bytes: [UInt8]
    let directives: [(name: String, value: String)]

    var testDescription: String { name }
    var name: String { String(path.split(separator: "/").last!.dropLast(4)) }

    init(path: String) throws {
        self.path = path
        bytes = try Array(Data(contentsOf: URL(filePath: path)))
        directives = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            .filter { $0.hasPrefix("#: ") }
            .map { line in
                let words = line.dropFirst(3).split(separator: " ", maxSplits: 1)
                return (String(words[0]), words.count > 1 ? String(words[1]) : "")
            }
    }

    func values(_ name: String) -> [String] {
        directives.filter { $0.name == name }.map(\.value)
    }

    func has(_ name: String) -> Bool { directives.contains { $0.name == name } }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Scripts").path

    static let all: [ScriptCase] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".veo") }.sorted()
            .compactMap { try? ScriptCase(path: "\(folder)/\($0)") }
    }()

    // MARK: What is expected

    private func expectation(_ ending: String) -> String {
        String(path.dropLast(3)) + ending
    }

    func expected(_ ending: String) -> String {
        let data = try? Data(contentsOf: URL(filePath: expectation(ending)))
        return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Writes what was seen as what is expected from now on; nothing where it is the default.
    func record(_ text: String, _ ending: String) throws {
        let url = URL(filePath: expectation(ending))
        if text.isEmpty {
            try? FileManager.default.removeItem(at: url)
        } else {
            try Data(text.utf8).write(to: url)
        }
    }
}
