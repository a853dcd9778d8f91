import Testing

@testable import VeoClient

@Suite struct MP4WalkerTests {
    private func verdict(_ bytes: [UInt8], pieces: Int = .max) -> MP4Walker.Verdict {
        var walker = MP4Walker()
        bytes.withUnsafeBytes { all in
            var start = 0
            while start < all.count {
                let end = start + min(pieces, all.count - start)
                walker.feed(UnsafeRawBufferPointer(rebasing: all[start..<end]))
                start = end
            }
        }
        return walker.verdict
    }

    private let small =
        box("ftyp", Array("isom".utf8)) + box("free") + box("mdat", [1, 2, 3]) + box("moov", [9])

    @Test func wholeInAnyPieces() {
        for size in 1...small.count { #expect(verdict(small, pieces: size) == .whole) }
        #expect(verdict(sampleMP4) == .whole)
    }

    @Test func eachCutIsSeen() {
        for length in 0..<small.count {
            #expect(verdict(Array(small[..<length])) != .whole, "cut at \(length)")
        }
    }

    @Test func wordsOfACut() {
        #expect(
            verdict(Array(small.dropLast())) == .truncated("1 bytes of its box 'moov' are missing"))
        #expect(
            verdict(Array(small.dropLast(9))) == .truncated("its index (the box 'moov') is missing")
        )
    }

    @Test(arguments: [
        ("<!DOCTYPE html><html>", "it is a web page"), ("{\"url\":\"x\"}", "it is JSON"),
        ("\n\n  [1,2,3]", "it is JSON"), ("GIF89a..", "it does not begin like an MP4 file"),
        ("<a", "it is a web page"),
    ])
    func otherThings(text: String, reason: String) {
        #expect(verdict(Array(text.utf8)) == .notMP4(reason))
    }

    @Test func longAndOpenBoxes() {
        let long: [UInt8] = [0, 0, 0, 1] + Array("mdat".utf8) + [0, 0, 0, 0, 0, 0, 0, 18, 5, 5]
        let open: [UInt8] = [0, 0, 0, 0] + Array("mdat".utf8) + [1, 2, 3]
        #expect(verdict(box("ftyp") + long + box("moov")) == .whole)
        #expect(verdict(box("ftyp") + box("moov") + open) == .whole)
        #expect(verdict(box("ftyp") + open) == .truncated("its index (the box 'moov') is missing"))
        #expect(
            verdict(box("ftyp") + [0, 0, 0, 3] + Array("free".utf8))
                == .notMP4("a box of it has an impossible size"))
    }
}
