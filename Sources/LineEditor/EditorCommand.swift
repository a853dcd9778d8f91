import CEditline
import Glibc

/// A command of the editor's own, with the keys it is bound to. libedit's commands for history,
/// completion and signals do not fit: its history cuts long lines, its completion measures bytes,
/// and its signals reach the whole process group.
struct EditorCommand: @unchecked Sendable {
    private let name: UnsafePointer<wchar_t>
    private let help: UnsafePointer<wchar_t>
    private let keys: [[wchar_t]]
    /// Keys of the command mode of vi.
    private let commandModeKeys: [[wchar_t]]
    private let function: ce_command_function

    private init(
        _ name: String, _ help: String, keys: [String], commandModeKeys: [String] = [],
        _ function: @escaping ce_command_function
    ) {
        self.name = Self.immortal(name)
        self.help = Self.immortal(help)
        self.keys = keys.map { WideText.terminated($0.unicodeScalars) }
        self.commandModeKeys = commandModeKeys.map { WideText.terminated($0.unicodeScalars) }
        self.function = function
    }

    /// libedit keeps the pointers for as long as it runs.
    private static func immortal(_ text: String) -> UnsafePointer<wchar_t> {
        let characters = WideText.terminated(text.unicodeScalars)
        let copy = UnsafeMutablePointer<wchar_t>.allocate(capacity: characters.count)
        copy.initialize(from: characters, count: characters.count)
        return UnsafePointer(copy)
    }

    private static func key(_ key: EditorKey) -> String {
        WideText.string([Unicode.Scalar(key.rawValue) ?? " "])
    }

    /// The commands, made once a process.
    private static let all: [EditorCommand] = [
        EditorCommand(
            "line-older", "The line before in the history",
            keys: [key(.up), "^P"], commandModeKeys: ["k"],
            { editor, _ in run(editor) { $0.showOlderLine() } }),
        EditorCommand(
            "line-newer", "The line after in the history",
            keys: [key(.down), "^N"], commandModeKeys: ["j"],
            { editor, _ in run(editor) { $0.showNewerLine() } }),
        EditorCommand(
            "line-search", "Search the history",
            keys: ["^R"], commandModeKeys: ["/"],
            { editor, _ in run(editor) { $0.searchHistory() } }),
        EditorCommand(
            "line-complete", "Complete the word at the cursor",
            keys: ["^I"],
            { editor, _ in run(editor) { $0.completeWord() } }),
        EditorCommand(
            "line-paste", "Insert what was pasted",
            keys: [key(.paste)],
            { editor, _ in run(editor) { $0.insertPaste() } }),
        EditorCommand(
            "line-interrupt", "Drop the line",
            keys: ["^C"],
            { editor, _ in run(editor) { $0.dropLine() } }),
        EditorCommand(
            "line-delete-or-end", "Delete the next character; on an empty line, leave",
            keys: ["^D"],
            { editor, _ in run(editor) { $0.deleteOrEnd() } }),
        EditorCommand(
            "line-suspend", "Stop the program until the shell continues it",
            keys: ["^Z"],
            { editor, _ in run(editor) { $0.suspendCommand() } }),
        EditorCommand(
            "line-ignore", "Nothing",
            keys: ["\u{1C}"],
            { _, _ in UInt8(CC_NORM) }),
    ]

    /// Keys of libedit's own commands that arrive as escape sequences.
    private static let movements: [(EditorKey, String)] = [
        (.left, "ed-prev-char"), (.right, "ed-next-char"),
        (.home, "ed-move-to-beg"), (.end, "ed-move-to-end"),
        (.delete, "ed-delete-next-char"),
        (.wordLeft, "ed-prev-word"), (.wordRight, "em-next-word"),
    ]

    private static func run(
        _ editor: OpaquePointer?, _ command: (EditingReader) -> Int32
    ) -> UInt8 {
        guard let reader = EditingReader.of(editor) else { return UInt8(CC_ERROR) }
        return UInt8(command(reader))
    }

    static func addAll(to editor: OpaquePointer) {
        for command in all {
            ce_add_command(editor, command.name, command.help, command.function)
        }
    }

    static func bindAll(in editor: OpaquePointer) {
        for command in all {
            for keys in command.keys {
                ce_bind(editor, keys, command.name)
                ce_bind_alternative(editor, keys, command.name)
            }
            for keys in command.commandModeKeys {
                ce_bind_alternative(editor, keys, command.name)
            }
        }
        for (movement, name) in movements {
            let keys = WideText.terminated(key(movement).unicodeScalars)
            let name = WideText.terminated(name.unicodeScalars)
            ce_bind(editor, keys, name)
            ce_bind_alternative(editor, keys, name)
        }
    }
}
