package import VeoLanguage

/// Where an interpreter's words go. Results go to stdout, everything else to stderr.
package struct Output: Sendable {
    package var result: @Sendable (String) -> Void
    package var note: @Sendable (String) -> Void
    package var diagnostic: @Sendable (Diagnostic) -> Void
    /// Runs a wait with whatever the terminal shows meanwhile; `true` as it begins, then `false`.
    package var waiting: @Sendable (Bool) -> Void
    package var clear: @Sendable () -> Void
    /// Asked before each statement, where someone goes through a script step by step.
    package var step: (@Sendable (Step) async throws -> Step.Choice)?
    /// What only a prompt has: the typed lines, and an editor.
    package var prompt: PromptActions?

    package struct PromptActions: Sendable {
        package var history: @Sendable () -> [String]
        /// Gives the text after the user has edited it.
        package var edit: @Sendable (String) async throws -> String
        /// Asks a question that only a yes answers.
        package var confirm: @Sendable (String) async -> Bool

        package init(
            history: @escaping @Sendable () -> [String],
            edit: @escaping @Sendable (String) async throws -> String,
            confirm: @escaping @Sendable (String) async -> Bool
        ) {
            self.history = history
            self.edit = edit
            self.confirm = confirm
        }
    }

    package init(
        result: @escaping @Sendable (String) -> Void,
        note: @escaping @Sendable (String) -> Void,
        diagnostic: @escaping @Sendable (Diagnostic) -> Void,
        waiting: @escaping @Sendable (Bool) -> Void = { _ in },
        clear: @escaping @Sendable () -> Void = {}
    ) {
        self.result = result
        self.note = note
        self.diagnostic = diagnostic
        self.waiting = waiting
        self.clear = clear
    }
}
