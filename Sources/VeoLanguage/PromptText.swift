/// What a prompt must be once it is filled in.
package enum PromptText {
    /// Refuses a blank prompt, one over ``Limits/promptCharacters``, and control characters, wherever
    /// they come from.
    package static func check(_ text: String) throws(ValueError) {
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            throw ValueError(message: "the prompt is blank", help: "say what the video shows")
        }
        if let control = ControlCharacter.first(in: text) {
            throw ValueError(
                message: "the prompt has \(control.problem)", help: ControlCharacter.help)
        }
        // A scalar takes at least a byte, so short texts need no counting.
        guard text.utf8.count > Limits.promptCharacters else { return }
        let count = text.unicodeScalars.count
        guard count <= Limits.promptCharacters else {
            throw ValueError(
                message: "the prompt has \(count) characters",
                help: "a prompt has at most \(Limits.promptCharacters) characters")
        }
    }
}
