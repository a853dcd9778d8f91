import FoundationEssentials
import Glibc
import Testing
import VeoClient
import VeoLanguage

@testable import VeoSession

/// What the JSON beside videos proves.
@Suite struct SavedResultsTests {
    private static let request = GenerationRequest(
        model: "veo-3.1-fast", prompt: "a cat", images: [], mode: .async)

    /// Saves a video of five bytes with its JSON.
    private static func save(
        _ name: String, in folder: String, change: (inout Job) -> Void = { _ in }
    ) throws {
        var job = try Job.sample { job in
            (job.name, job.requestHash) = (name, RequestHash.of(request))
            (job.file, job.byteCount, job.sha256) = ("\(folder)/\(name).mp4", 5, "aa")
            change(&job)
        }
        job.number = 7
        mkdir(folder, 0o755)
        try TestFile.write("video", to: "\(folder)/\(name).mp4")
        try Sidecar.write(job, to: "\(folder)/\(name).json")
    }

    private static func claim(
        _ name: String, in folder: String, depth: Int = 0, since: Int64 = 0
    ) -> SavedResult? {
        var results = SavedResults(in: [folder + "/": depth], since: since)
        return results.claim(Wish(name, RequestForms(request)))
    }

    @Test func aVideoWithItsJSON() async throws {
        try await TemporaryFolder.with { folder in
            try Self.save("cat", in: folder)
            let result = try #require(Self.claim("cat", in: folder))
            #expect(result.doubt == nil)
            #expect(result.video == "\(folder)/cat.mp4")
            #expect(result.job.price == Money(tenThousandths: 1_500))
            #expect(result.job.createdAt == 1_700_000_000_000)
            #expect(Self.claim("dog", in: folder) == nil)
            #expect(Self.claim("cat", in: folder, since: 1_700_000_000_001) == nil)
        }
    }

    /// Each stands for one submit, in the plan and in the run.
    @Test func eachIsClaimedOnce() async throws {
        try await TemporaryFolder.with { folder in
            try Self.save("job-7", in: folder)
            var results = SavedResults(in: [folder + "/": 0])
            var plan = results
            let wish = Wish("", RequestForms(Self.request))
            #expect(plan.claim(wish) != nil)
            #expect(plan.claim(wish) == nil)
            let claimed = results.claim(wish)
            let result = try #require(claimed)
            results.giveBack(result)
            #expect(results.claim(wish) == result)
            #expect(results.claim(wish) == nil)
        }
    }

    /// The history knows the job, which another submit has taken: its result is no second one.
    @Test func aResultOfAKnownJob() async throws {
        try await TemporaryFolder.with { folder in
            try Self.save("job-7", in: folder) { $0.serverID = "video_1" }
            let known = try Job.sample { job in
                (job.name, job.requestHash) = ("job-7", RequestHash.of(Self.request))
                job.serverID = "video_1"
            }
            var resumption = Resumption(
                [Candidate(job: known, key: "")],
                results: SavedResults(in: [folder + "/": 0]), at: known.baseURL.origin)
            let wish = Wish("", RequestForms(Self.request))
            #expect(resumption.claim(wish) == .taken(Candidate(job: known, key: "")))
            #expect(resumption.claim(wish) == .anew(inPlaceOf: nil))
        }
    }

    @Test func howDeepItIsLookedFor() async throws {
        try await TemporaryFolder.with { folder in
            try Self.save("cat", in: folder + "/cat")
            #expect(Self.claim("cat", in: folder) == nil)
            #expect(Self.claim("cat", in: folder, depth: 1) != nil)
        }
    }

    /// What is no proof is none, and nothing hangs or traps.
    @Test func whatProvesNothing() async throws {
        try await TemporaryFolder.with { folder in
            try Self.save("sim", in: folder) { $0.isSimulated = true }
            try Self.save("running", in: folder) { $0.state = .running }
            try Self.save("other", in: folder) {
                $0.requestHash = String(repeating: "0", count: 64)
            }
            mkfifo(folder + "/fifo.json", 0o600)
            mkdir(folder + "/folder.json", 0o700)
            try TestFile.write("{", to: folder + "/half.json")
            try TestFile.write("[1e400]", to: folder + "/number.json")
            for name in ["sim", "running", "other", "fifo", "folder", "half", "number"] {
                #expect(Self.claim(name, in: folder) == nil, "\(name)")
            }
            try Self.save("cat", in: folder)
            try TestFile.write("another video", to: folder + "/cat.mp4")
            #expect(Self.claim("cat", in: folder)?.doubt?.contains("another file") == true)
            unlink(folder + "/cat.mp4")
            #expect(Self.claim("cat", in: folder)?.doubt == "there is no video beside it")
        }
    }
}
