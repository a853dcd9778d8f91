import FoundationEssentials
import Testing

@testable import VeoClient

/// What is shown to be pasted means to a shell just what it is, whatever marks stand behind a sign.
@Suite struct ShellWordTests {
    /// A combining accent, a joiner, the selector of emoji, and others that join what is before.
    static let marks = ["", "\u{301}", "\u{200D}", "\u{FE0F}", "\u{20DD}", "\u{0E33}", "\u{1F3FD}"]

    @Test(arguments: marks)
    func noMarkHidesASign(mark: String) {
        for sign in ["'", "\"", "$", "`", "\\", "\n", "\r", "!", "*", "~", "#", "="] {
            let text = "a\(sign)\(mark); touch pwned #"
            #expect(Self.unquoted(ShellWord.quoted(text)) == Array(text.utf8), "\(sign)\(mark)")
        }
    }

    /// What a POSIX shell makes of a word of plain bytes, `'…'` and `\'`; nil for other things.
    private static func unquoted(_ word: String) -> [UInt8]? {
        var result: [UInt8] = []
        var rest = Array(word.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "'"):
                while let next = rest.popFirst(), next != UInt8(ascii: "'") { result.append(next) }
            case UInt8(ascii: "\\"):
                guard rest.popFirst() == UInt8(ascii: "'") else { return nil }
                result.append(UInt8(ascii: "'"))
            default:
                guard byte > 0x20, !"$`\"\\;#*!~=".utf8.contains(byte) else { return nil }
                result.append(byte)
            }
        }
        return result
    }

    @Test(arguments: marks)
    func formsAndHereDocumentsAreEscapedByBytes(mark: String) throws {
        let path = "a\"\(mark)$\(mark)`\(mark)\\\(mark).jpg"
        let file = ImageFile(
            path: path, name: "a.jpg", mimeType: "image/jpeg", byteCount: 1, sha256: "")
        var request = GenerationRequest(
            model: "veo-3.1-fl", prompt: "x $\(mark)(touch pwned) `\(mark)", images: [.file(file)],
            mode: .sync)
        let chat = CurlCommand.text(request, baseURL: .standard)
        #expect(chat.utf8.firstRange(of: "\\$\(mark)(touch pwned) \\`\(mark)".utf8) != nil)
        request.mode = .async
        let form = CurlCommand.text(request, baseURL: .standard)
        #expect(form.utf8.firstRange(of: "a\\\"\(mark)$\(mark)`\(mark)\\\\\(mark).jpg".utf8) != nil)
    }
}
