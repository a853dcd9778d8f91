import CEditline

/// What fills one cell of the screen, or two: a character with the marks that join it.
struct Cell: Equatable {
    /// Marks beyond these are not drawn: a run of thousands is no writing, and some terminals choke.
    static let maximumMarks = 8

    private let scalar: Unicode.Scalar
    private var marks: [Unicode.Scalar] = []
    /// 1 or 2.
    let width: Int
    let style: LineEditor.Style

    init(_ scalar: Unicode.Scalar, width: Int, style: LineEditor.Style) {
        self.scalar = scalar
        self.width = width
        self.style = style
    }

    /// Whether terminals agree about its width. They do not where marks, joiners or selectors of
    /// emoji are at work, so a row is drawn anew from the first such cell on.
    var isCertain: Bool { marks.isEmpty }

    mutating func join(_ mark: Unicode.Scalar) {
        if marks.count < Self.maximumMarks { marks.append(mark) }
    }

    /// As UTF-8: a screen of text is written with every key.
    func write(to bytes: inout [UInt8]) {
        if scalar.isASCII {
            bytes.append(UInt8(scalar.value))
        } else {
            bytes.append(contentsOf: UTF8.encode(scalar)!)
        }
        for mark in marks { bytes.append(contentsOf: UTF8.encode(mark)!) }
    }

    static func blank(_ style: LineEditor.Style = .plain) -> Cell {
        Cell(" ", width: 1, style: style)
    }
}

/// How one character of the line is shown.
enum Glyph: Equatable {
    case lineBreak
    case tab
    /// A character of 1 or 2 cells.
    case character(Int)
    /// A mark that joins the character before it.
    case mark
    /// What has no form of its own, or would change how others are shown, as an escape.
    case escape(String)

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x0A: self = .lineBreak
        case 0x09: self = .tab
        case 0x20..<0x7F: self = .character(1)
        case ..<0x20: self = .escape("^" + String(Unicode.Scalar(UInt8(scalar.value) + 0x40)))
        case 0x7F: self = .escape("^?")
        case _ where Self.changesDirection(scalar): self = .escape(Self.number(scalar))
        default:
            let width = ce_width_of(WideText.character(scalar))
            switch width {
            case 1, 2: self = .character(Int(width))
            case 0: self = .mark
            default: self = .escape(Self.number(scalar))
            }
        }
    }

    private static func number(_ scalar: Unicode.Scalar) -> String {
        "<U+" + String(scalar.value, radix: 16, uppercase: true) + ">"
    }

    /// Marks and overrides of the direction of writing (UAX #9): unseen, they make a line say
    /// something else than it does.
    private static func changesDirection(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

extension [Cell] {
    var width: Int { reduce(0) { $0 + $1.width } }

    var text: String {
        String(decoding: reduce(into: [UInt8]()) { $1.write(to: &$0) }, as: UTF8.self)
    }

    /// A text of one line; line breaks and tabs become blanks.
    init(_ text: some StringProtocol, style: LineEditor.Style) {
        self = []
        for scalar in text.unicodeScalars {
            switch Glyph(scalar) {
            case .lineBreak, .tab: append(.blank(style))
            case .character(let width): append(Cell(scalar, width: width, style: style))
            case .mark where isEmpty: break
            case .mark: self[count - 1].join(scalar)
            case .escape(let text):
                append(contentsOf: text.unicodeScalars.map { Cell($0, width: 1, style: style) })
            }
        }
    }

    /// The longest start that fits into `limit` cells, with "…" where it was cut.
    func truncated(to limit: Int) -> [Cell] {
        guard width > limit else { return self }
        guard limit > 0, let style = first?.style else { return [] }
        var kept: [Cell] = []
        var used = 0
        for cell in self {
            guard used + cell.width <= limit - 1 else { break }
            kept.append(cell)
            used += cell.width
        }
        return kept + [Cell("…", width: 1, style: style)]
    }

    func padded(to limit: Int, _ style: LineEditor.Style = .plain) -> [Cell] {
        self + Array(repeating: .blank(style), count: Swift.max(0, limit - width))
    }
}

extension LineEditor {
    /// The cells that a text takes on the screen, by the rules of the C locale. Line breaks and
    /// tabs count as one.
    package static func cellWidth(of text: String) -> Int {
        _ = TextLocale.isUTF8
        return [Cell](text, style: .plain).width
    }
}
