/// Gateways quote the prompt in what they say of it. Its words are the user's: they decide nothing.
extension APIFailure {
    /// The failure to decide by: without what the message repeats of the prompt. Where the prompt
    /// stands in it whole, it is taken out; else the deciding words that both have.
    func withoutEcho(of prompt: String?) -> APIFailure {
        guard let prompt, !message.isEmpty else { return self }
        let said = Self.folded(message)
        let asked = Self.folded(prompt)
        guard asked.utf8.contains(where: { $0 != UInt8(ascii: " ") }) else { return self }
        var rest = said
        for echo in [asked, Self.escaped(asked), Self.escaped(Self.escaped(asked))] {
            rest = rest.replacing(echo, with: "…")
        }
        if rest == said {
            for words in FailureAdvice.decidingWords where asked.contains(words) {
                rest = rest.replacing(words, with: "…")
            }
        }
        return rest == said ? self : APIFailure(code: code, type: type, message: rest)
    }

    /// In lower case, with one blank for all that lie together: gateways break and join lines.
    private static func folded(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.lowercased().unicodeScalars {
            let isBlank = scalar.properties.isWhitespace
            if isBlank, folded.last == " " { continue }
            folded.append(isBlank ? " " : scalar)
        }
        return String(folded).trimmedBlanks
    }

    /// As it stands within a JSON string.
    private static func escaped(_ text: String) -> String {
        String(jsonLiteral(text).dropFirst().dropLast())
    }
}
