import Testing

@testable import VeoClient

@Suite struct PartNameTests {
    @Test func aNameOfItsOwn() {
        #expect(PartName.of("takes/cat.mp4") == "takes/cat.mp4.veo.part")
        #expect(PartName.of("cat.mp4") == "cat.mp4.veo.part")
    }

    /// A name may be as long as the file system takes, and two that begin alike stay apart.
    @Test func aLongNameEndsEarlier() {
        let folder = String(repeating: "folder/", count: 50)
        let names = ["a", "b"].map { String(repeating: "猫", count: 80) + $0 + ".mp4" }
        let parts = names.map { PartName.of(folder + $0) }
        #expect(parts[0] != parts[1])
        for part in parts {
            #expect(part.hasPrefix(folder + "猫"))
            #expect(part.hasSuffix(".veo.part"))
            #expect(part.dropFirst(folder.count).utf8.count <= 255)
        }
        #expect(PartName.of(folder + names[0]) == parts[0])
    }
}
