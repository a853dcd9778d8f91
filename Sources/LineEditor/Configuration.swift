extension LineEditor {
    /// What an editor needs to know of the program around it. The functions are called on the
    /// editor's thread while a person waits for a key to act, so they must be quick.
    package struct Configuration: Sendable {
        /// The name that sections of `~/.editrc` are chosen by.
        package var applicationName: String
        /// Where typed lines are kept between runs; nil keeps them in memory only.
        package var historyPath: String?
        /// How many lines are recalled, in lines.
        package var historyLimit: Int
        /// Whether the terminal is read without editing and without escape codes even when it
        /// could do better, for screen readers.
        package var plain: Bool
        /// Says what can stand at the cursor.
        package var complete: @Sendable (CompletionRequest) -> CompletionResult = { _ in .none }
        /// Says how the parts of a line are drawn; later ranges go over earlier ones.
        package var highlight: @Sendable (CompletionRequest) -> [StyledRange] = { _ in [] }
        /// A remark about the line, shown faintly behind it while the cursor is at its end.
        package var hint: @Sendable (String) -> String? = { _ in nil }
        /// Whether Return adds a row to the line and does not enter it.
        package var needsMoreLines: @Sendable (String) -> Bool = { _ in false }
        /// The line with a pasted text in it.
        package var paste: @Sendable (Paste) -> Paste.Outcome? = { _ in nil }
        /// Whether a line may be kept; a program refuses lines that hold a secret.
        package var keepsInHistory: @Sendable (String) -> Bool = { _ in true }

        package init(
            applicationName: String,
            historyPath: String? = nil,
            historyLimit: Int = 10_000,
            plain: Bool = false
        ) {
            self.applicationName = applicationName
            self.historyPath = historyPath
            self.historyLimit = historyLimit
            self.plain = plain
        }
    }

    /// A text of more than one line that was pasted.
    package struct Paste: Sendable {
        /// What stands before the cursor and behind it.
        package let before: String
        package let after: String
        package let text: String

        /// The line after it, with the cursor between the two parts.
        package struct Outcome: Sendable, Equatable {
            package let before: String
            package let after: String

            package init(before: String, after: String) {
                self.before = before
                self.after = after
            }
        }
    }

    /// How reading a line ended.
    package enum ReadResult: Sendable, Equatable {
        /// The line without its line break. It holds line breaks only where some were pasted, or
        /// where the program asked for more lines.
        case line(String)
        /// The person wants to edit this text in a program of their own; `readLine` with the
        /// edited text goes on.
        case externalEditor(String)
        /// Ctrl-C, or `interrupt()`; what was typed is dropped.
        case interrupted
        /// Ctrl-D on an empty line, or the input was closed.
        case endOfInput
        /// The terminal could not be read; the value is an `errno`.
        case failed(Int32)
    }

    /// The text before the line.
    package struct Prompt: Sendable, Equatable {
        package var text: String
        /// Left out when `NO_COLOR` is set.
        package var style: Style
        /// Stands before each row that starts behind a line break.
        package var continuation: String
        /// The line answers a question and is none of the program's language: it is not coloured,
        /// completed, kept in the history or edited elsewhere. What was typed at a terminal before
        /// the question is forgotten.
        package var isQuestion: Bool

        package init(
            _ text: String, style: Style = .plain, continuation: String = "> ",
            isQuestion: Bool = false
        ) {
            self.text = text
            self.style = style
            self.continuation = continuation
            self.isQuestion = isQuestion
        }
    }

    /// The editor could not start.
    package struct StartError: Error, CustomStringConvertible {
        /// The step that failed, as a phrase.
        package let step: String
        /// The `errno` of that step.
        package let code: Int32

        package var description: String {
            "the line editor could not \(step) (error \(code))"
        }
    }
}
