extension LineEditor {
    /// A question to the program: what can stand at the cursor?
    package struct CompletionRequest: Sendable, Equatable {
        package let line: String
        /// The number of Unicode scalars before the cursor.
        package let cursor: Int

        package init(line: String, cursor: Int) {
            self.line = line
            self.cursor = cursor
        }
    }

    /// The answer: the part of the line that is replaced, and by what.
    package struct CompletionResult: Sendable, Equatable {
        /// Offsets in Unicode scalars from the start of the line.
        package let replacing: Range<Int>
        package let candidates: [Candidate]

        package init(replacing: Range<Int>, candidates: [Candidate]) {
            self.replacing = replacing
            self.candidates = candidates
        }

        /// Nothing fits.
        package static let none = CompletionResult(replacing: 0..<0, candidates: [])
    }

    /// One way to go on.
    package struct Candidate: Sendable, Equatable {
        /// Replaces the range of the result.
        package let text: String
        /// What the menu shows.
        package let display: String
        /// One short line of explanation, or nothing.
        package let help: String
        /// Whether a blank follows once this is the only candidate.
        package let isFinal: Bool

        package init(text: String, display: String, help: String = "", isFinal: Bool = true) {
            self.text = text
            self.display = display
            self.help = help
            self.isFinal = isFinal
        }
    }
}

/// What one press of the completion key does to the line.
enum CompletionStep: Equatable {
    case nothing
    case replace(History.Draft)
    case menu(Range<Int>, [LineEditor.Candidate])

    /// One candidate is taken, several are taken as far as they agree; when that adds nothing,
    /// they are shown.
    init(_ result: LineEditor.CompletionResult, line: History.Draft) {
        let range = result.replacing.clamped(to: 0..<line.scalars.count)
        guard let first = result.candidates.first else {
            self = .nothing
            return
        }
        if result.candidates.count == 1 {
            let changed = line.replacing(range, with: first, isFinal: true)
            self = changed == line ? .nothing : .replace(changed)
            return
        }
        let common = Self.commonPrefix(result.candidates.map(\.text))
        let typed = line.scalars[range]
        guard common.unicodeScalars.count > typed.count, common.unicodeScalars.starts(with: typed)
        else {
            self = .menu(range, result.candidates)
            return
        }
        let part = LineEditor.Candidate(text: common, display: common, isFinal: false)
        self = .replace(line.replacing(range, with: part, isFinal: false))
    }

    /// The longest start that all texts share, whole characters only.
    private static func commonPrefix(_ texts: [String]) -> String {
        var common = Array(texts.first ?? "")
        for text in texts.dropFirst() {
            var length = 0
            for (left, right) in zip(common, text) {
                guard left == right else { break }
                length += 1
            }
            common.removeLast(common.count - length)
        }
        return String(common)
    }
}
