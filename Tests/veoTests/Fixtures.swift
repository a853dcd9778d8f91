import FoundationEssentials
import Glibc
import SystemPackage

/// A folder that is gone after its use.
enum TemporaryFolder {
    static func with<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "veo-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }
}

/// The files that cases ask for by name.
enum Fixtures {
    static let examples = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Scripts/examples").path

    /// `harbour.jpg` is the real picture of the examples; any other name is a file of so many
    /// bytes, or one with the text that follows `=`.
    static func place(_ wishes: [String], in folder: String) throws {
        for wish in wishes {
            let text = wish.split(separator: "=", maxSplits: 1).map(String.init)
            let words = text[0].split(separator: " ").map(String.init)
            let url = URL(filePath: "\(folder)/\(words[0])")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            if words[0].hasSuffix("harbour.jpg") {
                try FileManager.default.copyItem(
                    atPath: "\(examples)/harbour.jpg", toPath: url.path)
            } else if text.count > 1 {
                try Data((text[1].replacing("\\n", with: "\n") + "\n").utf8).write(to: url)
            } else {
                let count = words.count > 1 ? Int(words[1]) ?? 0 : 0
                try Data(repeating: 0x78, count: count).write(to: url)
            }
        }
    }

    /// Files of any bytes, by their hexadecimal digits.
    static func placeBytes(_ wishes: [String], in folder: String) throws {
        for wish in wishes {
            let parts = wish.split(separator: "=", maxSplits: 1).map(String.init)
            let digits = parts[1].compactMap(\.hexDigitValue).map { UInt8($0) }
            let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { index in
                digits[index] << 4 | digits[index + 1]
            }
            try Data(bytes).write(to: URL(filePath: "\(folder)/\(parts[0])"))
        }
    }

    /// What makes a file unfit for its use.
    static func spoil(_ script: ScriptCase, in folder: String) throws {
        func path(_ name: some StringProtocol) throws -> String {
            let url = URL(filePath: "\(folder)/\(name)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            return url.path
        }
        for name in script.values("fifo") {
            guard mkfifo(try path(name), 0o600) == 0 else { throw Errno(rawValue: errno) }
        }
        for pair in script.values("link") {
            let names = pair.split(separator: "=").map(String.init)
            guard symlink(names[1], try path(names[0])) == 0 else { throw Errno(rawValue: errno) }
        }
        for name in script.values("halve") {
            let size = try Data(contentsOf: URL(filePath: try path(name))).count
            guard truncate(try path(name), size / 2) == 0 else { throw Errno(rawValue: errno) }
        }
    }

    /// What the examples read, where they read it.
    static func placeExamples(in folder: String) throws {
        for file in files(in: examples) where !file.hasSuffix(".veo") {
            let url = URL(filePath: "\(folder)/\(file)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: "\(examples)/\(file)", toPath: url.path)
        }
        try FileManager.default.createDirectory(
            atPath: "\(folder)/tutorial", withIntermediateDirectories: true)
    }

    static func text(_ path: String) -> String {
        guard let data = FileManager.default.contents(atPath: path) else { return "not there\n" }
        return String(decoding: data, as: UTF8.self)
    }

    /// All plain files under a folder, by their paths in it.
    static func files(in folder: String) -> [String] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return names.filter { name in
            var information = stat()
            return stat("\(folder)/\(name)", &information) == 0
                && information.st_mode & S_IFMT == S_IFREG
        }.sorted()
    }
}
