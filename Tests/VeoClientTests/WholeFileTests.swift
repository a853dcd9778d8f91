import FoundationEssentials
import Glibc
import Testing

@testable import VeoClient

/// Every file is written by the same rules: whole, alone, and into nothing but a plain file.
@Suite struct WholeFileTests {
    private func attributes(_ path: String) -> [FileAttributeKey: Any] {
        (try? FileManager.default.attributesOfItem(atPath: path)) ?? [:]
    }

    /// In decimal digits, whatever type of number it is.
    private func mode(_ path: String) -> String {
        attributes(path)[.posixPermissions].map { "\($0)" } ?? ""
    }

    private func isLink(_ path: String) -> Bool {
        attributes(path)[.type] as? FileAttributeType == .typeSymbolicLink
    }

    @Test func aPartThatHasAnotherNameLosesThisOne() async throws {
        try await withTemporaryFolder { folder in
            try write([5], to: folder + "/precious")
            link(folder + "/precious", folder + "/a.json.veo.part")
            try WholeFile.write([1, 2], to: folder + "/a.json")
            #expect(read(folder + "/a.json") == [1, 2])
            #expect(read(folder + "/precious") == [5])
            #expect(read(folder + "/a.json.veo.part") == nil)
        }
    }

    /// Nothing waits for a pipe, and no link is followed.
    @Test func aPartThatIsNoFile() async throws {
        try await withTemporaryFolder { folder in
            try write([5], to: folder + "/precious")
            let part = folder + "/a.json.veo.part"
            for make in [
                { mkfifo(part, 0o600) }, { symlink(folder + "/precious", part) },
                { mkdir(part, 0o700) },
            ] {
                #expect(make() == 0)
                #expect(throws: ClientError.self) {
                    try WholeFile.write([1], to: folder + "/a.json")
                }
                #expect(read(folder + "/a.json") == nil)
                #expect(read(folder + "/precious") == [5])
                if unlink(part) != 0 { rmdir(part) }
            }
        }
    }

    @Test func whatStandsThere() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a.json"
            mkfifo(path, 0o600)
            let error = try #require(throws: ClientError.self) {
                try WholeFile.write([1], to: path)
            }
            #expect(error.message == "could not replace '\(path)': it is no plain file")
            #expect(open(path, O_WRONLY | O_NONBLOCK) < 0 && errno == ENXIO)
            unlink(path)
            // What another program left there is written over.
            try write([UInt8](repeating: 9, count: 9_000), to: path + ".veo.part")
            try WholeFile.write([1], to: path)
            try WholeFile.write([2], to: path)
            #expect(read(path) == [2])
        }
    }

    /// A symbolic link stays, and the file that it names keeps its rights.
    @Test func aLinkIsWrittenThrough() async throws {
        try await withTemporaryFolder { folder in
            try write([5], to: folder + "/a.veo")
            chmod(folder + "/a.veo", 0o640)
            symlink("a.veo", folder + "/link.veo")
            try WholeFile.rewrite([1, 2], to: folder + "/link.veo")
            #expect(read(folder + "/a.veo") == [1, 2])
            #expect(mode(folder + "/a.veo") == "\(0o640)")
            #expect(isLink(folder + "/link.veo"))
            #expect(throws: ClientError.self) {
                try WholeFile.rewrite([1], to: folder + "/none.veo")
            }
        }
    }
}
