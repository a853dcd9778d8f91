import FoundationEssentials
import Testing
import VeoSimulator

/// A script with what it must print and how it must end, beside it as `.out`, `.err`, `.exit`.
///
/// Lines of the script that start with `#:` say how it is run:
///
/// - `#: fault RULE` gives the simulator a fault,
/// - `#: profile NAME` is the gateway that the simulator simulates,
/// - `#: speed X` is the simulator's pace; without it a video takes a tenth of a second,
/// - `#: option WORD …` adds words to the command line,
/// - `#: key none` runs without a key, `#: key TEXT` with this one,
/// - `#: env NAME=VALUE` adds to the environment,
/// - `#: no-base-url` leaves the address of the simulator out of it,
/// - `#: file NAME [BYTES]` or `#: file NAME=TEXT` puts a file into the folder (`\n` is a line end),
/// - `#: bytes NAME=DIGITS` puts a file of the bytes with these hexadecimal digits into the folder,
/// - `#: grow BYTES` puts so many `x` where the script says `GROW`, `#: grow-lines BYTES` lines of
///   them,
/// - `#: limit BLOCKS` lets no file grow beyond so many blocks of 512 bytes, as a full disk would,
/// - `#: first NAME` runs another script of the folder before, against the same simulator and
///   history; what it prints is not looked at,
/// - `#: fifo NAME` makes a FIFO, `#: link NAME=TARGET` a link, and `#: halve NAME` cuts a file to
///   half of its length after the scripts that run before,
/// - `#: pipe` gives the script on standard input,
/// - `#: check` only checks it, `#: inside` runs it on the simulator inside the program,
/// - `#: example NAME` runs that script of the examples instead,
/// - `#: show NAME` adds this file to what is printed, as it is after the run,
/// - `#: any-order` lets the lines of standard output come in any order, as `collect` saves,
/// - `#: requests STEP=N …` counts what the simulator must have seen (`none` for nothing).
///
/// In all that stands behind a directive, `GATEWAY` is the address of the simulator.
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

    /// What runs: the script itself, or the example that it names.
    func script() throws -> [UInt8] {
        if let example = values("example").first {
            return try Array(Data(contentsOf: URL(filePath: "\(Fixtures.examples)/\(example)")))
        }
        let text = String(decoding: bytes, as: UTF8.self)
        if let count = values("grow").first.flatMap({ Int($0) }) {
            return Array(text.replacing("GROW", with: String(repeating: "x", count: count)).utf8)
        }
        if let count = values("grow-lines").first.flatMap({ Int($0) }) {
            let line = String(repeating: "x", count: 63) + "\n"
            let lines = String(repeating: line, count: count / line.utf8.count)
            return Array(text.replacing("GROW\n", with: lines).utf8)
        }
        return bytes
    }

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
