import FoundationEssentials
import GRDB
import Glibc
import Testing
import VeoClient
import VeoLanguage
import VeoSimulator

@testable import VeoSession

@Suite(.timeLimit(.minutes(5))) struct SaveTests {
    /// A session with completed jobs, and a folder to save in.
    static func with(
        names: [String] = ["cat"], mode: Mode = .async, faults: [String] = [],
        _ body: @Sendable @escaping (Session, [Job], String) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            try await Gateway.with(faults: faults) { simulator in
                try await TestSession().run(on: simulator) { session in
                    var jobs: [Job] = []
                    for name in names { jobs += try await session.submitted(name, mode: mode) }
                    try await body(session, try await session.ended(jobs), folder)
                }
            }
        }
    }

    @Test(arguments: [Mode.async, .sync])
    func aVideoAndItsJSON(mode: Mode) async throws {
        try await Self.with(mode: mode) { session, jobs, folder in
            let told = EventLog()
            try await session.save(jobs, SaveOrder(folder + "/a/b/${job.name}.mp4")) {
                told.add(.progressed($0))
            }
            #expect(told.all.count == 1)
            #expect(try TestFile.names(in: folder + "/a/b") == ["cat.json", "cat.mp4"])
            let video = try Data(contentsOf: URL(filePath: folder + "/a/b/cat.mp4"))
            #expect(Array(video[4..<8]) == Array("ftyp".utf8))
            let saved = try #require(await session.job(number: jobs[0].number))
            #expect(saved.file == folder + "/a/b/cat.mp4")
            #expect(saved.byteCount == Int64(video.count))
            #expect(try await session.history.job(number: saved.number) == saved)
            #expect(await session.unsavedJobs.isEmpty)
        }
    }

    struct Result: Decodable, Equatable {
        let name: String
        let number: Int
        let id: String
        let model: String
        let mode: String
        let prompt: String
        let status: String
        let price: Double
        let bytes: Int64
        let sha256: String
        let simulated: Bool
        let url: String
    }

    @Test func theJSONSaysWhatWasAskedForAndWhatCame() async throws {
        try await Self.with { session, jobs, folder in
            try await session.save(jobs, SaveOrder(folder + "/cat.mp4")) { _ in }
            let json = try TestFile.text(folder + "/cat.json")
            let result = try JSONDecoder().decode(Result.self, from: Data(json.utf8))
            let job = try #require(await session.job(number: 1))
            #expect(
                result
                    == Result(
                        name: "cat", number: 1, id: try #require(job.serverID),
                        model: "veo-3.1-fast", mode: "async", prompt: "a cat in a garden",
                        status: "completed", price: 0.15, bytes: try #require(job.byteCount),
                        sha256: try #require(job.sha256), simulated: false,
                        url: try #require(job.link?.withoutQuery)))
            #expect(!json.contains("?"))
            #expect(!json.contains(TestSession.key))
            #expect(json.hasSuffix("}\n"))
        }
    }

    @Test func withoutASidecar() async throws {
        try await Self.with { session, jobs, folder in
            try await session.save(jobs, SaveOrder(folder + "/cat.mp4", sidecar: false)) { _ in }
            #expect(try TestFile.names(in: folder) == ["cat.mp4"])
        }
    }

    // MARK: Files that are there

    @Test func aTakenNameGetsANumber() async throws {
        try await Self.with { session, jobs, folder in
            try TestFile.write("mine", to: folder + "/cat.mp4")
            // A sidecar of something else keeps the name from being used as well.
            try TestFile.write("mine", to: folder + "/cat-2.json")
            try await session.save(jobs, SaveOrder(folder + "/cat.mp4")) { _ in }
            #expect(
                try TestFile.names(in: folder)
                    == ["cat-2.json", "cat-3.json", "cat-3.mp4", "cat.mp4"])
            #expect(try TestFile.text(folder + "/cat.mp4") == "mine")
            #expect(try TestFile.text(folder + "/cat-2.json") == "mine")
            #expect(await session.job(number: 1)?.file == folder + "/cat-3.mp4")
        }
    }

    @Test func replace() async throws {
        try await Self.with { session, jobs, folder in
            try TestFile.write("old", to: folder + "/cat.mp4")
            try TestFile.write("old", to: folder + "/cat.json")
            try await session.save(jobs, SaveOrder(folder + "/cat.mp4", .replace)) { _ in }
            #expect(try TestFile.names(in: folder) == ["cat.json", "cat.mp4"])
            #expect(try TestFile.text(folder + "/cat.json").hasPrefix("{"))
        }
    }

    @Test(arguments: ["cat.mp4", "cat.json"])
    func fail(taken: String) async throws {
        try await Self.with { session, jobs, folder in
            try TestFile.write("mine", to: "\(folder)/\(taken)")
            let failure = await failure {
                try await session.save(jobs, SaveOrder(folder + "/cat.mp4", .fail)) { _ in }
            }
            #expect(failure?.message == "\(folder)/\(taken) exists already")
            #expect(failure?.exitCode == .machine)
            #expect(try TestFile.names(in: folder) == [taken])
            #expect(await session.unsavedJobs.count == 1)
        }
    }

    /// A program that is killed after a video has its name leaves a file that the history does not
    /// know: it is this video, and not something else to be kept.
    @Test(arguments: [IfExists.number, .fail, .replace])
    func theSameVideoThatIsThereIsTaken(ifExists: IfExists) async throws {
        try await Self.with { session, jobs, folder in
            let path = folder + "/cat.mp4"
            try await session.save(jobs, SaveOrder(folder + "/saved.mp4")) { _ in }
            // As it stands after a crash: the files are there, and the history knows nothing.
            rename(folder + "/saved.mp4", path)
            rename(folder + "/saved.json", folder + "/cat.json")
            try await session.forgetFile(of: 1)
            let unsaved = await session.unsavedJobs
            #expect(unsaved.count == 1)
            try await session.save(unsaved, SaveOrder(path, ifExists)) { _ in }
            #expect(try TestFile.names(in: folder) == ["cat.json", "cat.mp4"])
            #expect(await session.job(number: 1)?.file == path)
        }
    }

    /// What stands there already is not downloaded again, by whichever program it was saved.
    @Test(arguments: [IfExists.number, .replace])
    func savedAgainAtTheSamePlace(ifExists: IfExists) async throws {
        try await TemporaryFolder.with { folder in
            try await Gateway.with { simulator in
                try await TestSession().run(on: simulator) { session in
                    let jobs = try await session.ended(session.submitted("cat"))
                    let order = SaveOrder(folder + "/cat.mp4", ifExists)
                    let told = EventLog()
                    // The second time as another program does it, which has an older copy.
                    for _ in 1...2 {
                        try await session.save(jobs, order) { told.add(.progressed($0)) }
                    }
                    unlink(folder + "/cat.json")
                    let saved = try #require(await session.job(number: 1))
                    try await session.save([saved], order) { told.add(.progressed($0)) }
                    #expect(told.all.count == 3)
                    #expect(try TestFile.names(in: folder) == ["cat.json", "cat.mp4"])
                    #expect(await session.job(number: 1)?.file == folder + "/cat.mp4")
                    #expect(await simulator.count(.download) == 1)
                }
            }
        }
    }

    /// A video that was changed since is the user's, and no longer the one that was saved.
    @Test func aChangedVideoIsKept() async throws {
        try await Self.with { session, jobs, folder in
            let path = folder + "/cat.mp4"
            try await session.save(jobs, SaveOrder(path)) { _ in }
            try TestFile.write("cut by hand", to: path)
            let saved = try #require(await session.job(number: 1))
            try await session.save([saved], SaveOrder(path)) { _ in }
            #expect(try TestFile.text(path) == "cut by hand")
            #expect(await session.job(number: 1)?.file == folder + "/cat-2.mp4")
        }
    }

    /// A gateway may give two jobs the same film: another job's file stays its own.
    @Test func theVideoOfAnotherJobIsNotTaken() async throws {
        try await Self.with(names: ["cat", "dog"]) { session, jobs, folder in
            let path = folder + "/film.mp4"
            try await session.save([jobs[0]], SaveOrder(path)) { _ in }
            try await session.setLink(of: 2, #require(jobs[0].link))
            let second = try #require(await session.job(number: 2))
            try await session.save([second], SaveOrder(path)) { _ in }
            #expect(await session.job(number: 2)?.file == folder + "/film-2.mp4")
            let saved = await [session.job(number: 1)?.sha256, session.job(number: 2)?.sha256]
            #expect(saved[0] == saved[1])
        }
    }

    @Test func intoAFolderThatIsThere() async throws {
        try await Self.with(names: ["cat", "dog"]) { session, jobs, folder in
            try await session.save(jobs, SaveOrder(folder)) { _ in }
            #expect(
                try TestFile.names(in: folder) == ["cat.json", "cat.mp4", "dog.json", "dog.mp4"])
        }
    }

    @Test func twoWithOnePathAreAnErrorBeforeTheFirst() async throws {
        try await Self.with(names: ["cat", "dog"]) { session, jobs, folder in
            let failure = await failure {
                try await session.save(jobs, SaveOrder(folder + "/x.mp4")) { _ in }
            }
            #expect(
                failure?.message == "'cat' and 'dog' would both be saved as \(folder)/x.mp4")
            #expect(failure?.exitCode == .script)
            let names = try TestFile.names(in: folder)
            #expect(names.isEmpty)
        }
    }

    @Test func aFolderThatCannotBeMade() async throws {
        try await Self.with { session, jobs, folder in
            try TestFile.write("", to: folder + "/file")
            let failure = await failure {
                try await session.save(jobs, SaveOrder(folder + "/file/cat.mp4")) { _ in }
            }
            #expect(failure?.exitCode == .machine)
            #expect(await session.unsavedJobs.count == 1)
        }
    }

    // MARK: Downloads

    @Test func oneFailureDoesNotKeepTheOthersBack() async throws {
        try await Self.with(
            names: ["cat", "dog", "owl"], faults: ["download:body=html@2", "content:status=404@2"]
        ) { session, jobs, folder in
            let told = EventLog()
            let failure = await failure {
                try await session.save(jobs, SaveOrder(folder + "/${job.name}.mp4")) {
                    told.add(.progressed($0))
                }
            }
            #expect(failure?.message.hasPrefix("cannot save '") == true)
            #expect(failure?.exitCode == .gateway)
            #expect(told.all.count == 2)
            #expect(await session.unsavedJobs.count == 1)
            let names = try TestFile.names(in: folder)
            #expect(!names.contains { $0.hasSuffix(".part") })
        }
    }

    @Test func withoutALinkTheContentIsAskedFor() async throws {
        try await TemporaryFolder.with { folder in
            try await Gateway.with(faults: ["status:no-link"]) { simulator in
                try await TestSession().run(on: simulator) { session in
                    let jobs = try await session.ended(try await session.submitted("cat"))
                    #expect(jobs[0].link == nil)
                    try await session.save(jobs, SaveOrder(folder + "/cat.mp4")) { _ in }
                    #expect(TestFile.exists(folder + "/cat.mp4"))
                }
                #expect(await simulator.count(.content) >= 1)
            }
        }
    }

    @Test func whatTheGatewayCutsIsNeverAVideo() async throws {
        try await Self.with(faults: ["download:cut=50%", "content:status=404"]) {
            session, jobs, folder in
            let failure = await failure {
                try await session.save(jobs, SaveOrder(folder + "/cat.mp4")) { _ in }
            }
            #expect(failure?.exitCode == .gateway)
            #expect(failure?.help.isEmpty == false)
            let names = try TestFile.names(in: folder)
            #expect(names.isEmpty)
        }
    }
}

extension Session {
    /// Lets the video of a job be that of this link.
    fileprivate func setLink(of number: Int, _ link: VideoLink) throws {
        try jobs[#require(positions[number])].links = [link]
    }

    /// Takes back what `save` has noted, as if the program had ended before.
    fileprivate func forgetFile(of number: Int) async throws {
        try await history.write { database in
            try database.execute(
                sql: "UPDATE job SET file = NULL, bytes = NULL, sha256 = NULL WHERE number = ?",
                arguments: [number])
        }
        guard let position = positions[number] else { return }
        (jobs[position].file, jobs[position].byteCount, jobs[position].sha256) = (nil, nil, nil)
    }
}
