import FoundationEssentials
import GRDB
import Glibc
import Testing

@testable import VeoSession

/// Copies of a history: whole ones, and those that lack what a run did.
@Suite struct HistoryCopyTests {
    private static let kind = RunKind.script("a.veo", path: "/a.veo")

    /// A history with a run at work that has sent a job, after one that has ended; and its copy.
    private static func with(
        copying: (String, String) throws -> Void,
        _ body: (_ history: History, _ copy: String) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/history"
            let history = try History(path: path)
            let first = try await history.beginRun(kind: kind, at: 1)
            _ = try await history.add([try HistoryTests.job(first, "cat")])
            try await history.endRun(first, reachedEnd: true, at: 2)
            let second = try await history.beginRun(kind: kind, at: 3)
            _ = try await history.add([
                try HistoryTests.job(second, "dog") { ($0.state, $0.endedAt) = (.running, nil) }
            ])
            try copying(path, folder + "/copy")
            try await body(history, folder + "/copy")
        }
    }

    private static func copyOne(_ path: String, _ copy: String) throws {
        try FileManager.default.copyItem(atPath: path, toPath: copy)
    }

    /// What the one file shows is that a run has begun, and that is enough to stop.
    @Test func aCopyOfTheOneFileIsRecognised() async throws {
        try await Self.with(copying: Self.copyOne) { history, path in
            #expect(try await history.unfinishedRuns().map(\.isPartial) == [false])
            for opened in [try History(copying: path), try History(path: path)] {
                let partial = try await opened.unfinishedRuns(of: "/a.veo").filter(\.isPartial)
                #expect(partial.map(\.number) == [2])
                #expect(try await opened.recentJobs(limit: 10).map(\.name) == ["cat"])
            }
            // It stays known when the run has ended elsewhere, until its user says otherwise.
            let again = try History(path: path)
            try await again.endRun(2, at: 9)
            #expect(try await again.unfinishedRuns().map(\.number) == [2])
            try await again.settleRun(2, at: 10)
            #expect(try await again.unfinishedRuns().isEmpty)
        }
    }

    /// The very first run of a history, too.
    @Test func theFirstRunIsInTheFile() async throws {
        try await TemporaryFolder.with { folder in
            let history = try History(path: folder + "/history")
            let run = try await history.beginRun(kind: Self.kind, at: 1)
            _ = try await history.add([try HistoryTests.job(run, "cat")])
            try Self.copyOne(folder + "/history", folder + "/copy")
            let copy = try History(path: folder + "/copy")
            #expect(try await copy.unfinishedRuns().map(\.isPartial) == [true])
        }
    }

    @Test func aCopyWithItsLogIsWhole() async throws {
        try await Self.with(copying: { path, copy in
            try Self.copyOne(path, copy)
            try Self.copyOne(path + "-wal", copy + "-wal")
        }) { _, path in
            let copy = try History(path: path)
            #expect(try await copy.recentJobs(limit: 10).map(\.name) == ["cat", "dog"])
            #expect(try await copy.unfinishedRuns().map(\.isPartial) == [false])
        }
    }

    /// A run that was killed leaves its log; another program may bring that into the file.
    @Test func theHistoryItselfIsWholeAfterAnotherProgramHadIt() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/history"
            let history = try History(path: path)
            let run = try await history.beginRun(kind: Self.kind, at: 1)
            _ = try await history.add([try HistoryTests.job(run, "cat")])
            try history.close()
            #expect(!TestFile.exists(path + "-wal"))
            let again = try History(path: path)
            #expect(try await again.unfinishedRuns().map(\.isPartial) == [false])
            #expect(try await again.recentJobs(limit: 10).count == 1)
        }
    }

    /// All of it, in one file that only its owner may read; what is there stays as it is.
    @Test func aBackup() async throws {
        try await Self.with(copying: { _, _ in }) { history, path in
            try history.backup(to: path)
            #expect(try TestFile.mode(path) == 0o600)
            let folder = String(path.dropLast("copy".count))
            #expect(try TestFile.names(in: folder).filter { $0.hasPrefix("copy") } == ["copy"])
            let bytes = try Data(contentsOf: URL(filePath: path))
            let failure = await failure { try history.backup(to: path) }
            #expect(
                failure?.message == "\(path) is there already, and a backup writes over nothing")
            #expect(try Data(contentsOf: URL(filePath: path)) == bytes)

            let copy = try History(path: path)
            #expect(try await copy.recentJobs(limit: 10).map(\.name) == ["cat", "dog"])
            // The run goes on without it.
            #expect(try await copy.unfinishedRuns().map(\.isPartial) == [true])
        }
    }

    @Test(arguments: ["/nowhere/at/all", "/dev/null/x"])
    func aBackupThatCannotBeWritten(target: String) async throws {
        let history = try History(path: nil)
        let failure = await failure { try history.backup(to: target) }
        #expect(failure?.message.hasPrefix("cannot write the backup \(target): ") == true)
        #expect(failure?.exitCode == .machine)
    }

    /// A link is a file that is there, wherever it points.
    @Test func aBackupFollowsNoLink() async throws {
        try await TemporaryFolder.with { folder in
            #expect(symlink(folder + "/elsewhere", folder + "/link") == 0)
            let history = try History(path: nil)
            #expect(await failure { try history.backup(to: folder + "/link") } != nil)
            #expect(try TestFile.names(in: folder) == ["link"])
        }
    }
}
