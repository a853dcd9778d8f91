import HTTPTypes

extension FaultRule {
    /// Reads `KIND[=ARGUMENT]`.
    ///
    /// - Parameter isAlone: whether the rule has no other kind.
    static func kind(
        _ text: Substring, in steps: [Step], isAlone: Bool
    ) throws(FaultRuleError) -> Kind {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0]
        let argument = parts.count == 2 ? parts[1] : nil
        var found = try Self.kind(name, argument)
        if found == nil { found = try odd(name, argument) }
        guard let found else {
            let forms = forms.filter { form in steps.contains(where: form.kind.steps.contains) }
                .map(\.text)
            let words = forms.map { String($0.prefix { $0 != "=" && $0 != "[" }) }
            let place =
                steps == Step.allCases ? "any" : steps.map(\.rawValue).joined(separator: ", ")
            throw FaultRuleError(
                message: "there is no kind '\(text)'\(Spelling.question(name, words)); the kinds "
                    + "of \(place) are \(forms.joined(separator: ", "))"
                    + (isAlone ? "" : "; an '&' in a text is %26"))
        }
        let isPossible = steps.allSatisfy { step in found.steps.contains(step) }
        guard isPossible || steps == Step.allCases else {
            let steps = found.steps.map(\.rawValue).joined(separator: ", ")
            throw FaultRuleError(message: "'\(text)' is possible only in \(steps)")
        }
        return found
    }

    /// What is wrong with the way; nil if it is none of that.
    private static func kind(
        _ name: Substring, _ argument: Substring?
    ) throws(FaultRuleError) -> Kind? {
        switch (name, argument) {
        case ("status", let value?): .status(try refusal(value))
        case ("retry-after", let value?):
            .status(Refusal(status: 429, wish: .seconds(try seconds(value))))
        case ("early", nil): .early
        case ("reset-before", nil): .resetBefore
        case ("reset-after", nil): .resetAfter
        case ("no-answer", nil): .noAnswer
        case ("poll-after", let value?): .pollAfter(try duration(value, of: "poll-after"))
        case ("body", let value?): .body(try choice(value, of: "a body is"))
        case ("header", let value?): try header(value)
        case ("encoding", let value?): .encoding(try choice(value, of: "an encoding is"))
        case ("huge-header", nil): .hugeHeader
        case ("cut", let value?): .cut(try cut(value))
        case ("length", let value?): .length(try length(value))
        case ("stall", let value?): .stall(try duration(value, of: "stall"))
        case ("drip", let value?): .drip(try duration(value, of: "drip"))
        case ("range", let value?): .range(try choice(value, of: "a range is"))
        case ("etag", let value?): .tag(try choice(value, of: "an etag is"))
        case ("redirect", "loop"?): .redirect(.loop)
        case ("redirect", "other-host"?): .redirect(.otherHost)
        case ("redirect", let value?): .redirect(.address(try address(value, of: "redirect")))
        case ("expired", nil): .expired
        case ("signed", let value?): .signed(try FaultTemplate(value))
        default: nil
        }
    }

    /// What is odd in what the answer says; nil if it is none of that.
    private static func odd(
        _ name: Substring, _ argument: Substring?
    ) throws(FaultRuleError) -> Kind? {
        switch (name, argument) {
        case ("fail", _): .fail(try failure(argument))
        case ("answer", let value?): .answer(try FaultTemplate(value))
        case ("say", let value?): .say(try FaultTemplate(value))
        case ("id", let value?): .id(try FaultTemplate(value))
        case ("clock", let value?): .clock(try clock(value))
        case ("unknown-status", nil): .unknownStatus
        case ("no-link", nil): .noLink
        case ("relative-link", nil): .relativeLink
        case ("link", let value?): .link(try address(value, of: "link"))
        case ("not-ready", nil): .notReady
        default: nil
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
        ("early", .early), ("body=\(choices(Body.self, "|"))", .body(.html)),
        ("header=NAME: VALUE", .header(name: "", .nothing)),
        ("encoding=\(choices(Encoding.self, "|"))", .encoding(.gzip)),
        ("huge-header", .hugeHeader),
        ("reset-before", .resetBefore), ("reset-after", .resetAfter), ("no-answer", .noAnswer),
        ("cut=N%", .cut(.percent(0))), ("cut=BYTES", .cut(.bytes(0))),
        ("cut=-BYTES", .cut(.butLast(1))), ("length=none|+BYTES|-BYTES|BYTES", .length(.none)),
        ("stall=DURATION", .stall(.zero)), ("drip=DURATION", .drip(.zero)),
        ("range=\(choices(Range.self, "|"))", .range(.ignored)),
        ("etag=\(choices(Tag.self, "|"))", .tag(.none)),
        ("redirect=loop|other-host|URL", .redirect(.loop)),
        ("fail[=object|string|empty|null|CODE]", .fail(.null)),
        ("answer=TEXT", .answer(.nothing)), ("say=TEXT", .say(.nothing)),
        ("id=TEXT", .id(.nothing)), ("clock=+DURATION|-DURATION|ms", .clock(.milliseconds)),
        ("unknown-status", .unknownStatus), ("no-link", .noLink),
        ("relative-link", .relativeLink), ("link=URL", .link(.nothing)), ("not-ready", .notReady),
        ("expired", .expired), ("signed=QUERY", .signed(.nothing)),
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
        guard let status = Int(parts[0]), (200...599).contains(status) else {
            throw FaultRuleError(message: "a status is a number from 200 to 599")
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

    /// An address as it is written: a `%` stands for itself.
    private static func address(
        _ value: Substring, of name: String
    ) throws(FaultRuleError) -> FaultTemplate {
        guard !value.isEmpty, value.unicodeScalars.allSatisfy({ $0 > " " && $0 != "\u{7F}" }) else {
            throw FaultRuleError(message: "\(name) needs an address without blanks")
        }
        return try FaultTemplate(value, isEncoded: false)
    }

    /// `NAME: VALUE`; without a value the field is taken away.
    private static func header(_ value: Substring) throws(FaultRuleError) -> Kind {
        guard let colon = value.firstIndex(of: ":"),
            HTTPField.Name(String(value[..<colon])) != nil
        else {
            throw FaultRuleError(
                message: "a header is NAME: VALUE, such as header=Content-Type: text/html")
        }
        let text = value[colon...].dropFirst().drop { $0 == " " }
        return .header(name: String(value[..<colon]), try FaultTemplate(text))
    }

    private static func clock(_ value: Substring) throws(FaultRuleError) -> Clock {
        switch value.first {
        case "m" where value == "ms": return .milliseconds
        case "+":
            if let time = duration(value.dropFirst()) { return .offset(time) }
        case "-":
            if let time = duration(value.dropFirst()) { return .offset(.zero - time) }
        default: break
        }
        throw FaultRuleError(message: "clock takes +DURATION, -DURATION or ms, at most 24h")
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
        if value.allSatisfy({ $0.isASCII && $0.isNumber }), let bytes = Int(value) {
            return .exactly(bytes)
        }
        if let bytes = Int(value.dropFirst()), bytes > 0 {
            if value.first == "+" { return .more(bytes) }
            if value.first == "-" { return .less(bytes) }
        }
        throw FaultRuleError(message: "length takes none, +BYTES, -BYTES or BYTES")
    }

    private static func duration(
        _ value: Substring, of name: String
    ) throws(FaultRuleError) -> Duration {
        if let duration = duration(value) { return duration }
        throw FaultRuleError(
            message: "\(name) takes a duration such as 300ms, 20s, 5m or 1h, at most 24h")
    }

    /// A whole number and a unit: `300ms`, `20s`, `5m`, `1h`; at most a day.
    static func duration(_ value: Substring) -> Duration? {
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
        else { return nil }
        return .milliseconds(number * milliseconds)
    }
}

extension FaultTemplate {
    fileprivate static let nothing = FaultTemplate()
}
