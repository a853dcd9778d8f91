/// Characters that no text may hold that goes to a model, to a terminal or into a name: the
/// controls of C0 and C1 and DEL, save tab and line feed. Scripts are free of them by their
/// grammar; values also come from tables, files of lines, parameters and the environment.
package struct ControlCharacter: Sendable, Hashable {
    package let scalar: Unicode.Scalar

    /// The first one in a text.
    package static func first(in text: String) -> ControlCharacter? {
        // Bytes first: nearly every text has none.
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 }) else {
            return nil
        }
        return text.unicodeScalars.first {
            $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t"
        }.map(ControlCharacter.init)
    }

    package var problem: String { "the control character \(CharacterCheck.label(scalar)) in it" }

    package static let help =
        "delete it; besides tabs and line ends, a text holds no control characters"
}

/// Line ends inside of texts.
package enum LineEnds {
    /// CRLF and CR as LF: a text has one form on all machines, and one hash.
    package static func unified(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(ASCII.carriageReturn) else { return bytes }
        var unified: [UInt8] = []
        unified.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            if byte == ASCII.carriageReturn {
                let isPair = index + 1 < bytes.count && bytes[index + 1] == ASCII.lineFeed
                if !isPair { unified.append(ASCII.lineFeed) }
            } else {
                unified.append(byte)
            }
        }
        return unified
    }

    package static func unified(_ text: String) -> String {
        text.utf8.contains(ASCII.carriageReturn)
            ? String(decoding: unified(Array(text.utf8)), as: UTF8.self) : text
    }
}
