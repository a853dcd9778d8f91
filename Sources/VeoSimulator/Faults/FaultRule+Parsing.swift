extension FaultRule {
    /// Longest rule, in bytes.
    static let textLimit = 512

    /// Reads `STEP:KIND[=ARGUMENT][@JOBS][*COUNT]`, for instance `download:cut=50%@1-3*2`.
    package init(parsing text: String) throws(FaultRuleError) {
        guard text.utf8.count <= Self.textLimit else {
            throw FaultRuleError(message: "a fault rule has at most \(Self.textLimit) bytes")
        }
        guard let colon = text.firstIndex(of: ":") else {
            throw Self.error(text, "it has no ':'; write STEP:KIND, such as create:status=503")
        }
        let name = text[..<colon]
        guard let step = Step(rawValue: String(name)) else {
            let steps = Step.allCases.map(\.rawValue).joined(separator: ", ")
            throw Self.error(text, "there is no step '\(name)'; the steps are \(steps)")
        }
        var rest = text[text.index(after: colon)...]
        var count: Int?
        if let star = Self.suffix(of: rest, after: "*", allowed: "0123456789") {
            guard let number = Int(rest[star...].dropFirst()), number > 0 else {
                throw Self.error(text, "the count after '*' is a whole number from 1")
            }
            count = number
            rest = rest[..<star]
        }
        var jobs: [ClosedRange<Int>] = []
        if let at = Self.suffix(of: rest, after: "@", allowed: "0123456789,-") {
            guard let ranges = Self.ranges(rest[at...].dropFirst()) else {
                throw Self.error(
                    text, "the jobs after '@' are numbers from 1, such as 2 or 1,4 or 2-5 or 3-")
            }
            jobs = ranges
            rest = rest[..<at]
        }
        let kind: Kind
        do {
            kind = try Self.kind(rest, in: step)
        } catch {
            throw Self.error(text, error.message)
        }
        guard kind.steps.contains(step) else {
            let steps = kind.steps.map(\.rawValue).joined(separator: ", ")
            throw Self.error(text, "'\(rest)' is possible only in \(steps)")
        }
        self.init(step: step, kind: kind, jobs: jobs, count: count, text: text)
    }

    private static func error(_ text: String, _ reason: String) -> FaultRuleError {
        FaultRuleError(message: "cannot read the fault rule '\(text)': \(reason)")
    }

    /// The place of the last `mark` if only `allowed` characters follow it, and at least one.
    private static func suffix(
        of text: Substring, after mark: Character, allowed: String
    ) -> Substring.Index? {
        guard let index = text.lastIndex(of: mark) else { return nil }
        let tail = text[index...].dropFirst()
        return !tail.isEmpty && tail.allSatisfy(allowed.contains) ? index : nil
    }

    private static func ranges(_ text: Substring) -> [ClosedRange<Int>]? {
        var ranges: [ClosedRange<Int>] = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = item.split(
                separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = Int(ends[0]), first > 0 else { return nil }
            guard ends.count == 2 else {
                ranges.append(first...first)
                continue
            }
            guard let last = ends[1].isEmpty ? Int.max : Int(ends[1]), last >= first else {
                return nil
            }
            ranges.append(first...last)
        }
        return ranges
    }
}
