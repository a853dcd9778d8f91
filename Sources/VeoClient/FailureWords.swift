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

    /// Words of a refusal in an answer that has no other sign of one. Where there is a file of a
    /// video as well, they mean nothing.
    static func areRefusal(_ text: Substring) -> Bool {
        let lowered = text.lowercased()
        return refusals.contains { lowered.contains($0) }
    }

    private static let refusals = [
        "i can't", "i can’t", "i cannot", "can't help", "can’t help", "cannot generate",
        "can't generate", "unable to", "i'm sorry", "i’m sorry", "not allowed", "violat", "policy",
        "policies", "refused", "rejected", "抱歉", "对不起", "无法", "不能生成", "违反", "违规", "敏感",
        "拒绝", "审核", "失败",
    ]

    /// The last line that says something, as it came, for an answer that ends without a video;
    /// empty when it says nothing.
    static func lastWords(of transcript: Substring) -> String {
        let marks: Set<Character> = [">", " ", "\t"]
        var last = transcript[..<transcript.startIndex]
        for line in transcript.lines where !line.allSatisfy(marks.contains) { last = line }
        return last.drop { marks.contains($0) }.trimmedBlanks
    }
}
