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
