/// A piece of HTML. Text comes into it by interpolation and is escaped there, so that no prompt
/// and no path can become an element; only another piece goes in as it is.
struct Markup: ExpressibleByStringInterpolation, Sendable, Equatable {
    let html: String

    init(stringLiteral value: String) { html = value }

    init(stringInterpolation: StringInterpolation) { html = stringInterpolation.html }

    init(joining pieces: [Markup]) { html = pieces.map(\.html).joined() }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var html = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            html.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: String) { html += literal }

        mutating func appendInterpolation(_ text: some StringProtocol) {
            Markup.escape(text, into: &html)
        }

        mutating func appendInterpolation(_ number: Int) { html += String(number) }

        mutating func appendInterpolation(_ piece: Markup) { html += piece.html }

        mutating func appendInterpolation(_ pieces: [Markup]) {
            for piece in pieces { html += piece.html }
        }
    }

    /// Escapes for content and for quoted attributes. Characters that control a terminal, a
    /// parser or the direction of what follows are shown as U+FFFD.
    private static func escape(_ text: some StringProtocol, into html: inout String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": html += "&amp;"
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "\"": html += "&quot;"
            case "'": html += "&#39;"
            case "\n", "\t": html.unicodeScalars.append(scalar)
            case "\0"..<" ", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}",
                "\u{2066}"..."\u{2069}":
                html += "\u{FFFD}"
            default: html.unicodeScalars.append(scalar)
            }
        }
    }
}
