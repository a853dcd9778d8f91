import CEditline
import Glibc

/// A command of the editor's own, with the keys it is bound to. libedit's commands for history,
/// completion and signals do not fit: its history cuts long lines, its completion measures bytes,
/// and its signals reach the whole process group.
struct EditorCommand: @unchecked Sendable {
    private let name: UnsafePointer<wchar_t>
    private let help: UnsafePointer<wchar_t>
    private let keys: [[wchar_t]]
    /// Keys that follow the escape key, in the Emacs keys.
    private let metaKeys: [[wchar_t]]
    /// Keys of the command mode of vi.
    private let commandModeKeys: [[wchar_t]]
    private let function: ce_command_function

    private init(
        _ name: String, _ help: String, keys: [String], metaKeys: [String] = [],
        commandModeKeys: [String] = [],
        _ function: @escaping ce_command_function
    ) {
        self.name = Self.immortal(name)
        self.help = Self.immortal(help)
        self.keys = keys.map { WideText.terminated($0.unicodeScalars) }
        self.metaKeys = metaKeys.map { WideText.terminated("\u{1B}\($0)".unicodeScalars) }
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
            "line-enter", "Enter the line, or add a row to one that is not complete",
            keys: ["^M", "^J"], commandModeKeys: ["^M", "^J"],
            { editor, _ in run(editor) { $0.enterLine() } }),
        EditorCommand(
            "line-insert-row", "Add a row to the line",
            keys: [key(.openRow)], metaKeys: ["^M"],
            { editor, _ in run(editor) { $0.insertRow() } }),
        EditorCommand(
            "line-up", "The row above, or the line before in the history",
            keys: [key(.up)], commandModeKeys: ["k", key(.up)],
            { editor, _ in run(editor) { $0.moveUp() } }),
        EditorCommand(
            "line-down", "The row below, or the line after in the history",
            keys: [key(.down)], commandModeKeys: ["j", key(.down)],
            { editor, _ in run(editor) { $0.moveDown() } }),
        EditorCommand(
            "line-older", "The line before in the history",
            keys: ["^P"], commandModeKeys: ["^P"],
            { editor, _ in run(editor) { $0.showOlderLine() } }),
        EditorCommand(
            "line-newer", "The line after in the history",
            keys: ["^N"], commandModeKeys: ["^N"],
            { editor, _ in run(editor) { $0.showNewerLine() } }),
        EditorCommand(
            "line-search", "Search the history",
            keys: ["^R"], commandModeKeys: ["/", "^R"],
            { editor, _ in run(editor) { $0.searchHistory() } }),
        EditorCommand(
            "line-complete", "Complete the word at the cursor",
            keys: ["^I"],
            { editor, _ in run(editor) { $0.completeWord() } }),
        EditorCommand(
            "line-complete-back", "Choose the completion before",
            keys: [key(.backTab)],
            { editor, _ in run(editor) { $0.choose(steps: -1) } }),
        EditorCommand(
            "line-right", "The next character, or all that is suggested",
            keys: [key(.right), "^F"],
            { editor, _ in run(editor) { $0.moveRight() } }),
        EditorCommand(
            "line-end", "The end of the line, or all that is suggested",
            keys: [key(.end), "^E"],
            { editor, _ in run(editor) { $0.moveToEnd() } }),
        EditorCommand(
            "line-word-right", "The next word, or a word of what is suggested",
            keys: [key(.wordRight)], metaKeys: ["f"],
            { editor, _ in run(editor) { $0.moveWordRight() } }),
        EditorCommand(
            "line-paste", "Insert what was pasted",
            keys: [key(.paste)], commandModeKeys: [key(.paste)],
            { editor, _ in run(editor) { $0.insertPaste() } }),
        EditorCommand(
            "line-interrupt", "Drop the line",
            keys: ["^C"], commandModeKeys: ["^C"],
            { editor, _ in run(editor) { $0.dropLine() } }),
        EditorCommand(
            "line-delete-or-end", "Delete the next character; on an empty line, leave",
            keys: ["^D"], commandModeKeys: ["^D"],
            { editor, _ in run(editor) { $0.deleteOrEnd() } }),
        EditorCommand(
            "line-suspend", "Stop the program until the shell continues it",
            keys: ["^Z"], commandModeKeys: ["^Z"],
            { editor, _ in run(editor) { $0.suspendCommand() } }),
        EditorCommand(
            "line-edit", "Edit the line in an external editor",
            keys: ["^X^E"], commandModeKeys: ["v"],
            { editor, _ in run(editor) { $0.openExternalEditor() } }),
        EditorCommand(
            "line-clear-screen", "An empty screen with the line at its top",
            keys: ["^L"], commandModeKeys: ["^L"],
            { editor, _ in run(editor) { $0.clearScreen() } }),
        EditorCommand(
            // The last keys would open libedit's own command line.
            "line-ignore", "Nothing",
            keys: ["\u{1C}", key(.cancel)], metaKeys: ["x", "X"],
            commandModeKeys: ["\u{1C}", key(.cancel), ":"],
            { _, _ in UInt8(CC_NORM) }),
    ]

    /// Keys of libedit's own commands that arrive as escape sequences. The last three keys have
    /// commands of the editor's own where text is typed.
    private static let movements: [(EditorKey, String)] = [
        (.left, "ed-prev-char"), (.home, "ed-move-to-beg"), (.delete, "ed-delete-next-char"),
        (.wordLeft, "ed-prev-word"),
    ]
    private static let commandModeMovements: [(EditorKey, String)] = [
        (.right, "ed-next-char"), (.end, "ed-move-to-end"), (.wordRight, "vi-next-word"),
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
        let hasMeta = ce_uses_vi_keys(editor) == 0
        for command in all {
            for keys in command.keys + (hasMeta ? command.metaKeys : []) {
                ce_bind(editor, keys, command.name)
            }
            for keys in command.commandModeKeys {
                ce_bind_alternative(editor, keys, command.name)
            }
        }
        for (movement, name) in movements {
            ce_bind(editor, keys(movement), WideText.terminated(name.unicodeScalars))
        }
        for (movement, name) in movements + commandModeMovements {
            ce_bind_alternative(editor, keys(movement), WideText.terminated(name.unicodeScalars))
        }
    }

    private static func keys(_ movement: EditorKey) -> [wchar_t] {
        WideText.terminated(key(movement).unicodeScalars)
    }
}
