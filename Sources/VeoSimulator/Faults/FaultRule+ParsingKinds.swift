extension FaultRule {
    /// Reads `KIND[=ARGUMENT]`.
    static func kind(_ text: Substring, in step: Step) throws(FaultRuleError) -> Kind {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0]
        let argument = parts.count == 2 ? parts[1] : nil
        switch (name, argument) {
        case ("reset-before", nil): return .resetBefore
        case ("reset-after", nil): return .resetAfter
        case ("no-answer", nil): return .noAnswer
        case ("huge-header", nil): return .hugeHeader
        case ("unknown-status", nil): return .unknownStatus
        case ("no-link", nil): return .noLink
        case ("relative-link", nil): return .relativeLink
        case ("link", let value?): return .link(try address(value, of: "link"))
        case ("not-ready", nil): return .notReady
        case ("expired", nil): return .expired
        case ("fail", _): return .fail(try failure(argument))
        case ("status", let value?): return .status(try refusal(value))
        case ("retry-after", let value?):
            return .status(Refusal(status: 429, wish: .seconds(try seconds(value))))
        case ("poll-after", let value?):
            return .pollAfter(try duration(value, of: "poll-after"))
        case ("body", let value?): return .body(try choice(value, of: "a body is"))
        case ("cut", let value?): return .cut(try cut(value))
        case ("length", let value?): return .length(try length(value))
        case ("stall", let value?): return .stall(try duration(value, of: "stall"))
        case ("drip", let value?): return .drip(try duration(value, of: "drip"))
        case ("range", let value?): return .range(try choice(value, of: "a range is"))
        case ("etag", let value?): return .tag(try choice(value, of: "an etag is"))
        case ("redirect", "loop"?): return .redirect(.loop)
        case ("redirect", "other-host"?): return .redirect(.otherHost)
        case ("redirect", let value?):
            return .redirect(.address(try address(value, of: "redirect")))
        default:
            let kinds = forms.filter { $0.kind.steps.contains(step) }.map(\.text)
            throw FaultRuleError(
                message: "there is no kind '\(text)'; the kinds of \(step.rawValue) are "
                    + kinds.joined(separator: ", "))
        }
    }

    /// How each kind is written, and one of it.
    private static let forms: [(text: String, kind: Kind)] = [
        (
            "status=NNN[,retry-after=SECONDS|,retry-date=SECONDS|,retry-ms=MS][,code=WORD]",
            .status(Refusal(status: 503))
        ),
        ("retry-after=SECONDS", .status(Refusal(status: 429))),
        ("poll-after=DURATION", .pollAfter(.zero)),
        ("body=\(choices(Body.self, "|"))", .body(.html)),
        ("huge-header", .hugeHeader),
        ("reset-before", .resetBefore), ("reset-after", .resetAfter), ("no-answer", .noAnswer),
        ("cut=N%", .cut(.percent(0))), ("cut=BYTES", .cut(.bytes(0))),
        ("cut=-BYTES", .cut(.butLast(1))), ("length=none|+BYTES|-BYTES", .length(.none)),
        ("stall=DURATION", .stall(.zero)), ("drip=DURATION", .drip(.zero)),
        ("range=\(choices(Range.self, "|"))", .range(.ignored)),
        ("etag=\(choices(Tag.self, "|"))", .tag(.none)),
        ("redirect=loop|other-host|URL", .redirect(.loop)),
        ("fail[=object|string|empty|null|CODE]", .fail(.null)),
        ("unknown-status", .unknownStatus), ("no-link", .noLink),
        ("relative-link", .relativeLink), ("link=URL", .link("")), ("not-ready", .notReady),
        ("expired", .expired),
    ]

    private static func choices<Choice: RawRepresentable<String> & CaseIterable>(
        _ type: Choice.Type, _ separator: String
    ) -> String {
        type.allCases.map(\.rawValue).joined(separator: separator)
    }

    /// One of a few words.
    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ value: Substring, of what: String
    ) throws(FaultRuleError) -> Choice {
        if let choice = Choice(rawValue: String(value)) { return choice }
        throw FaultRuleError(message: "\(what) one of \(choices(Choice.self, ", "))")
    }

    /// `503`, `429,retry-after=7` or `503,code=model_not_found`.
    private static func refusal(_ value: Substring) throws(FaultRuleError) -> Refusal {
        let parts = value.split(separator: ",", omittingEmptySubsequences: false)
        guard let status = Int(parts[0]), (400...599).contains(status) else {
            throw FaultRuleError(message: "a status is a number from 400 to 599")
        }
        var refusal = Refusal(status: status)
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            switch (pair[0], pair.count == 2 ? pair[1] : nil) {
            case ("retry-after", let value?): refusal.wish = .seconds(try seconds(value))
            case ("retry-date", let value?): refusal.wish = .date(seconds: try seconds(value))
            case ("retry-ms", let value?):
                guard let number = Int(value), (0...secondLimit * 1_000).contains(number) else {
                    throw FaultRuleError(
                        message: "retry-ms is in milliseconds, from 0 to \(secondLimit * 1_000)")
                }
                refusal.wish = .milliseconds(number)
            case ("code", let value?):
                guard isCode(value) else {
                    throw FaultRuleError(
                        message: "a code has letters, digits, '_' and '-'")
                }
                refusal.code = String(value)
            default:
                throw FaultRuleError(
                    message: "behind a status stands ',retry-after=SECONDS', "
                        + "',retry-date=SECONDS', ',retry-ms=MS' or ',code=WORD'")
            }
        }
        return refusal
    }

    /// Longest pause that an answer asks for: a day.
    private static let secondLimit = 86_400

    private static func seconds(_ value: Substring) throws(FaultRuleError) -> Int {
        guard let seconds = Int(value), (0...secondLimit).contains(seconds) else {
            throw FaultRuleError(
                message: "a pause to retry after is in seconds, from 0 to \(secondLimit)")
        }
        return seconds
    }

    private static func address(
        _ value: Substring, of name: String
    ) throws(FaultRuleError) -> String {
        guard !value.isEmpty, value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw FaultRuleError(message: "\(name) needs an address in plain ASCII")
        }
        return String(value)
    }

    private static func isCode(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    private static func failure(_ argument: Substring?) throws(FaultRuleError) -> FailureForm {
        switch argument {
        case nil, "object": return .object(code: FailureForm.defaultCode)
        case "string": return .string
        case "empty": return .empty
        case "null": return .null
        case let code?:
            guard isCode(code) else {
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
        if value.first == "-", let bytes = Int(value.dropFirst()), bytes > 0 {
            return .butLast(bytes)
        }
        if let bytes = Int(value), bytes >= 0 { return .bytes(bytes) }
        throw FaultRuleError(
            message: "cut takes a share from 0% to 99%, a number of bytes, "
                + "or -BYTES for all but the last")
    }

    private static func length(_ value: Substring) throws(FaultRuleError) -> Length {
        if value == "none" { return .none }
        if let bytes = Int(value.dropFirst()), bytes > 0 {
            if value.first == "+" { return .more(bytes) }
            if value.first == "-" { return .less(bytes) }
        }
        throw FaultRuleError(message: "length takes none, +BYTES or -BYTES")
    }

    /// A whole number and a unit: `300ms`, `20s`, `5m`, `1h`; at most a day.
    private static func duration(
        _ value: Substring, of name: String
    ) throws(FaultRuleError) -> Duration {
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
                message: "\(name) takes a duration such as 300ms, 20s, 5m or 1h, at most 24h")
        }
        return .milliseconds(number * milliseconds)
    }
}
