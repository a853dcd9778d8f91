/// What is written on one video, as a script in the Advanced SubStation format that libass draws:
/// it finds a font for each character, and moves what is to move.
struct PictureCard: Sendable {
    /// Number of the job, and which of its videos this is.
    let job: Int
    let index: Int
    let count: Int
    let model: String
    let prompt: String
    let size: PictureSize
    /// Whether the text has to leave room for an image.
    let hasImage: Bool
    let palette: PicturePalette

    /// Length of the video, in seconds.
    static let seconds = 8

    /// The card is laid out for a frame whose shorter side is 720, and enlarged for others.
    private var width: Int { size.width * 720 / size.shorter }
    private var height: Int { size.height * 720 / size.shorter }

    private static let margin = 56
    private static let headerBottom = 150
    private static let footerTop = 130

    func script(coverage: FontCoverage?) -> String {
        let top = Self.headerBottom
        let bottom = height - Self.footerTop
        let room = hasImage ? (bottom - top) / 2 : bottom - top
        let inset = hasImage ? 32 : 0
        let text = PictureText(
            prompt, width: width - 2 * (Self.margin + inset), height: room - 2 * inset,
            coverage: coverage)
        var lines = [head]
        if hasImage {
            let high = text.lines.count * text.size + 2 * inset
            lines.append(panel(top: bottom - high, height: high))
            lines.append(words(text, "\\an1\\pos(\(Self.margin + inset),\(bottom - inset))"))
        } else {
            lines += palette.circles.enumerated().map { circle($1, radius: 230 + 130 * $0) }
            lines.append(words(text, "\\an4\\pos(\(Self.margin),\((top + bottom) / 2))"))
        }
        lines += frame(notes: notes(about: text))
        return lines.joined(separator: "\n") + "\n"
    }

    private var head: String {
        """
        [Script Info]
        ScriptType: v4.00+
        PlayResX: \(width)
        PlayResY: \(height)
        WrapStyle: 2
        ScaledBorderAndShadow: yes

        [V4+ Styles]
        Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, \
        BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, \
        BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
        Style: Text,Sans,40,&H00FFFFFF,&H00FFFFFF,&H90000000,&H78000000,-1,0,0,0,100,100,0,0,1,1.5,\
        3,7,0,0,0,1

        [Events]
        Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
        """
    }

    private func notes(about text: PictureText) -> String {
        var notes = ["simulated by veo"]
        if text.isCut { notes.append("the prompt goes on") }
        if text.hasMissing { notes.append("\(PictureText.missing): no font here has it") }
        return notes.joined(separator: " · ")
    }

    private func words(_ text: PictureText, _ place: String) -> String {
        let lines = text.lines.map(Self.escape).joined(separator: "\\N")
        return event("{\(place)\\fs\(text.size)}\(lines)", layer: 3)
    }

    /// Model and job above, the time that passes below.
    private func frame(notes: String) -> [String] {
        let margin = Self.margin
        let wide = width - 2 * margin
        let barTop = height - 92
        let part = count > 1 ? ", \(index) of \(count)" : ""
        let track = "m 0 0 l \(wide) 0 \(wide) 8 0 8"
        let bar = "\\an7\\pos(\(margin),\(barTop))\\bord0\\shad0\\p1"
        let grow = "\\fscx0\\t(0,\(Self.seconds * 1000),\\fscx100)"
        var lines = [
            event("{\\an7\\pos(\(margin),56)\\fs36}\(Self.escape(model))", layer: 3),
            event("{\\an9\\pos(\(width - margin),56)\\fs36}job \(job)\(part)", layer: 3),
            event("{\(bar)\\1a&HA0&}\(track)", layer: 2),
            event("{\(bar)\(grow)}\(track)", layer: 3),
            event("{\\an7\\pos(\(margin),\(barTop + 22))\\fs26\\b0}\(notes)", layer: 3),
        ]
        for second in 0..<Self.seconds {
            let place = "{\\an9\\pos(\(width - margin),\(barTop + 22))\\fs26\\b0}"
            lines.append(
                event("\(place)0:0\(second)", layer: 3, from: second, to: second + 1))
        }
        return lines
    }

    private func panel(top: Int, height: Int) -> String {
        let wide = width - 2 * Self.margin
        let shape = """
            m 20 0 l \(wide - 20) 0 b \(wide) 0 \(wide) 0 \(wide) 20 l \(wide) \(height - 20) \
            b \(wide) \(height) \(wide) \(height) \(wide - 20) \(height) l 20 \(height) \
            b 0 \(height) 0 \(height) 0 \(height - 20) l 0 20 b 0 0 0 0 20 0
            """
        let look = "\\bord0\\shad0\\1c&H000000&\\1a&H70&\\p1"
        return event("{\\an7\\pos(\(Self.margin),\(top))\(look)}\(shape)", layer: 2)
    }

    /// A pale disc that crosses the frame.
    private func circle(_ ends: [Int], radius: Int) -> String {
        let curve = radius * 55 / 100
        let shape = """
            m \(radius) 0 b \(radius) \(curve) \(curve) \(radius) 0 \(radius) \
            b -\(curve) \(radius) -\(radius) \(curve) -\(radius) 0 \
            b -\(radius) -\(curve) -\(curve) -\(radius) 0 -\(radius) \
            b \(curve) -\(radius) \(radius) -\(curve) \(radius) 0
            """
        let x = [ends[0], ends[2]].map { $0 * width / 100 }
        let y = [ends[1], ends[3]].map { $0 * height / 100 }
        let look = "\\an5\\bord0\\shad0\\1a&HDC&\\p1"
        return event("{\(look)\\move(\(x[0]),\(y[0]),\(x[1]),\(y[1]))}\(shape)", layer: 1)
    }

    private func event(_ text: String, layer: Int, from: Int = 0, to: Int = seconds + 1) -> String {
        "Dialogue: \(layer),0:00:0\(from).00,0:00:0\(to).00,Text,,0,0,0,,\(text)"
    }

    /// Text in which nothing is a command: braces escaped, and a word joiner, which is not seen,
    /// after each backslash.
    static func escape(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\\u{2060}"
            case "{", "}": result += "\\\(character)"
            case "\n", "\r", "\r\n": result += " "
            default: result.append(character)
            }
        }
        return result
    }
}
