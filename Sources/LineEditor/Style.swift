extension LineEditor {
    /// How characters are drawn, in the attributes of ECMA-48 (SGR). Only the eight colours that a
    /// person's theme defines are used, so that text stays legible on light and on dark ground.
    package struct Style: Sendable, Hashable {
        package enum Color: UInt8, Sendable {
            case red = 31
            case green, yellow, blue, magenta, cyan
        }

        package var color: Color?
        package var isBold: Bool
        package var isFaint: Bool
        package var isUnderlined: Bool
        package var isReversed: Bool

        package init(
            _ color: Color? = nil, bold: Bool = false, faint: Bool = false,
            underlined: Bool = false, reversed: Bool = false
        ) {
            self.color = color
            isBold = bold
            isFaint = faint
            isUnderlined = underlined
            isReversed = reversed
        }

        package static let plain = Style()
        package static let faint = Style(faint: true)
        package static let bold = Style(bold: true)
        package static let selected = Style(reversed: true)

        /// The control sequence that starts this style, whatever was in force.
        var code: String {
            var codes = "0"
            if isBold { codes += ";1" }
            if isFaint { codes += ";2" }
            if isUnderlined { codes += ";4" }
            if isReversed { codes += ";7" }
            if let color { codes += ";\(color.rawValue)" }
            return "\u{1B}[\(codes)m"
        }
    }

    /// A part of the line that is drawn in a style; offsets in Unicode scalars.
    package struct StyledRange: Sendable, Equatable {
        package let range: Range<Int>
        package let style: Style

        package init(_ range: Range<Int>, _ style: Style) {
            self.range = range
            self.style = style
        }
    }
}
