/// The shape of a video.
package enum Aspect: String, Sendable, CaseIterable {
    case portrait = "9:16"
    case landscape = "16:9"

    package static func parse(_ text: String) throws(ValueError) -> Aspect {
        let ascii = String(
            text.lowercased().map { "：x×/".contains($0) ? ":" : $0 })
        let meant: Aspect? =
            switch ascii {
            case "9:16", "portrait", "vertical": .portrait
            case "16:9", "landscape", "horizontal": .landscape
            default: nil
            }
        if let meant, meant.rawValue != text {
            throw ValueError(
                message: "\(VisibleText.quoted(text)) is not an aspect",
                label: "did you mean '\(meant.rawValue)'?", help: "aspect is '9:16' or '16:9'")
        }
        return try ValueError.choice(text, of: "an aspect", named: "aspect")
    }
}

/// How much effort a model spends.
package enum Speed: String, Sendable, CaseIterable {
    case standard
    case fast

    package static func parse(_ text: String) throws(ValueError) -> Speed {
        try ValueError.choice(text, of: "a speed", named: "speed")
    }
}

/// The images that a model takes at most: none, a start frame, or an end frame too.
package enum ImageLimit {
    package static let most = 2

    package static func parse(_ text: String) throws(ValueError) -> Int {
        guard let number = Int(text), text.utf8.count == 1, (0...most).contains(number) else {
            throw ValueError(
                message: "\(VisibleText.quoted(text)) is not a number of images",
                help: "images is 0, 1 or \(most)")
        }
        return number
    }
}
