import GRDB
import Glibc
import Testing

@testable import VeoSession

/// Which runs live, on this machine and on others.
@Suite struct MachineTests {
    private static let here = MachineIdentity(host: "a", bootID: "one", pidSpace: 1)

    private static func standing(_ change: (inout MachineIdentity) -> Void) -> RunOwner.Standing {
        var machine = here
        change(&machine)
        return RunOwner(process: .current, machine: machine).standing(from: here)
    }

    @Test func aProcessIsLookedForWhereItIs() {
        #expect(Self.standing { _ in } == .here)
        // The same machine, started again: whatever has the number now is another process.
        #expect(Self.standing { $0.bootID = "two" } == .ended)
        #expect(Self.standing { ($0.host, $0.bootID) = ("b", "two") } == .elsewhere)
        // A container on the same kernel, whatever it calls itself.
        #expect(Self.standing { $0.pidSpace = 2 } == .beside)
        #expect(Self.standing { $0.host = "b" } == .here)
        #expect(Self.standing { $0.bootID = nil } == .here)
        #expect(Self.standing { ($0.host, $0.bootID) = ("b", nil) } == .elsewhere)
        #expect(RunOwner(process: .current, machine: nil).standing(from: Self.here) == .here)
    }

    @Test func thisMachineKnowsItself() {
        #expect(RunOwner(process: .current, machine: .current).standing() == .here)
        #expect(MachineIdentity.current.bootID?.isEmpty == false)
        #expect(MachineIdentity.current.pidSpace != nil)
    }

    /// A run of another machine is never called dead because a number is free here, nor followed;
    /// its user says when that machine is gone.
    @Test func aRunOfAnotherMachine() async throws {
        try await HistoryTests.with { path in
            let history = try History(path: path)
            let kind = RunKind.script("a.veo", path: "/a.veo")
            let run = try await history.beginRun(kind: kind, at: 1)
            let job = try await history.add([
                try HistoryTests.job(run, "cat") { ($0.state, $0.endedAt) = (.submitting, nil) }
            ])[0]
            try await DatabaseQueue(path: path).write { database in
                try database.execute(
                    sql: "UPDATE run SET host = 'b', boot_id = 'x', pid = 4194305, pid_space = 9")
            }
            try await history.settleDeadRuns(at: 5)
            #expect(try await history.job(number: job.number)?.state == .submitting)
            let next = try await history.beginRun(kind: kind, at: 6)
            let previous = try #require(
                try await history.previousRun(of: "/a.veo", before: next))
            #expect(previous.runningProcess == 4_194_305)
            #expect(previous.runningHost == "b")
            let open = try await history.openJobs(at: 6, run: next)
            #expect(open.map(\.host) == ["b"])
            #expect(OpenJobsTable.text(open, at: 6).contains("process 4194305 on b follows it"))
            #expect(try await history.follow(job.number, by: next).process == 4_194_305)

            try await history.settleRun(run, at: 7)
            #expect(try await history.job(number: job.number)?.state == .unknown)
            let alone = try #require(try await history.previousRun(of: "/a.veo", before: next))
            #expect(alone.runningProcess == nil)
            // This one lives, and everybody can see it.
            let failure = await failure { try await history.settleRun(next, at: 8) }
            #expect(
                failure?.message == "run \(next) is process \(getpid()) of this machine, and lives")
        }
    }

    /// Of a container beside this one the lock tells, whatever its process ids are.
    @Test func aRunOfAnotherContainer() async throws {
        try await HistoryTests.with { path in
            var other: History? = try History(path: path)
            _ = try await other?.beginRun(kind: .shell, at: 1)
            let here = try History(path: path)
            try await DatabaseQueue(path: path).write { database in
                try database.execute(sql: "UPDATE run SET pid = 4194305, pid_space = 1")
            }
            try await here.settleDeadRuns(at: 5)
            #expect(try await here.unfinishedRuns().map(\.process) == [4_194_305])
            #expect(try await History(copying: path).unfinishedRuns().count == 1)
            let failure = await failure { try await here.settleRun(1, at: 6) }
            #expect(failure?.message.hasSuffix("and lives") == true)
            // Its process ends, and its lock with it.
            try other?.close()
            other = nil
            try await here.settleDeadRuns(at: 7)
            #expect(try await here.unfinishedRuns().isEmpty)
        }
    }

    @Test func startedAgainMeansDead() async throws {
        try await HistoryTests.with { path in
            let history = try History(path: path)
            _ = try await history.beginRun(kind: .shell, at: 1)
            try await DatabaseQueue(path: path).write { database in
                try database.execute(sql: "UPDATE run SET boot_id = 'before'")
            }
            try await history.settleDeadRuns(at: 5)
            #expect(try await history.unfinishedRuns().isEmpty)
        }
    }

    // MARK: File systems

    private static let mounts = """
        22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
        40 22 0:44 / /home rw,nosuid shared:20 - nfs4 server:/home rw,vers=4.2
        41 22 0:45 / /mnt/x rw master:3 propagate_from:2 - fuse.sshfs h:/ rw
        42 22 0:46 / /mnt/y rw - fuse.fuse-overlayfs x rw
        43 22 0:47 / /media/z rw - fuseblk /dev/sdb1 rw
        broken
        """

    @Test(arguments: [
        (8, 1, nil), (0, 44, "nfs4"), (0, 45, "fuse.sshfs"), (0, 46, nil), (0, 47, nil),
        (0, 48, nil),
    ])
    func networkFileSystemsAreKnown(major: UInt64, minor: UInt64, name: String?) {
        #expect(NetworkFileSystem.name(of: (major, minor), in: Self.mounts) == name)
    }

    /// Where other machines may have it open, there is no log beside it, and two programs get on.
    @Test func aSharedHistoryHasNoLog() async throws {
        try await HistoryTests.with { path in
            // It may have been one with a log before.
            let before = try History(path: path)
            let run = try await before.beginRun(kind: .shell, at: 1)
            try before.close()
            let databases = try (0..<2).map { _ in try HistoryFile.open(path) { _ in true } }
            for (index, database) in databases.enumerated() {
                try await database.write { database in
                    try database.execute(
                        sql: "UPDATE run SET ended_at = ? WHERE number = ?",
                        arguments: [index, run])
                }
            }
            #expect(!TestFile.exists(path + "-wal") && !TestFile.exists(path + "-shm"))
            let endedAt = try await databases[0].read { database in
                try Int.fetchOne(database, sql: "SELECT ended_at FROM run")
            }
            #expect(endedAt == 1)
        }
    }

    /// Without `HOME` the user database knows; the current folder is nobody's home.
    @Test func aHome() {
        #expect(HomeFolder.path(["HOME": "/home/x"]) == "/home/x")
        for variables in [[:], ["HOME": ""], ["HOME": "here"], ["HOME": "./x"]] {
            let home = HomeFolder.path(variables)
            #expect(home == nil || home?.hasPrefix("/") == true)
            #expect(home == HomeFolder.path([:]))
        }
    }
}
