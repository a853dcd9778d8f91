#if !FUZZING
    @testable import VeoClient
#endif

/// What is shown of a text of a server.
enum TextProperties {
    /// Whatever the text is, and in whatever form it repeats the key: what is shown of it is short,
    /// without hidden characters, and without the key. True when the key was in it.
    static func hold(for bytes: [UInt8]) -> Bool {
        var input = FuzzInput(bytes)
        let form = input.byte()
        let place = input.byte()
        let limit = input.byte() * 4
        let rest = input.rest
        var text = String(decoding: rest, as: UTF8.self)
        let echoes = form % 2 == 1
        if echoes {
            let start = rest.isEmpty ? 0 : place % rest.count
            text =
                String(decoding: rest[..<start], as: UTF8.self)
                + echo(form: form / 2, neighbours: rest)
                + String(decoding: rest[start...], as: UTF8.self)
        }
        let secrets = AnswerProperties.secrets
        let redacted = secrets.redacted(text)
        checkWithoutKey(redacted)
        // Bytes, since a mark may combine with the last of them.
        let mark = Array(redacted.utf8).firstRange(of: Array("***".utf8))
        precondition(!echoes || mark != nil, "the key was not found")
        precondition(secrets.contains(in: text) == (redacted != text), "contained or not")
        checkShown(secrets.visible(text, limit: limit), limit: limit)
        // What is visible stays as it is, and nothing visible is lost.
        let visible = TextFilter.visible(text, limit: .max)
        precondition(TextFilter.visible(visible, limit: .max) == visible, "filtered twice")
        return echoes
    }

    /// The text can stand on a terminal, in a file name, in a log.
    static func checkShown(_ text: String, limit: Int) {
        // An escape takes up to ten characters where there was one.
        precondition(text.unicodeScalars.count <= limit * 10 + 1, "too long")
        for scalar in text.unicodeScalars where scalar.value != 0x200d {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                preconditionFailure("hidden")
            default: break
            }
        }
        checkWithoutKey(text)
    }

    /// The key is in no form that a short program finds.
    private static func checkWithoutKey(_ text: String) {
        let fillers: Set<Unicode.Scalar> = [" ", "\n", "\r", "\t", "\"", "'", "\\"]
        var reading = String(
            String.UnicodeScalarView(text.unicodeScalars.filter { !fillers.contains($0) }))
        let lowered = reading.lowercased()
        precondition(!lowered.contains(hexadecimal(testSecret.utf8)), "the key in digits")
        for offset in 0..<3 {
            let bytes = [UInt8](repeating: 0, count: offset) + Array(testSecret.utf8)
            // The characters that no neighbour changes.
            let whole = base64(bytes).prefix(bytes.count * 8 / 6)
            let form = whole.dropFirst((offset * 8 + 5) / 6)
            precondition(!reading.contains(form), "the key in Base64")
        }
        for _ in 0..<3 {
            precondition(!reading.contains(testSecret), "the key")
            reading = percentDecoded(reading)
        }
    }

    private static func percentDecoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), digits.utf8.count == 2,
                let value = UInt8(digits, radix: 16), !digits.hasPrefix("+")
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The key as some server repeats it.
    private static func echo(form: Int, neighbours: [UInt8]) -> String {
        let key = Array(testSecret.utf8)
        func escaped(_ escape: (UInt8) -> String) -> String { key.map(escape).joined() }
        switch form % 12 {
        case 0: return testSecret
        case 1: return percentEncodedSegment(testSecret)
        case 2: return escaped { "%" + hexadecimal([$0]) }
        case 3: return escaped { "%25" + hexadecimal([$0]).uppercased() }
        case 4: return escaped { "\\u00" + hexadecimal([$0]) }
        case 5: return escaped { "&#\($0);" }
        case 6: return hexadecimal(key)
        case 7: return escaped { String(Unicode.Scalar($0)) + "\r\n " }
        case 8: return escaped { String(Unicode.Scalar($0)) + "\u{200b}" }
        case 9: return escaped { "\\x" + hexadecimal([$0]) }
        case 10: return escaped { "&#x" + hexadecimal([$0]) + ";" }
        default:
            let before = neighbours.prefix(form / 12 % 4)
            return base64(Array(before) + key + neighbours.suffix(form / 48 % 4))
        }
    }

    static let seeds: [[UInt8]] = [
        "plain words", "\u{1b}[31mred\u{9b}2J\u{7}", "a\u{202e}b\u{200b}\u{feff}\u{2028}\r\n\t\0",
        "橘色小猫 🏃‍♀️ é 1\u{fe0f}\u{20e3}", "https://o.example/v?Signature=a%2Bb%3D#x, and more",
        testSecret, "sk-test%2Bsecret/0123456789", "c2stdGVzdCtzZWNyZXQvMDEyMzQ1Njc4OQ==",
        "\\u0073k-test", "&#115;k-test+secret/0123456789", "%2525%32%35",
        "e\u{301}\u{e0041}\u{3164}",
    ].enumerated().map { [UInt8($0), 3, 100] + Array($1.utf8) }
}
