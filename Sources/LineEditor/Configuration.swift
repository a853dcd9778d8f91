extension LineEditor {
    /// What an editor needs to know of the program around it.
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
        /// Says what can stand at the cursor. Called on the editor's thread while a person waits
        /// for a key to act, so it must be quick.
        package var complete: @Sendable (CompletionRequest) -> CompletionResult
        /// Whether a line may be kept; a program refuses lines that hold a secret.
        package var keepsInHistory: @Sendable (String) -> Bool

        package init(
            applicationName: String,
            historyPath: String? = nil,
            historyLimit: Int = 10_000,
            plain: Bool = false,
            complete: @escaping @Sendable (CompletionRequest) -> CompletionResult = { _ in .none },
            keepsInHistory: @escaping @Sendable (String) -> Bool = { _ in true }
        ) {
            self.applicationName = applicationName
            self.historyPath = historyPath
            self.historyLimit = historyLimit
            self.plain = plain
            self.complete = complete
            self.keepsInHistory = keepsInHistory
        }
    }

    /// How reading a line ended.
    package enum ReadResult: Sendable, Equatable {
        /// The line without its line break. It holds line breaks only where some were pasted.
        case line(String)
        /// Ctrl-C, or `interrupt()`; what was typed is dropped.
        case interrupted
        /// Ctrl-D on an empty line, or the input was closed.
        case endOfInput
        /// The terminal could not be read; the value is an `errno`.
        case failed(Int32)
    }

    /// The text before the line.
    package struct Prompt: Sendable, Equatable {
        /// How the text is drawn. A style is left out when `NO_COLOR` is set.
        package enum Style: Sendable, Equatable {
            case none
            case bold
            /// One of the eight colours of ECMA-48 (0 black … 7 white), in bold.
            case color(UInt8)
        }

        package var text: String
        package var style: Style

        package init(_ text: String, style: Style = .none) {
            self.text = text
            self.style = style
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
