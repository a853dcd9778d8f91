/// Text that is almost something else. Each is refused with the fix, because a prompt that was
/// not meant costs money.
enum NearMiss {
    private static let smartQuotes: Set<Unicode.Scalar> = ["“", "”", "„", "‟", "＂"]
    private static let dashes: Set<String> = ["——", "—", "–", "－－", "-", "−", "－", "‐‐"]
    private static let asFence =
        "if it is meant so, use a fence: \"\"\", the text, \"\"\""

    /// A word that starts with a quote of a text program.
    static func refuseSmartQuote(
        _ source: SourceFile, at offset: Int, end: Int
    ) throws(Diagnostic) {
        guard source.utf8[offset] >= 0x80 else { return }
        let (scalar, length) = UTF8Decoding.scalar(in: source.utf8, at: offset)
        guard smartQuotes.contains(scalar) else { return }
        throw Diagnostic(
            .error, "'\(scalar)' does not quote a word", in: source,
            at: SourceRange(offset, offset + length), label: "write \"",
            help: ["a word is quoted with \" at both ends"])
    }

    /// Whether a text starts with a quote of a text program.
    static func startsSmart(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.first.map(smartQuotes.contains) ?? false
    }

    /// Whether a word is a dash that `--` is taken for by text programs.
    static func isDash(_ text: String) -> Bool { dashes.contains(text) }

    /// Raw text, as written and trimmed.
    static func refuseText(
        _ source: SourceFile, _ range: SourceRange, isSent: Bool
    ) throws(Diagnostic) {
        guard !range.isEmpty else { return }
        let bytes = source.utf8
        let first = bytes[range.lowerBound]
        let last = bytes[range.upperBound - 1]
        let mayMiss =
            first == ASCII.quote || first == ASCII.apostrophe || first == ASCII.equals
            || first == UInt8(ascii: "-") || first >= 0xE2 || last == ASCII.backslash
        guard mayMiss else { return }
        let text = source.text(in: range)
        try refuseQuotes(text, source, range, isSent: isSent)
        for run in ["\"\"\"", "'''"] where text.hasPrefix(run) {
            throw Diagnostic(
                .error, "text behind the quotes that open a fence", in: source, at: range,
                label: "the text starts on the next line",
                help: ["\(run), the lines of the text, and \(run) on a line of its own"])
        }
        if text.hasPrefix("--") { throw startsWith("--", source, range, removing: 2) }
        if first == ASCII.equals { throw startsWith("=", source, range, removing: 1) }
        if last == ASCII.backslash, range.count == 1 || endsInBlank(source, range) {
            throw Diagnostic(
                .error, "a line is not continued with '\\'", in: source,
                at: SourceRange(range.upperBound - 1, range.upperBound),
                help: ["for a text of several lines use a fence: \"\"\", the lines, \"\"\""])
        }
    }

    private static func refuseQuotes(
        _ text: String, _ source: SourceFile, _ range: SourceRange, isSent: Bool
    ) throws(Diagnostic) {
        let scalars = Array(text.unicodeScalars)
        if scalars.count >= FenceRun.leastLength, scalars.allSatisfy(smartQuotes.contains) {
            throw Diagnostic(
                .error, "'\(text)' does not open a fence", in: source, at: range,
                label: "write \"\"\"", help: ["a fence is opened by three straight quotes"])
        }
        let pairs: [(Unicode.Scalar, Unicode.Scalar)] = [("\"", "\""), ("“", "”"), ("'", "'")]
        for (opening, closing) in pairs {
            guard scalars.count >= 2, scalars.first == opening, scalars.last == closing,
                !scalars.dropFirst().dropLast().contains(where: { $0 == opening || $0 == closing })
            else { continue }
            throw Diagnostic(
                .error,
                isSent
                    ? "the quotes would be sent to the model"
                    : "the quotes would be a part of the text", in: source, at: range,
                label: "remove the quotes", help: ["text is never quoted; \(asFence)"])
        }
    }

    private static func startsWith(
        _ sign: String, _ source: SourceFile, _ range: SourceRange, removing length: Int
    ) -> Diagnostic {
        Diagnostic(
            .error, "the text starts with '\(sign)'", in: source,
            at: SourceRange(range.lowerBound, range.lowerBound + length), label: "remove it",
            help: ["text follows its command after a blank; \(asFence)"])
    }

    private static func endsInBlank(_ source: SourceFile, _ range: SourceRange) -> Bool {
        let before = SourceRange(range.lowerBound, range.upperBound - 1)
        return Lexer.trimmedEnd(source.utf8, before) < before.upperBound
    }

    /// The comma that ends a word, ASCII or not.
    static func comma(endOf range: SourceRange, _ source: SourceFile) -> SourceRange? {
        for comma in [",", "，", "、"] where range.count >= comma.utf8.count {
            let end = SourceRange(range.upperBound - comma.utf8.count, range.upperBound)
            if source.utf8[end.lowerBound..<end.upperBound].elementsEqual(comma.utf8) { return end }
        }
        return nil
    }

    /// The ASCII sign for a full-width one.
    static func ascii(for scalar: Unicode.Scalar) -> Character? {
        switch scalar {
        case "：": ":"
        case "＃": "#"
        case "＝": "="
        case "＠": "@"
        default: nil
        }
    }

    /// The first full-width `：＃＝＠` of a word that is no text of its own.
    static func fullWidthSign(
        in range: SourceRange, of source: SourceFile
    ) -> (range: SourceRange, scalar: Unicode.Scalar, ascii: Character)? {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let (scalar, length) = UTF8Decoding.scalar(in: source.utf8, at: offset)
            if let ascii = ascii(for: scalar) {
                return (SourceRange(offset, offset + length), scalar, ascii)
            }
            offset += length
        }
        return nil
    }

    static func fullWidth(
        _ sign: (range: SourceRange, scalar: Unicode.Scalar, ascii: Character),
        in source: SourceFile
    ) -> Diagnostic {
        Diagnostic(
            .error, "the full-width '\(sign.scalar)' means nothing here", in: source,
            at: sign.range, label: "write '\(sign.ascii)'",
            help: ["the signs of the language are ASCII; switch the keyboard to half width"])
    }
}
