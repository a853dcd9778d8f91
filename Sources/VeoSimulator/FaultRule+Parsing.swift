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
            kind = try Self.kind(rest)
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

    private static func kind(_ text: Substring) throws(FaultRuleError) -> Kind {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0]
        let argument = parts.count == 2 ? parts[1] : nil
        switch (name, argument) {
        case ("reset-before", nil): return .resetBefore
        case ("reset-after", nil): return .resetAfter
        case ("unknown-status", nil): return .unknownStatus
        case ("no-link", nil): return .noLink
        case ("relative-link", nil): return .relativeLink
        case ("not-ready", nil): return .notReady
        case ("fail", _): return .fail(try failure(argument))
        case ("status", let value?):
            guard let code = Int(value), (400...599).contains(code) else {
                throw FaultRuleError(message: "a status is a number from 400 to 599")
            }
            return .status(code)
        case ("retry-after", let value?):
            guard let seconds = Int(value), (0...86_400).contains(seconds) else {
                throw FaultRuleError(message: "retry-after is in seconds, from 0 to 86400")
            }
            return .retryAfter(seconds: seconds)
        case ("body", let value?):
            guard let body = Body(rawValue: String(value)) else {
                throw FaultRuleError(message: "a body is html, empty or truncated")
            }
            return .body(body)
        case ("cut", let value?): return .cut(try cut(value))
        case ("stall", let value?): return .stall(try duration(value))
        case ("redirect", let value?):
            guard !value.isEmpty, value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw FaultRuleError(message: "redirect needs an address in plain ASCII")
            }
            return .redirect(String(value))
        default:
            throw FaultRuleError(message: "there is no kind '\(text)'; the kinds are \(kinds)")
        }
    }

    private static let kinds = """
        status=NNN, retry-after=SECONDS, body=html|empty|truncated, reset-before, reset-after, \
        cut=N% or cut=BYTES, stall=DURATION, fail[=object|string|empty|null|CODE], \
        unknown-status, no-link, relative-link, not-ready, redirect=URL
        """

    private static func failure(_ argument: Substring?) throws(FaultRuleError) -> FailureForm {
        switch argument {
        case nil, "object": return .object(code: FailureForm.defaultCode)
        case "string": return .string
        case "empty": return .empty
        case "null": return .null
        case let code?:
            let isCode = code.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
            guard isCode, !code.isEmpty else {
                throw FaultRuleError(
                    message: "fail takes object, string, empty, null or a code of letters, "
                        + "digits, '_' and '-'")
            }
            return .object(code: String(code))
        }
    }

    private static func cut(_ value: Substring) throws(FaultRuleError) -> Cut {
        if value.last == "%", let percent = Int(value.dropLast()), (0...99).contains(percent) {
            return .percent(percent)
        }
        if let bytes = Int(value), bytes >= 0 { return .bytes(bytes) }
        throw FaultRuleError(message: "cut takes a share from 0% to 99% or a number of bytes")
    }

    /// A whole number and a unit: `300ms`, `20s`, `5m`, `1h`; at most a day.
    private static func duration(_ value: Substring) throws(FaultRuleError) -> Duration {
        let digits = value.prefix { $0.isASCII && $0.isNumber }
        let milliseconds: Int? =
            switch value[digits.endIndex...] {
            case "ms": 1
            case "s": 1000
            case "m": 60_000
            case "h": 3_600_000
            default: nil
            }
        guard let milliseconds, let number = Int(digits), number <= 86_400_000 / milliseconds
        else {
            throw FaultRuleError(
                message: "stall takes a duration such as 300ms, 20s, 5m or 1h, at most 24h")
        }
        return .milliseconds(number * milliseconds)
    }
}

extension FaultRule.Kind {
    /// The steps in which this can happen.
    var steps: [FaultRule.Step] {
        switch self {
        case .status, .retryAfter, .body, .resetBefore, .resetAfter, .cut, .stall:
            FaultRule.Step.allCases
        case .fail: [.create, .status, .chat]
        case .unknownStatus: [.status]
        case .noLink, .relativeLink: [.status, .chat]
        case .notReady: [.content]
        case .redirect: [.content, .download]
        }
    }

    /// Whether this changes what an answer says, rather than how it is delivered.
    var isAboutContent: Bool {
        switch self {
        case .fail, .unknownStatus, .noLink, .relativeLink, .notReady: true
        case .status, .retryAfter, .body, .resetBefore, .resetAfter, .cut, .stall, .redirect:
            false
        }
    }
}
