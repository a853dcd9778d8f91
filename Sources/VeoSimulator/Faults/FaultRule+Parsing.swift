extension FaultRule {
    /// Longest rule, in bytes.
    static let textLimit = 4_096

    /// Stands for all steps that have the kind.
    private static let anyStep = "any"
    /// What stands between two kinds.
    private static let joint = " & "

    /// Reads a rule, for instance `download:cut=50%@1-3*2` or `status/completed:body=html~2%`.
    package init(parsing text: String) throws(FaultRuleError) {
        guard text.utf8.count <= Self.textLimit else {
            throw FaultRuleError(message: "a fault rule has at most \(Self.textLimit) bytes")
        }
        do {
            try self.init(reading: text)
        } catch {
            throw FaultRuleError(message: "cannot read the fault rule '\(text)': \(error.message)")
        }
    }

    private init(reading text: String) throws(FaultRuleError) {
        guard let colon = text.firstIndex(of: ":") else {
            throw FaultRuleError(
                message: "it has no ':'; write STEP:KIND, such as create:status=503")
        }
        let place = text[..<colon].split(
            separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        var rest = text[text.index(after: colon)...]
        conditions = try Conditions(behind: &rest)
        state = place.count == 2 ? try Self.state(place[1]) : nil
        let named = place[0] == Self.anyStep ? nil : try Self.steps(place[0])
        var kinds: [Kind] = []
        for part in Self.parts(of: rest) {
            kinds.append(try Self.kind(part, in: named ?? Step.allCases, isAlone: part == rest))
        }
        self.kinds = kinds
        steps =
            named ?? Step.allCases.filter { step in kinds.allSatisfy { $0.steps.contains(step) } }
        self.text = text
        try check()
    }

    private static func parts(of text: Substring) -> [Substring] {
        var parts: [Substring] = []
        var rest = text
        while let range = rest.firstRange(of: joint) {
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return parts + [rest]
    }

    private static func steps(_ text: Substring) throws(FaultRuleError) -> [Step] {
        var steps: [Step] = []
        for name in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let step = Step(rawValue: String(name)) else {
                let words = Step.allCases.map(\.rawValue) + [anyStep]
                throw FaultRuleError(
                    message: "there is no step '\(name)'\(Spelling.question(name, words)); "
                        + "the steps are \(words.joined(separator: ", "))")
            }
            steps.append(step)
        }
        return steps
    }

    private static func state(_ text: Substring) throws(FaultRuleError) -> JobState {
        if let state = JobState(rawValue: String(text)) { return state }
        let words = JobState.allCases.map(\.rawValue)
        throw FaultRuleError(
            message: "there is no state '\(text)'\(Spelling.question(text, words)); "
                + "the states are \(words.joined(separator: ", "))")
    }

    /// What the parts ask of each other.
    private func check() throws(FaultRuleError) {
        if state != nil, !steps.contains(where: JobState.steps.contains) {
            let steps = JobState.steps.map(\.rawValue).joined(separator: ", ")
            throw FaultRuleError(message: "a state is possible only in \(steps)")
        }
        for kind in kinds {
            if case .fail = kind, kinds.count > 1 {
                throw FaultRuleError(
                    message: "'fail' stands alone; give the rest a rule of its own")
            }
        }
        if isEarly, !kinds.contains(where: { $0 != .early && $0.moment == .instead }) {
            throw FaultRuleError(
                message: "'early' stands beside a refusal, such as early & status=401")
        }
        guard !steps.isEmpty else {
            throw FaultRuleError(message: "no step has all of these kinds")
        }
    }
}

extension FaultRule.Conditions {
    /// A condition: its mark, what may stand behind it, and what that is.
    private static let marks: [(mark: Character, allowed: String, meaning: String)] = [
        (
            "@", "0123456789,-/",
            "the jobs after '@' are numbers from 1, such as 2 or 1,4 or 2-5 or "
                + "3- or /20 for each twentieth"
        ),
        (
            "#", "0123456789,-/",
            "the requests after '#' are numbers from 1, such as 2 or 1,4 or "
                + "2-5 or 3- or /20 for each twentieth"
        ),
        ("~", "0123456789./%", "the share after '~' is 2% or 1/50, above 0 and at most all"),
        ("^", "0123456789", "the running jobs after '^' are a whole number from 1"),
        (
            ">", "0123456789hms",
            "the time after '>' is a duration such as 300ms, 20s, 5m or 1h, "
                + "at most 24h"
        ),
        (
            "<", "0123456789hms",
            "the time after '<' is a duration such as 300ms, 20s, 5m or 1h, "
                + "at most 24h"
        ),
        ("*", "0123456789", "the count after '*' is a whole number from 1"),
    ]

    /// Takes the conditions off the end of a rule.
    fileprivate init(behind rest: inout Substring) throws(FaultRuleError) {
        self.init()
        var seen: Set<Character> = []
        while let (mark, index, meaning) = Self.lastMark(of: rest) {
            guard seen.insert(mark).inserted else {
                throw FaultRuleError(message: "'\(mark)' stands there twice")
            }
            guard read(mark, rest[index...].dropFirst()) else {
                throw FaultRuleError(message: meaning)
            }
            rest = rest[..<index]
        }
        while rest.last == " " { rest.removeLast() }
    }

    /// The last mark if only what may stand behind it follows, and at least one of it.
    private static func lastMark(
        of text: Substring
    ) -> (mark: Character, index: Substring.Index, meaning: String)? {
        guard
            let index = text.lastIndex(where: { character in
                marks.contains { $0.mark == character }
            }), let form = marks.first(where: { $0.mark == text[index] })
        else { return nil }
        let tail = text[index...].dropFirst()
        guard !tail.isEmpty, tail.allSatisfy(form.allowed.contains) else { return nil }
        return (form.mark, index, form.meaning)
    }

    /// False if the text is not what stands behind the mark.
    private mutating func read(_ mark: Character, _ text: Substring) -> Bool {
        switch mark {
        case "@", "#":
            guard let numbers = FaultRule.Numbers(text) else { return false }
            if mark == "@" { jobs = numbers } else { requests = numbers }
        case "~":
            guard let share = Self.share(text) else { return false }
            self.share = share
        case "<", ">":
            guard let time = FaultRule.duration(text) else { return false }
            if mark == "<" { end = time } else { start = time }
        default:
            guard let number = Int(text), number > 0 else { return false }
            if mark == "^" { running = number } else { count = number }
        }
        return true
    }

    /// `2%`, `0.5%` or `1/50`.
    private static func share(_ text: Substring) -> Double? {
        var share: Double?
        if text.last == "%" {
            share = Double(text.dropLast()).map { $0 / 100 }
        } else {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            if parts.count == 2, let part = Int(parts[0]), let whole = Int(parts[1]), whole > 0 {
                share = Double(part) / Double(whole)
            }
        }
        return share.flatMap { $0 > 0 && $0 <= 1 ? $0 : nil }
    }
}
