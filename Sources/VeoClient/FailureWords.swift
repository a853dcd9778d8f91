/// The words of a gateway about a failed generation, without what the program says itself.
enum FailureWords {
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
        let longest = openings.map(\.count).max() ?? 0
        while let opening = openings.first(
            where: rest.prefix(longest).lowercased().hasPrefix)
        {
            let tail = rest.dropFirst(opening.count).drop { $0 == " " }
            guard let colon = tail.first, colon == ":" || colon == "：" else { break }
            let reason = tail.dropFirst().drop { marks.contains($0) }
            guard !reason.isEmpty else { break }
            rest = reason
        }
        return rest.trimmedBlanks
    }

    /// The last line that says something, as it came, for an answer that ends without a video;
    /// empty when it says nothing.
    static func lastWords(of transcript: Substring) -> String {
        let marks: Set<Character> = [">", " ", "\t"]
        var last = transcript[..<transcript.startIndex]
        for line in transcript.lines where !line.allSatisfy(marks.contains) { last = line }
        return last.drop { marks.contains($0) }.trimmedBlanks
    }
}
