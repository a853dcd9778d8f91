import FoundationEssentials
import GRDB
import Testing

@testable import VeoSession

/// One history knows the videos of all folders.
@Suite struct SavedPathTests {
    private static let here = FileManager.default.currentDirectoryPath

    @Test(arguments: [
        ("cat.mp4", "/cat.mp4"), ("./a//cat.mp4", "/a/cat.mp4"), ("../cat.mp4", "/../cat.mp4"),
    ])
    func aPathIsKeptWhole(typed: String, kept: String) {
        #expect(SavedPath.whole(typed) == Self.here + kept)
    }

    @Test func anAbsolutePathStays() {
        #expect(SavedPath.whole("/a/./b.mp4") == "/a/b.mp4")
    }

    @Test func itIsShortForWhoStandsInTheFolder() {
        #expect(SavedPath.shown(Self.here + "/a/cat.mp4") == "a/cat.mp4")
        #expect(SavedPath.shown(Self.here + "-2/cat.mp4") == Self.here + "-2/cat.mp4")
        #expect(SavedPath.shown("/elsewhere/cat.mp4") == "/elsewhere/cat.mp4")
        // As older versions kept it.
        #expect(SavedPath.shown("cat.mp4") == "cat.mp4")
    }

    @Test func aJobKnowsItsFile() async throws {
        let history = try History(path: nil)
        let run = try await history.beginRun(kind: .shell, at: 1)
        let saved = try HistoryTests.job(run, "cat") { job in
            (job.state, job.endedAt) = (.completed, 9)
            (job.file, job.byteCount, job.sha256) = ("takes/cat.mp4", 1, "aa")
        }
        let job = try await history.add([saved])[0]
        #expect(try await history.job(number: job.number)?.file == "takes/cat.mp4")
        let kept = try await history.read { database in
            try String.fetchOne(database, sql: "SELECT file FROM job")
        }
        #expect(kept == Self.here + "/takes/cat.mp4")
    }
}
