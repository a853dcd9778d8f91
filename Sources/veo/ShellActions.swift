import FoundationEssentials
import Glibc
import LineEditor
import Subprocess
import SystemPackage
import VeoLanguage
import VeoSession

/// What `history` and `edit` do at the prompt.
enum ShellActions {
    /// Lines that `history` shows at most.
    static let historyLimit = 1_000

    /// - Parameter lines: the file of the typed lines; `nil` where none is kept.
    static func make(lines: String?, editor: LineEditor) -> Output.PromptActions {
        Output.PromptActions(
            history: {
                lines.map { LineEditor.storedLines(at: $0, limit: historyLimit) } ?? []
            },
            edit: { text in try await editor.lending { try await edit(text) } },
            confirm: { await confirm($0, editor) })
    }

    static func confirm(_ question: String, _ editor: LineEditor) async -> Bool {
        await answer(question, editor) ?? false
    }

    /// Whether the answer is yes; `nil` when nobody is there to give one.
    static func answer(_ question: String, _ editor: LineEditor) async -> Bool? {
        let answer = await editor.readLine(
            LineEditor.Prompt("\(question) [y/N] ", isQuestion: true))
        switch answer {
        case .line(let text): return ["y", "yes"].contains(text.lowercased())
        case .interrupted, .externalEditor: return false
        case .endOfInput, .failed: return nil
        }
    }

    /// The text as the user leaves it in `$VISUAL`, `$EDITOR` or vi.
    private static func edit(_ text: String) async throws -> String {
        let folder = Live.environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(folder)/veo-prompt-XXXXXX.txt".utf8CString)
        let descriptor = mkstemps(&template, 4)
        guard descriptor >= 0 else {
            throw RunFailure(
                "cannot make a file to edit in \(folder): \(String(cString: strerror(errno)))",
                exitCode: .machine)
        }
        close(descriptor)
        let path = String(
            decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { unlink(path) }
        try Data(text.utf8).write(to: URL(filePath: path))
        try await open(path)
        let edited = try Data(contentsOf: URL(filePath: path))
        guard let result = String(validating: edited, as: UTF8.self) else {
            throw RunFailure(
                "the edited text is not UTF-8; the old prompt stays", exitCode: .script)
        }
        // Editors end the last line; the line end is not part of the prompt.
        return result.hasSuffix("\n") ? String(result.dropLast()) : result
    }

    private static func open(_ path: String) async throws {
        let editor =
            [Live.environment["VISUAL"], Live.environment["EDITOR"]]
            .compactMap { $0 }.first { !$0.isEmpty } ?? "vi"
        let result = try await Subprocess.run(
            // The setting may be a command with options, as in `code --wait`.
            .path("/bin/sh"), arguments: ["-c", "\(editor) \"$1\"", "sh", path],
            environment: ChildEnvironment.of(Live.environment),
            input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
            output: .fileDescriptor(.standardOutput, closeAfterSpawningProcess: false),
            error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
        guard result.terminationStatus.isSuccess else {
            throw RunFailure(
                "the editor '\(editor)' failed; the old prompt stays",
                help: ["VISUAL and EDITOR name the editor"], exitCode: .machine)
        }
    }
}
