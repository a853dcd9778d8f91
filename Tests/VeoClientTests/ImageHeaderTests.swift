import Testing

@testable import VeoClient

/// Images are looked into before they are paid for.
@Suite struct ImageHeaderTests {
    private static func outcome(_ bytes: [UInt8]) -> String {
        guard let type = ImageFile.mimeType(of: bytes) else { return "no image" }
        do {
            let header = try ImageHeader(bytes, mimeType: type)
            return "\(header.width)x\(header.height)" + header.oddities.map { "; \($0)" }.joined()
        } catch {
            return error.reason
        }
    }

    @Test func wholeImagesHaveTheirSides() {
        #expect(Self.outcome(TestImage.jpeg()) == "720x1280")
        #expect(Self.outcome(TestImage.jpeg(components: 1)) == "720x1280")
        #expect(Self.outcome(TestImage.jpeg() + [1, 2, 3]) == "720x1280")
        #expect(Self.outcome(TestImage.jpeg(data: [0xFF, 0, 0xFF, 0xD3, 7])) == "720x1280")
        #expect(Self.outcome(TestImage.png(width: 1920, height: 1080)) == "1920x1080")
        #expect(Self.outcome(TestImage.webp()) == "720x1280")
    }

    @Test func brokenImagesAreRefused() {
        let ends = ImageHeader.Damage.ends.reason
        let jpeg = TestImage.jpeg(data: [UInt8](repeating: 7, count: 400))
        #expect(Self.outcome([0xFF, 0xD8, 0xFF]) == ends)
        #expect(Self.outcome([0xFF, 0xD8, 0xFF, 0xD9]).contains("no picture"))
        #expect(Self.outcome(Array(jpeg.prefix(200))) == ends)
        #expect(Self.outcome(Array(jpeg.dropLast(2))) == ends)
        #expect(Self.outcome([0xFF, 0xD8, 0xFF, 0xE1, 0, 1, 0, 0]).contains("damaged"))
        #expect(
            Self.outcome([0xFF, 0xD8, 0xFF, 0xE0] + [UInt8](repeating: 3, count: 900))
                .contains("rubbish"))
        #expect(Self.outcome(TestImage.jpeg(width: 0)).contains("no pixels"))
        var png = TestImage.png()
        #expect(Self.outcome(Array(png.dropLast(12))) == ends)
        png[45] ^= 1
        #expect(Self.outcome(png).contains("checksum"))
        #expect(Self.outcome(TestImage.png(width: 100_000, height: 100_000)).contains("pixels"))
        #expect(Self.outcome(TestImage.png(width: 0)).contains("no pixels"))
        #expect(Self.outcome(Array(TestImage.webp().dropLast(2))) == ends)
        #expect(Self.outcome(Array("RIFF\u{4}\0\0\0WEBP".utf8)).contains("no picture"))
    }

    /// No cut and no single changed byte is a trap.
    @Test func anyBytesAreRead() {
        let tiny = TestImage.jpeg(orientation: 6)
        for whole in [tiny, TestImage.png(), TestImage.webp(), TestImage.webp(isAnimated: true)] {
            for end in 12..<whole.count { _ = Self.outcome(Array(whole.prefix(end))) }
            for index in whole.indices {
                for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                    var bytes = whole
                    bytes[index] = value
                    _ = Self.outcome(bytes)
                }
            }
        }
    }

    @Test func oddImagesAreWarnedOf() throws {
        #expect(Self.outcome(TestImage.png(width: 1, height: 1)).contains("tiny (1x1)"))
        #expect(Self.outcome(TestImage.png(width: 9_000, height: 500)).contains("very large"))
        #expect(Self.outcome(TestImage.jpeg(components: 4)).contains("CMYK"))
        #expect(Self.outcome(TestImage.jpeg(orientation: 6)).contains("turn it"))
        #expect(!Self.outcome(TestImage.jpeg(orientation: 1)).contains("turn it"))
        #expect(Self.outcome(TestImage.webp(isAnimated: true)).contains("animated"))
        let moving = TestImage.png(extra: TestImage.chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0]))
        #expect(Self.outcome(moving).contains("animated"))
    }

    @Test func anotherShapeThanTheVideoIsToldWithTheModelOfThatShape() throws {
        func mismatch(_ bytes: [UInt8], _ model: String) throws -> String? {
            let type = try #require(ImageFile.mimeType(of: bytes))
            return try ImageHeader(bytes, mimeType: type).mismatch(
                with: try #require(ModelCatalog.standard[model]), in: .standard)
        }
        let landscape = TestImage.png(width: 1920, height: 1080)
        #expect(
            try mismatch(landscape, "veo-3.1-fast-fl")?.contains(
                "landscape (1920x1080)") == true)
        #expect(
            try mismatch(landscape, "veo-3.1-fast-fl")?.contains(
                "veo-3.1-landscape-fast-fl has its shape") == true)
        #expect(try mismatch(landscape, "veo-3.1-landscape-fl") == nil)
        #expect(try mismatch(TestImage.png(width: 800, height: 800), "veo-3.1-fl") == nil)
        // Exif turns it, so it is portrait for people.
        let turned = TestImage.jpeg(width: 1280, height: 720, orientation: 6)
        #expect(try mismatch(turned, "veo-3.1-fl") == nil)
    }
}
