import VeoLanguage

/// Whether what is shown has colours.
enum ColorChoice {
    case automatic
    case never

    /// Colours need a terminal that has them and a user who has not refused them (no-color.org).
    func isOn(for stream: StandardStream) -> Bool {
        switch self {
        case .never: false
        case .automatic:
            stream.isTerminal && !Terminal.isDumb
                && (Live.environment["NO_COLOR"] ?? "").isEmpty
        }
    }

    func renderer(for stream: StandardStream) -> DiagnosticRenderer {
        DiagnosticRenderer(color: isOn(for: stream))
    }
}
