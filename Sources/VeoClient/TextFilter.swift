/// Makes text of unknown origin safe to show: on a terminal, in a file name, in HTML, in a log.
///
/// The texts of a server pass through it once, where the client reads them (`SecretFilter.visible`),
/// so that everything behind the client holds visible text only.
package enum TextFilter {
    /// How much of a text is shown when the caller names no limit, in Unicode scalars.
    package static let defaultLimit = 500

    /// The text with every hidden character as a visible escape such as `\u{1b}`, cut to `limit`
    /// scalars with an ellipsis.
    package static func visible(_ text: String, limit: Int = defaultLimit) -> String {
        var result = ""
        var count = 0
        var before = Neighbour.other
        // Scalars are counted, since one visible character may hold any number of them.
        for scalar in text.unicodeScalars {
            guard count < limit else { return result + "…" }
            count += 1
            if isHidden(scalar) || isJoiner(scalar) && !before.mayTake(scalar) {
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                result.unicodeScalars.append(scalar)
            }
            before = Neighbour(scalar, behind: before)
        }
        return result
    }

    /// Controls (C0, C1), separators of lines, direction marks and overrides, and all that Unicode
    /// says is to be ignored when it is shown: zero-width characters, fillers, tags. The joiner
    /// and the selectors that emoji are made of are not; see ``visible(_:limit:)``.
    package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7f }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: return true
        case .format: return !isJoiner(scalar)
        default: return scalar.properties.isDefaultIgnorableCodePoint && !isJoiner(scalar)
        }
    }

    /// The zero-width joiner and the two selectors of the style of an emoji.
    private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0x200d || isSelector(scalar)
    }

    private static func isSelector(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0xfe0e || scalar.value == 0xfe0f
    }

    /// What stands before a joiner or a selector: where that is no part of a picture, it would
    /// only hide.
    private enum Neighbour {
        case other
        case picture
        case pictureWithSelector

        init(_ scalar: Unicode.Scalar, behind before: Neighbour) {
            if isJoiner(scalar) {
                self =
                    isSelector(scalar) && before == .picture ? .pictureWithSelector : .other
            } else {
                let isPart = !scalar.isASCII || scalar.properties.isEmoji
                self = isPart && !isHidden(scalar) ? .picture : .other
            }
        }

        func mayTake(_ joiner: Unicode.Scalar) -> Bool {
            switch self {
            case .other: false
            case .picture: true
            case .pictureWithSelector: !isSelector(joiner)
            }
        }
    }
}
