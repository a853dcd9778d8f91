import FoundationEssentials
import VeoClient

/// Values as JSON that a terminal and a log can take: what is hidden (control characters, marks of
/// direction) stands in it as `\u001b`, which reads back as what it was.
enum JSONText {
    /// One line, without its line end. Our values are strings and finite numbers alone: there is
    /// nothing in them that cannot be encoded.
    static func line(_ value: some Encodable) -> String {
        (try? text(value, [.sortedKeys, .withoutEscapingSlashes])) ?? ""
    }

    /// Lines for people, the last one ended.
    static func page(_ value: some Encodable) throws -> String {
        try text(value, [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]) + "\n"
    }

    private static func text(
        _ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting
    ) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        return escaped(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Line ends stand between the values, never in them: the encoder has escaped those.
    private static func escaped(_ json: String) -> String {
        func isHidden(_ scalar: Unicode.Scalar) -> Bool {
            scalar != "\n" && TextFilter.isHidden(scalar)
        }
        guard json.unicodeScalars.contains(where: isHidden) else { return json }
        return json.unicodeScalars.reduce(into: "") { text, scalar in
            guard isHidden(scalar) else {
                text.unicodeScalars.append(scalar)
                return
            }
            for unit in UTF16.encode(scalar)! {
                let digits = String(unit, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
    }
}
