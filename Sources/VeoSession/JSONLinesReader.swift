import VeoLanguage

/// Reads tables of JSON lines: one flat object a line. The columns are the keys of the first one,
/// and all have the same.
enum JSONLinesReader {
    static func table(_ text: SheetText, _ path: String) throws(RunFailure) -> LoopData {
        var columns: [String] = []
        var rows: [[String]] = []
        var lines: [Int] = []
        var findings = Findings()
        var hasControls = false
        for (number, line) in SheetLines(text.utf8) {
            guard line.contains(where: { $0 > 0x20 }) else { continue }
            let place = SheetPlace(file: path, line: number)
            let members: [FlatJSON.Member]
            do { members = try FlatJSON.members(of: line) } catch {
                findings.add("\(place.text): \(error.message)")
                continue
            }
            guard !members.isEmpty else {
                findings.add("\(place.text): the object is empty")
                continue
            }
            if columns.isEmpty { columns = members.map(\.key) }
            guard members.count == columns.count,
                members.allSatisfy({ columns.contains($0.key) })
            else {
                let names = columns.map(VisibleText.of).joined(separator: ", ")
                findings.add("\(place.text): its keys are not those of the first line: \(names)")
                continue
            }
            let row = row(members, columns)
            for (index, cell) in row.enumerated() {
                guard let control = ControlCharacter.first(in: cell) else { continue }
                hasControls = true
                findings.add("\(place.cell(index + 1, columns[index])): \(control.problem)")
            }
            rows.append(row)
            lines.append(number)
        }
        guard findings.isEmpty else {
            throw RunFailure(findings, help: hasControls ? [ControlCharacter.help] : [])
        }
        guard !rows.isEmpty else {
            throw RunFailure("'\(VisibleText.of(path))' has no rows", exitCode: .script)
        }
        return LoopData(
            .table(columns: columns, rows: rows),
            origin: LoopData.Origin(file: path, lines: lines),
            notice: text.encoding.map { "\(VisibleText.of(path)) is read as \($0)" })
    }

    /// The values in the order of the columns. Most lines have their keys in one order.
    private static func row(_ members: [FlatJSON.Member], _ columns: [String]) -> [String] {
        if members.map(\.key) == columns { return members.map(\.text) }
        return columns.map { column in
            members.first { $0.key == column }?.text ?? ""
        }
    }
}

/// A JSON object (RFC 8259) whose values are texts, numbers, truth values and null, read strictly.
///
/// An own reader because decoders turn numbers into binary ones: `1.0` would become `1`, and an id
/// of twenty digits another id. Here a number is the text that it is written as.
struct FlatJSON {
    struct Member {
        let key: String
        /// A text as it means, a number or a truth value as it is written, nothing for null.
        let text: String
    }

    struct Problem: Error {
        let message: String
    }

    private let bytes: ArraySlice<UInt8>
    private var index: Int

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    static func members(of line: ArraySlice<UInt8>) throws(Problem) -> [Member] {
        var reader = FlatJSON(line)
        return try reader.object()
    }

    private var byte: UInt8? { index < bytes.endIndex ? bytes[index] : nil }

    private mutating func skipBlanks() {
        while let byte, [0x20, 0x09, 0x0D].contains(byte) { index += 1 }
    }

    private mutating func take(_ sign: Character) -> Bool {
        skipBlanks()
        guard let byte, byte == sign.asciiValue else { return false }
        index += 1
        return true
    }

    private mutating func object() throws(Problem) -> [Member] {
        guard take("{") else { throw notObject }
        var members: [Member] = []
        var keys: Set<String> = []
        var goesOn = !take("}")
        while goesOn {
            guard take("\"") else { throw notObject }
            let key = try string()
            guard take(":") else { throw notObject }
            skipBlanks()
            let text = try value(of: key)
            guard keys.insert(key).inserted else {
                throw Problem(message: "the key \(VisibleText.quoted(key)) stands there twice")
            }
            members.append(Member(key: key, text: text))
            goesOn = take(",")
            if !goesOn, !take("}") { throw notObject }
        }
        skipBlanks()
        guard index == bytes.endIndex else { throw notObject }
        return members
    }

    private var notObject: Problem { Problem(message: "the line is no flat JSON object") }

    private mutating func value(of key: String) throws(Problem) -> String {
        switch byte {
        case UInt8(ascii: "\"")?:
            index += 1
            return try string()
        case UInt8(ascii: "{")?, UInt8(ascii: "[")?:
            throw Problem(
                message: "the value of \(VisibleText.quoted(key)) is nested; a cell is a text, a "
                    + "number, true, false or null")
        default:
            let start = index
            while let byte, ![0x20, 0x09, 0x0D, 0x2C, 0x7D].contains(byte) { index += 1 }
            let word = String(decoding: bytes[start..<index], as: UTF8.self)
            if word == "null" { return "" }
            guard word == "true" || word == "false" || Self.isNumber(word) else { throw notObject }
            return word
        }
    }

    /// As JSON writes numbers: `-1.50e+3`, and no leading zero or sign.
    private static func isNumber(_ word: String) -> Bool {
        var rest = Substring(word)
        func digits() -> Int {
            let found = rest.prefix { ("0"..."9").contains($0) }
            rest = rest.dropFirst(found.count)
            return found.count
        }
        if rest.first == "-" { rest.removeFirst() }
        let isZero = rest.first == "0"
        let whole = digits()
        guard whole == 1 || whole > 1 && !isZero else { return false }
        if rest.first == "." {
            rest.removeFirst()
            guard digits() > 0 else { return false }
        }
        if rest.first == "e" || rest.first == "E" {
            rest.removeFirst()
            if rest.first == "+" || rest.first == "-" { rest.removeFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }

    /// From behind its first quote to behind its last. Line ends in it become LF.
    private mutating func string() throws(Problem) -> String {
        var text: [UInt8] = []
        while let byte {
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: LineEnds.unified(text), as: UTF8.self)
            case UInt8(ascii: "\\"): text += try escape().utf8
            case 0..<0x20:
                throw Problem(message: "a control character in a JSON text must be escaped")
            default: text.append(byte)
            }
        }
        throw notObject
    }

    private mutating func escape() throws(Problem) -> String {
        guard let sign = byte else { throw notObject }
        index += 1
        switch sign {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var units = [try unit()]
            if UTF16.isLeadSurrogate(units[0]), byte == UInt8(ascii: "\\"),
                index + 1 < bytes.endIndex, bytes[index + 1] == UInt8(ascii: "u")
            {
                index += 2
                units.append(try unit())
            }
            guard let text = String(validating: units, as: UTF16.self) else {
                throw Problem(message: "an escape in it is half a character (\\ud800 to \\udfff)")
            }
            return text
        default: throw notObject
        }
    }

    private mutating func unit() throws(Problem) -> UInt16 {
        guard index + 4 <= bytes.endIndex else { throw notObject }
        var value: UInt16 = 0
        for byte in bytes[index..<index + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw notObject
            }
            value = value << 4 | UInt16(digit)
        }
        index += 4
        return value
    }
}
