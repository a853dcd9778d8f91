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
        ("\n\n  [1,2,3]", "it is JSON"), ("Not found", "it is text"),
        ("<a", "it is a web page"), ("", "it is empty"),
    ])
    func otherThings(text: String, reason: String) {
        #expect(verdict(Array(text.utf8)) == .notVideo(reason))
    }

    @Test func longAndOpenBoxes() {
        let long: [UInt8] = [0, 0, 0, 1] + Array("mdat".utf8) + [0, 0, 0, 0, 0, 0, 0, 18, 5, 5]
        let open: [UInt8] = [0, 0, 0, 0] + Array("mdat".utf8) + [1, 2, 3]
        #expect(verdict(box("ftyp") + long + box("moov")) == .whole)
        #expect(verdict(box("ftyp") + box("moov") + open) == .whole)
        #expect(verdict(box("ftyp") + open) == .truncated("its index (the box 'moov') is missing"))
        // Sizes that no file has: nothing is added to them.
        let endless: [UInt8] =
            [0, 0, 0, 1] + Array("mdat".utf8) + [UInt8](repeating: 0xff, count: 8) + [1]
        for size in 1...9 {
            #expect(
                verdict(box("ftyp") + box("moov") + endless, pieces: size)
                    == .truncated("18446744073709551598 bytes of its box 'mdat' are missing"))
        }
    }

    /// What other tools write, too: it plays.
    @Test func goodVideosOfOtherKinds() {
        let movie = box("moov", [9])
        for file in [
            box("free") + small, box("skip", [1]) + small, box("uuid", [1]) + small,
            box("wide") + box("mdat", [1]) + movie, movie + box("mdat", [1]),
            box("ftyp", Array("qt  ".utf8)) + box("wide") + box("mdat", [1]) + movie,
            box("ftyp") + movie + box("moof", [1]) + box("mdat", [2]) + box("moof") + box("mdat"),
            small + [0, 0, 0, 9, 0xa9] + Array("xyz1".utf8),
            [0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x86, 0x81, 1],
        ] + [1, 3, 4, 7, 8, 9, 100].map({ small + [UInt8](repeating: 0, count: $0) }) {
            for size in [1, 5, 8, 1_000] { #expect(verdict(file, pieces: size) == .whole) }
        }
    }

    @Test func doubtfulVideos() {
        let page = Array("<html>gone</html>".utf8)
        #expect(
            verdict(small + page) == .odd("the 17 bytes behind its last box are no part of it"))
        #expect(verdict(box("ftyp") + page) == .truncated("its index (the box 'moov') is missing"))
        #expect(
            verdict(Array("GIF89a".utf8) + [0, 1, 2])
                == .odd("it does not begin like a video that is known here"))
        #expect(verdict([0, 0, 0]) == .truncated("it has 3 bytes"))
        #expect(
            verdict(box("ftyp") + [0, 0, 0, 3] + Array("free".utf8))
                == .truncated("its index (the box 'moov') is missing"))
    }
}
