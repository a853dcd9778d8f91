import Testing

@testable import VeoSimulator

@Suite struct PictureTextTests {
    /// Latin letters, Chinese, and the box that stands for what is missing.
    private static let coverage = FontCoverage(charsets: "20-7e 4e00-9fff\n25a1 3000-303f ff0c")

    private func text(_ prompt: String, width: Int = 608, height: Int = 1000) -> PictureText {
        PictureText(prompt, width: width, height: height, coverage: Self.coverage)
    }

    @Test func aShortPromptIsLargeAndALongOneSmall() {
        let short = text("A cat")
        #expect(short.lines == ["A cat"] && short.size == PictureText.sizes[0])
        let long = text(String(repeating: "many words ", count: 100))
        #expect(long.size < short.size && !long.isCut)
        #expect(long.lines.joined(separator: " ").filter { $0 == "y" }.count == 100)
    }

    @Test func whatCannotBeReadIsCut() throws {
        let prompt = String(repeating: "word ", count: 600)
        let cut = text(prompt)
        #expect(cut.isCut && cut.size == PictureText.sizes.last)
        #expect(cut.lines.count * cut.size <= 1000)
        #expect(try #require(cut.lines.last).hasSuffix("…"))
        #expect(text(String(repeating: "长", count: 100_000)).isCut)
    }

    @Test func scriptsWithoutSpacesAreBroken() {
        let chinese = text("一只猫咪在花园里玩耍，然后睡着了", width: 300, height: 200)
        #expect(chinese.lines.count > 1 && !chinese.isCut)
        #expect(chinese.lines.joined() == "一只猫咪在花园里玩耍，然后睡着了")
        #expect(!chinese.lines.contains { $0.hasPrefix("，") })
        let word = text(String(repeating: "x", count: 300), width: 300, height: 700)
        #expect(word.lines.count > 1 && word.lines.joined().count == 300)
    }

    @Test func linesOfThePromptStay() {
        #expect(text("one\n\ntwo\r\nthree").lines == ["one", "", "two", "three"])
    }

    @Test func whatNoFontHasIsMarked() {
        let prompt = text("a cat 🐈‍⬛ on \u{202E}the\u{7} mat")
        #expect(prompt.lines.joined(separator: " ") == "a cat □ on the mat" && prompt.hasMissing)
        #expect(!text("a cat").hasMissing)
        let unknown = PictureText("🐈", width: 608, height: 1000, coverage: nil)
        #expect(unknown.lines == ["🐈"] && !unknown.hasMissing)
    }

    @Test func coverageIsReadFromRanges() {
        let coverage = FontCoverage(charsets: "30-39 20-2f\n35-41 1f600 zz 9-\n")
        for (character, isThere) in [(" ", true), ("A", true), ("B", false), ("😀", true)] {
            #expect(coverage.contains(Unicode.Scalar(character)!) == isThere)
        }
        #expect(!FontCoverage(charsets: "").contains("A"))
    }

    @Test func nothingInAPromptIsACommand() {
        let prompt = "{\\an8}\\N\n{\\p1}m 0 0{\\p0}"
        let escaped = PictureCard.escape(prompt)
        #expect(
            escaped == "\\{\\\u{2060}an8\\}\\\u{2060}N \\{\\\u{2060}p1\\}m 0 0\\{\\\u{2060}p0\\}")
        let card = PictureCard(
            job: 7, index: 1, count: 1, model: "veo-3.1", prompt: "x\nDialogue: {\\an8}",
            size: PictureSize(width: 720, height: 1280), hasImage: false,
            palette: PicturePalette(name: "a"))
        let lines = card.script(coverage: nil).split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix("Dialogue: ") && $0.contains(",Text,") }.count == 16)
        #expect(lines.filter { $0.hasPrefix("Dialogue: {") }.isEmpty)
    }

    @Test func theLookFollowsFromTheName() {
        let (one, same, other) = (
            PicturePalette(name: "one"), PicturePalette(name: "one"), PicturePalette(name: "two")
        )
        #expect(one.colors == same.colors && one.tones == same.tones && one.seed == same.seed)
        #expect(one.colors != other.colors)
        #expect(one.colors.count == 3 && one.colors.allSatisfy { $0 <= 0xFFFFFF })
    }
}
