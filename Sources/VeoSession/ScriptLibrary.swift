import Glibc
package import VeoClient
package import VeoLanguage

/// Reads scripts from the disk, each once.
package struct ScriptLibrary: Sendable {
    /// By the path that it was read from.
    private var scripts: [String: ParseResult] = [:]

    package init() {}

    /// The bytes of a script as a source, or why it cannot be read.
    /// - Parameter takesPipes: whether it may come from another program, which may never write.
    package static func read(
        _ path: String, takesPipes: Bool = false
    ) throws(RunFailure) -> SourceFile {
        SourceFile(name: path, bytes: try bytes(of: path, takesPipes: takesPipes))
    }

    mutating func parse(_ path: String) throws(RunFailure) -> ParseResult {
        if let known = scripts[path] { return known }
        let result = Parser.parse(try Self.read(path), dialect: .file)
        scripts[path] = result
        return result
    }

    /// Where a path that stands in `source` leads: relative to that file's folder; at the prompt
    /// and on standard input, relative to the current directory. A leading `~` is a home folder.
    package static func resolve(
        _ path: String, in source: SourceFile
    ) throws(ValueError) -> String {
        let path = try HomeFolder.expanded(path)
        guard !path.hasPrefix("/"), !source.name.hasPrefix("<"),
            let slash = source.name.lastIndex(of: "/")
        else { return path }
        return source.name[...slash] + path
    }

    /// The same for every way to write the path of one file.
    package static func identity(of path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func bytes(of path: String, takesPipes: Bool) throws(RunFailure) -> [UInt8] {
        var descriptor: Int32
        repeat {
            // Without a writer, the opening of a FIFO would wait for one.
            descriptor = open(path, O_RDONLY | O_CLOEXEC | (takesPipes ? 0 : O_NONBLOCK))
        } while descriptor < 0
            && errno == EINTR
        guard descriptor >= 0 else { throw failure(path, number: errno) }
        defer { close(descriptor) }
        var information = stat()
        guard takesPipes || fstat(descriptor, &information) == 0 else {
            throw failure(path, number: errno)
        }
        guard takesPipes || [S_IFREG, S_IFDIR].contains(information.st_mode & S_IFMT) else {
            throw failure(path, "it is no plain file", .script)
        }
        return try bytes(from: descriptor, name: path)
    }

    /// Everything that can be read from a descriptor, up to the limit of a script.
    package static func bytes(
        from descriptor: Int32, name: String, limit: Int = Limits.fileBytes
    ) throws(RunFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw failure(name, number: errno) }
            bytes += buffer[..<count]
            guard bytes.count <= limit else {
                throw failure(name, "it is larger than \(limit / 1_048_576) MiB", .script)
            }
        }
    }

    /// A path that leads to no script is the user's; a disk that cannot be read is the machine's.
    private static func failure(_ path: String, number: Int32) -> RunFailure {
        let isOfMachine = [EIO, EMFILE, ENFILE, ENOMEM, ENOSPC].contains(number)
        return failure(path, String(cString: strerror(number)), isOfMachine ? .machine : .script)
    }

    private static func failure(
        _ path: String, _ reason: String, _ exitCode: ExitStatus
    ) -> RunFailure {
        RunFailure("cannot read the script \(path): \(reason)", exitCode: exitCode)
    }
}

/// A script that was parsed and checked with everything that it includes.
package struct CheckedScript: Sendable {
    package let script: Script
    /// Errors and warnings in the order of the text.
    package let diagnostics: [Diagnostic]
    /// The scripts that it includes, by path.
    let included: [String: Script]
    /// What its loops go through, by the source as it was filled in.
    let loopData: [LoopData.Key: LoopData]
    /// The jobs that it submits and what they cost, as far as that is known before the run.
    package let estimate: Estimate
    /// The folders that videos will be saved in, as far as they are known.
    let folders: Set<String>
    /// The same, with how many folders more may stand between them and a video.
    package let resultFolders: [String: Int]
    /// What it submits, as far as that is known before the run, in order.
    let submits: [PlannedSubmit]
    /// Whether it speaks to the gateway at all.
    package let needsGateway: Bool

    package struct Estimate: Sendable, Hashable {
        package var jobs = 0
        package var price = Money.zero
        /// Whether the price of each of them is known.
        package var isComplete = true
        /// The last `budget` of the script, or the session's.
        package var budget: Money?
    }

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// `1 error`, `3 errors`.
    package var errorCount: String {
        let count = diagnostics.count { $0.severity == .error }
        return count == 1 ? "1 error" : "\(count) errors"
    }

    func included(_ path: String, by source: SourceFile) -> Script? {
        (try? ScriptLibrary.resolve(path, in: source)).flatMap { included[$0] }
    }
}
