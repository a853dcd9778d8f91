import LineEditor
import VeoSession

/// Goes through a script with its user: shows each statement and waits for a word.
actor Stepper {
    private let console: Console
    private let editor: LineEditor
    /// After `c` nothing is asked any more.
    private var goesOn = false
    private var hasExplained = false

    private init(_ console: Console, _ editor: LineEditor) {
        self.console = console
        self.editor = editor
    }

    /// Answers are whole lines of standard input, so that a lesson can be rehearsed through a pipe.
    static func with<Result: Sendable>(
        _ console: Console, _ body: @Sendable (Stepper) async throws -> Result
    ) async throws -> Result {
        let configuration = LineEditor.Configuration(applicationName: "veo", plain: true)
        return try await LineEditor.with(configuration) { editor in
            try await body(Stepper(console, editor))
        }
    }

    func ask(_ step: Step) async throws -> Step.Choice {
        guard !goesOn else { return .run }
        console.flushNotices()
        console.note(Self.text(step))
        if !hasExplained {
            hasExplained = true
            console.note(
                "Enter runs it, s skips it, c goes on without asking, q stops here; "
                    + "what is paid for wants y")
        }
        // What jobs tell meanwhile stands above the question.
        console.attach(editor)
        defer { console.attach(nil) }
        while true {
            switch await editor.readLine(LineEditor.Prompt("step> ", isQuestion: true)) {
            case .line(let answer):
                switch answer.trimmingBlanks.lowercased() {
                // A key that was pressed once too often buys nothing.
                case "" where step.isPaid: console.note("this is paid for: y, s, c or q")
                case "", "y", "yes": return .run
                case "s", "skip": return .skip
                case "c", "continue":
                    goesOn = true
                    return .run
                case "q", "quit": return .stop
                default: console.note(step.isPaid ? "y, s, c or q" : "Enter, s, c or q")
                }
            case .interrupted, .endOfInput, .externalEditor: return .stop
            case .failed(let code):
                throw RunFailure(
                    "standard input cannot be read (error \(code))", exitCode: .machine)
            }
        }
    }

    /// The lines of the statement under their numbers, and what it costs.
    static func text(_ step: Step) -> String {
        let width = "\(step.firstLine + step.lines.count - 1)".count
        var lines = step.lines.enumerated().map { index, line in
            let number = "\(step.firstLine + index)"
            return String(repeating: " ", count: width - number.count) + "\(number) | \(line)"
        }
        if let price = step.price {
            lines.append(
                String(repeating: " ", count: width) + " = costs \(price); "
                    + "\(step.committed) of this run is spent or waits")
        }
        return lines.joined(separator: "\n")
    }
}

extension String {
    /// Without blanks at both ends.
    fileprivate var trimmingBlanks: String {
        let rest = drop { $0.isWhitespace }
        return String(rest.reversed().drop { $0.isWhitespace }.reversed())
    }
}
