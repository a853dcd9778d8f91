/// Every form in which a key may lie in a file: as it is, percent-encoded, in Base64 at any offset,
/// in hexadecimal digits, escaped in JSON and in HTML. Made here anew and not by the program, which
/// may be wrong about them.
struct KeyForms {
    private let forms: [(name: String, bytes: [UInt8])]

    init(_ key: String) {
        let bytes = Array(key.utf8)
        func each(_ escape: (UInt8) -> String) -> [UInt8] {
            bytes.flatMap { Array(escape($0).utf8) }
        }
        func digits(_ byte: UInt8) -> String {
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        func isPlain(_ byte: UInt8) -> Bool {
            Unicode.Scalar(byte).properties.isAlphabetic || (48...57).contains(byte)
                || "-._~".utf8.contains(byte)
        }
        var forms: [(String, [UInt8])] = [
            ("plain", bytes), ("JSON", each { $0 == 0x2f ? "\\/" : String(Unicode.Scalar($0)) }),
            ("percent", each { "%" + digits($0).uppercased() }),
            (
                "address",
                each {
                    isPlain($0) ? String(Unicode.Scalar($0)) : "%" + digits($0).uppercased()
                }
            ),
            ("digits", each(digits)), ("escapes", each { "\\u00" + digits($0) }),
            ("entities", each { "&#\($0);" }),
        ]
        for offset in 0..<3 {
            // The characters that no neighbour changes.
            let whole = Self.base64([UInt8](repeating: 0, count: offset) + bytes)
            forms.append(("Base64 at \(offset)", Array(whole.dropFirst(4).dropLast(4))))
        }
        self.forms = forms
    }

    /// The forms that stand in these bytes, letter case and what splits lines aside.
    func found(in bytes: [UInt8]) -> [String] {
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0a, 0x0d, 0x22]
        let dense = bytes.filter { !blanks.contains($0) }
        let lowered = Self.lowered(dense)
        return forms.filter { form in
            form.name.hasPrefix("Base64")
                ? Self.contains(form.bytes, in: dense)
                : Self.contains(Self.lowered(form.bytes), in: lowered)
        }.map(\.name)
    }

    func found(in text: String) -> [String] { found(in: Array(text.utf8)) }

    private static func lowered(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
    }

    private static func contains(_ form: [UInt8], in bytes: [UInt8]) -> Bool {
        guard let first = form.first, bytes.count >= form.count else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            for index in 0...(bytes.count - form.count)
            where bytes[index] == first
                && UnsafeBufferPointer(rebasing: bytes[index..<index + form.count])
                    .elementsEqual(form)
            {
                return true
            }
            return false
        }
    }

    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let alphabet = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result: [UInt8] = []
        var index = 0
        while index + 2 < bytes.count {
            let three = bytes[index..<index + 3].reduce(0) { $0 << 8 | Int($1) }
            result += [18, 12, 6, 0].map { alphabet[three >> $0 & 63] }
            index += 3
        }
        return result
    }
}
