import FoundationEssentials
import Testing

/// What holds after every run, whatever the script was about.
enum Leftovers {
    /// - A saved video is whole: `ftyp` first, `moov` there.
    /// - No half download has the name of a video, and none is left beside a success.
    /// - The key is, in no form, in anything that was printed or written: not in the history, not in
    ///   a result.
    static func check(_ run: ProgramRun, in folder: String, key: String?) throws {
        for line in run.output.split(separator: "\n") {
            guard line.hasPrefix("saved "), line.hasSuffix(".mp4") else { continue }
            let path = line.dropFirst(6)
            let whole = path.hasPrefix("/") ? String(path) : "\(folder)/\(path)"
            let data = try Data(contentsOf: URL(filePath: whole))
            #expect(boxes(of: data).first == "ftyp", "\(line)")
            #expect(boxes(of: data).contains("moov"), "\(line)")
        }
        let files = Fixtures.files(in: folder)
        if run.exitCode == 0 {
            #expect(files.filter { $0.hasSuffix(".part") } == [])
        }
        guard let key, !key.isEmpty else { return }
        try checkNoKey(key, run, in: folder)
    }

    /// The key is nowhere but in the files named; the script itself may have such a word in its
    /// directives.
    static func checkNoKey(
        _ key: String, _ run: ProgramRun, in folder: String, except known: Set<String> = []
    ) throws {
        let forms = KeyForms(key)
        #expect(forms.found(in: run.output) == [], "on standard output: \(run.output)")
        #expect(forms.found(in: run.errors) == [], "on standard error: \(run.errors)")
        for file in Fixtures.files(in: folder)
        where !file.hasSuffix(".veo") && !known.contains(file) {
            let data = try Data(contentsOf: URL(filePath: "\(folder)/\(file)"))
            #expect(forms.found(in: Array(data)) == [], "the key is in \(file)")
        }
    }

    /// The types of the top-level boxes of an MP4, up to the first that is cut short.
    static func boxes(of data: Data) -> [String] {
        var names: [String] = []
        var rest = data[...]
        while rest.count >= 8 {
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            guard length >= 8, length <= rest.count else { return names }
            names.append(String(decoding: rest.dropFirst(4).prefix(4), as: UTF8.self))
            rest = rest.dropFirst(length)
        }
        return rest.isEmpty ? names : []
    }
}

/// How many programs run at once: each is a process of its own on a machine that may be small.
actor RunningPrograms {
    private static let shared = RunningPrograms()
    private static let limit = 12

    private var count = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    static func with<Result: Sendable>(
        _ body: () async throws -> Result
    ) async throws -> Result {
        await shared.enter()
        do {
            let result = try await body()
            await shared.leave()
            return result
        } catch {
            await shared.leave()
            throw error
        }
    }

    private func enter() async {
        guard count >= Self.limit else {
            count += 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// The place goes to the one that has waited longest.
    private func leave() {
        if waiting.isEmpty {
            count -= 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
