import Testing

@testable import LineEditor

@Suite struct InputDecoderTests {
    private func items(_ pieces: [[UInt8]]) -> [InputDecoder.Item] {
        var decoder = InputDecoder()
        var items: [InputDecoder.Item] = []
        for piece in pieces {
            decoder.append(piece)
            while let item = decoder.next() { items.append(item) }
        }
        return items
    }

    private static let sample =
        "a猫\u{1B}[A\u{1B}OB\u{1B}[200~x\r\ny\n\u{1B}[201~\u{1B}[1;5Cé\u{1B}[15~z"

    @Test func anyCutGivesTheSameItems() {
        let bytes = Array(Self.sample.utf8)
        let whole = items([bytes])
        #expect(
            whole == [
                .scalar("a"), .scalar("猫"), .key(.up), .key(.down),
                .paste(["x", "\n", "y"], isCut: false), .key(.wordRight), .scalar("é"),
                .scalar("z"),
            ])
        for cut in 0...bytes.count {
            #expect(items([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole)
        }
        #expect(items(bytes.map { [$0] }) == whole)
    }

    @Test func aLoneEscapeIsAKeyOnceTheWaitIsOver() {
        var decoder = InputDecoder()
        decoder.append([0x1B])
        #expect(decoder.next() == nil && decoder.patience == InputDecoder.Patience.escape)
        decoder.stopWaiting()
        #expect(decoder.next() == .escape)
        #expect(decoder.next() == nil && decoder.patience == InputDecoder.Patience.sequence)
        // The rest of a sequence that a slow line brings late is no text; a key much later is.
        decoder.stopWaiting()
        #expect(decoder.next() == nil && decoder.patience == nil)
        decoder.append(Array("[a".utf8))
        #expect(decoder.next() == .scalar("[") && decoder.next() == .scalar("a"))
    }

    @Test func metaIsItsOwnCharacterBeforeTheKey() {
        #expect(items([Array("\u{1B}f".utf8)]) == [.scalar("\u{1B}"), .scalar("f")])
    }

    @Test func aPasteLosesTheCodesOfATerminalWhole() {
        let codes = [
            "\u{1B}[31m", "\u{1B}[1;38;5;9m", "\u{1B}]8;;https://x\u{1B}\\", "\u{1B}]0;t\u{7}",
            "\u{1B}(B", "\u{1B}OP",
        ]
        for code in codes {
            let paste = "\u{1B}[200~a\(code)-b\u{1B}[201~"
            #expect(
                items([Array(paste.utf8)]) == [.paste(["a", "-", "b"], isCut: false)],
                "\(code.debugDescription)")
        }
        // What is none, and a text without its end, lose nothing but the escape character.
        #expect(
            items([Array("\u{1B}[200~a\u{1B}1\u{1B}[201~".utf8)]) == [
                .paste(["a", "1"], isCut: false)
            ])
        let open = "\u{1B}[200~a\u{1B}]0;b c\u{1B}[201~"
        #expect(
            items([Array(open.utf8)]) == [
                .paste(Array("a]0;b c".unicodeScalars), isCut: false)
            ])
    }

    @Test func invalidBytesAreShownNotLost() {
        #expect(
            items([[0xFF, 0x61, 0xE7, 0x61]]) == [
                .scalar("\u{FFFD}"), .scalar("a"), .scalar("\u{FFFD}"), .scalar("a"),
            ])
    }

    @Test func aPasteHasALimit() {
        let limit = InputDecoder.maximumPasteBytes
        let end = Array("\u{1B}[201~".utf8)
        let start = Array("\u{1B}[200~".utf8)
        let half = [UInt8](repeating: 0x61, count: limit / 2 + 10)
        let found = items([start + half, half, half, end, [0x62]])
        guard case .paste(let text, isCut: true)? = found.first else {
            Issue.record("no cut paste in \(found.count) items")
            return
        }
        #expect(text.count == limit && found.last == .scalar("b"))
    }
}
