import FoundationEssentials
import Glibc
import Testing
import VeoClient

@testable import VeoSession

/// What a program leaves that is killed, and what the next one makes of it.
@Suite struct LeftoverTests {
    @Test func copiesOfImagesOfADeadProgramAreRemoved() async throws {
        try await TemporaryFolder.with { folder in
            mkdir(folder + "/veo-images-dead00", 0o700)
            try TestFile.write("image", to: folder + "/veo-images-dead00/1")
            mkdir(folder + "/other", 0o700)
            let living = try SpoolFolder(in: folder)
            try TestFile.write("image", to: living.path + "/1")
            SpoolFolder.removeAbandoned(in: folder)
            let name = try #require(living.path.split(separator: "/").last.map(String.init))
            #expect(try TestFile.names(in: folder) == ["other", name])
            #expect(try TestFile.names(in: living.path) == ["1"])
            living.remove()
            #expect(try TestFile.names(in: folder) == ["other"])
        }
    }

    @Test func aSmallFileIsThereWholeOrNotAtAll() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/cat.json"
            // What a killed program left of another one.
            try TestFile.write("much longer than what is written now", to: path + ".veo.part")
            try WholeFile.write(Array("new".utf8), to: path)
            #expect(try TestFile.text(path) == "new")
            try WholeFile.write(Array("newer".utf8), to: path)
            #expect(try TestFile.text(path) == "newer")
            #expect(try TestFile.names(in: folder) == ["cat.json"])
            mkdir(folder + "/folder", 0o700)
            #expect(throws: ClientError.self) {
                try WholeFile.write([1], to: folder + "/folder")
            }
            #expect(try TestFile.names(in: folder) == ["cat.json", "folder"])
        }
    }
}
