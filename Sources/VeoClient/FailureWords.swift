/// The words of a gateway about a failed generation, without what the program says itself.
enum FailureWords {
    /// How much of a transcript a message repeats, in characters.
    static let transcriptLimit = 120

    /// What says no more than "it failed", in front of the reason.
    private static let openings = [
        "生成失败", "任务失败", "视频生成失败", "video generation failed", "generation failed",
        "the generation failed", "task failed",
    ]

    /// The reason alone: without marks, and without "generation failed:" in any language, once or
    /// more. Nothing but such words stays as it is.
    static func reason(in text: String) -> String {
        let marks: Set<Character> = [">", " ", "❌", "*", "#", "\t"]
        var rest = text.drop { marks.contains($0) }
        while let opening = openings.first(where: { rest.lowercased().hasPrefix($0) }) {
            let tail = rest.dropFirst(opening.count).drop { $0 == " " }
            guard let colon = tail.first, colon == ":" || colon == "：" else { break }
            let reason = tail.dropFirst().drop { marks.contains($0) }
            guard !reason.isEmpty else { break }
            rest = reason
        }
        return rest.trimmedBlanks
    }

    /// The last line that says something, cut to the limit, for an answer that ends without a
    /// video; empty when it says nothing.
    static func lastWords(of transcript: String) -> String {
        let lines = transcript.split(whereSeparator: \.isNewline).map(\.trimmedBlanks)
        let marks: Set<Character> = [">", " "]
        let last = lines.last { !$0.allSatisfy(marks.contains) } ?? ""
        return TextFilter.visible(String(last.drop { marks.contains($0) }), limit: transcriptLimit)
    }
}
