/// A prompt as lines that fit into a box, in the largest of some sizes.
struct PictureText: Sendable, Equatable {
    /// Most characters that are looked at; more would be too small to read.
    static let characterLimit = 4_000
    /// Sizes in pixels of a frame whose shorter side is 720: from a title to what can still be
    /// read on a projector.
    static let sizes = [120, 104, 88, 76, 66, 58, 50, 44, 38, 33, 29]

    let lines: [String]
    let size: Int
    /// Whether the end is missing.
    let isCut: Bool
    /// Whether a character stands for others that no font has.
    let hasMissing: Bool

    /// Stands for what cannot be drawn.
    static let missing: Character = "□"

    init(_ text: String, width: Int, height: Int, coverage: FontCoverage?) {
        let start = text.prefix(Self.characterLimit)
        var hasMissing = false
        let shown = Self.drawable(start, coverage, &hasMissing)
        let isWhole = start.endIndex == text.endIndex
        for size in Self.sizes {
            let room = max(1, height / size)
            var lines = Self.wrap(shown, width: Double(width) / Double(size))
            let fits = lines.count <= room && isWhole
            guard fits || size == Self.sizes.last else { continue }
            if !fits {
                lines = Array(lines.prefix(room))
                lines[lines.count - 1] += " …"
            }
            self.init(lines: lines, size: size, isCut: !fits, hasMissing: hasMissing)
            return
        }
        self.init(lines: [], size: Self.sizes[0], isCut: true, hasMissing: hasMissing)
    }

    private init(lines: [String], size: Int, isCut: Bool, hasMissing: Bool) {
        self.lines = lines
        self.size = size
        self.isCut = isCut
        self.hasMissing = hasMissing
    }

    /// Text that a font has, without what would turn around or hide what stands beside it.
    private static func drawable(
        _ text: Substring, _ coverage: FontCoverage?, _ hasMissing: inout Bool
    ) -> String {
        var result = ""
        for character in text {
            if character.isNewline {
                result.append("\n")
            } else if character.isWhitespace {
                result.append(" ")
            } else if character.unicodeScalars.allSatisfy({ isInvisible($0) }) {
                continue
            } else if let coverage,
                !character.unicodeScalars.allSatisfy({ isInvisible($0) || coverage.contains($0) })
            {
                hasMissing = true
                result.append(missing)
            } else {
                result.append(character)
            }
        }
        return result
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .unassigned, .privateUse, .surrogate: true
        default: scalar.properties.isVariationSelector
        }
    }

    /// Breaks at spaces, between characters of scripts that have none, and inside words that are
    /// wider than a line.
    private static func wrap(_ text: String, width: Double) -> [String] {
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = ""
            var used = 0.0
            for piece in pieces(paragraph) {
                let needed = piece.reduce(0) { $0 + self.width(of: $1) }
                if used + needed > width, !line.isEmpty {
                    lines.append(line)
                    (line, used) = ("", 0)
                }
                for character in line.isEmpty ? piece.drop(while: \.isWhitespace) : piece {
                    let advance = self.width(of: character)
                    if used + advance > width, !line.isEmpty {
                        lines.append(line)
                        (line, used) = ("", 0)
                    }
                    line.append(character)
                    used += advance
                }
            }
            lines.append(line)
        }
        return lines
    }

    /// Words with the space before them, wide characters one by one.
    private static func pieces(_ paragraph: Substring) -> [Substring] {
        var pieces: [Substring] = []
        var start = paragraph.startIndex
        var index = start
        while index < paragraph.endIndex {
            let next = paragraph.index(after: index)
            let breaks =
                paragraph[index].isWhitespace || isWide(paragraph[index])
                || (index > start && isWide(paragraph[paragraph.index(before: index)]))
            // What closes a clause stays with what it closes.
            if breaks, index > start, !closing.contains(paragraph[index]) {
                pieces.append(paragraph[start..<index])
                start = index
            }
            index = next
        }
        pieces.append(paragraph[start...])
        return pieces
    }

    private static let closing: Set<Character> = [
        "，", "。", "、", "！", "？", "：", "；", "）", "」", "』", "”", "’", ",", ".", "!", "?",
    ]

    private static func isWide(_ character: Character) -> Bool {
        guard let scalar = character.unicodeScalars.first else { return false }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x9FFF, 0xA960...0xA97F, 0xAC00...0xD7FF, 0xF900...0xFAFF,
            0xFE30...0xFE4F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF,
            0x20000...0x3FFFF:
            return true
        default: return false
        }
    }

    /// The advance of a character as a share of the size, rounded up: what DejaVu Sans Bold, the
    /// widest of the common fonts, needs.
    private static func width(of character: Character) -> Double {
        if isWide(character) { return 0.8 }
        switch character {
        case "i", "j", "l", "I", ".", ",", ":", ";", "!", "|", "'", "’": return 0.34
        case " ", "f", "t", "r", "(", ")", "[", "]", "/", "-", "\"": return 0.42
        case "m", "w", "M", "W", "@", "%", "…", "—": return 0.92
        case "a"..."z": return 0.6
        default: return 0.68
        }
    }
}
