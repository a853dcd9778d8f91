import Testing
import VeoClient
import VeoLanguage

@testable import VeoSession

/// Which job of the last run a submit stands for.
@Suite struct ResumptionTests {
    private static func job(
        _ number: Int, _ name: String, _ hash: String, _ state: JobState = .completed,
        file: String? = nil
    ) throws -> Job {
        var job = Job(
            number: number, run: 1, name: name, state: state, model: "veo-3.1", mode: .async,
            prompt: "p", imageNames: [], requestHash: hash,
            baseURL: try BaseURL(parsing: "https://gateway.example/v1"), isSimulated: false,
            price: nil, createdAt: 0)
        if state == .failed || state == .unknown {
            job.failure = JobFailure(kind: .outcome, code: "", message: "")
        }
        job.file = file
        return job
    }

    private static func previous(
        _ jobs: [Job], leftovers: [Job] = [], reachedEnd: Bool = false, process: Int32? = nil
    ) -> PreviousRun {
        PreviousRun(
            number: 1, startedAt: 0, runningProcess: process, reachedEnd: reachedEnd, jobs: jobs,
            leftovers: leftovers)
    }

    @Test func theSameNameAndRequestIsTheSameJob() throws {
        let (cat, dog) = (try Self.job(1, "cat", "a"), try Self.job(2, "dog", "b", .running))
        var resumption = Resumption(Self.previous([cat, dog]))
        #expect(resumption.claim(name: "dog", requestHash: "b") == .same(dog))
        #expect(resumption.claim(name: "dog", requestHash: "b") == .none, "each is taken once")
        #expect(resumption.claim(name: "cat", requestHash: "z") == .other(cat))
        #expect(resumption.claim(name: "cow", requestHash: "a") == .none, "another name")
        #expect(resumption.unclaimed == [cat])
    }

    @Test func submitsWithoutANameAreTakenInOrder() throws {
        let jobs = [
            try Self.job(3, "job-3", "a"), try Self.job(4, "named", "a"),
            try Self.job(5, "job-5", "b"), try Self.job(6, "job-6", "a", .unknown),
        ]
        var resumption = Resumption(Self.previous(jobs))
        #expect(resumption.claim(name: "", requestHash: "a") == .same(jobs[0]))
        #expect(resumption.claim(name: "", requestHash: "a") == .same(jobs[3]))
        #expect(resumption.claim(name: "", requestHash: "a") == .none)
        #expect(resumption.claim(name: "", requestHash: "b") == .same(jobs[2]))
    }

    @Test func aFailedJobIsMadeAnew() throws {
        let failed = try Self.job(1, "cat", "a", .failed)
        let older = try Self.job(0, "cat", "a")
        var resumption = Resumption(Self.previous([failed]))
        #expect(resumption.claim(name: "cat", requestHash: "a") == .other(failed))
        resumption = Resumption(Self.previous([failed], leftovers: [older]))
        #expect(resumption.claim(name: "cat", requestHash: "a") == .same(older))
    }

    @Test func whatNeedsAChoice() throws {
        let saved = try Self.job(1, "a", "a", file: "a.mp4")
        let failed = try Self.job(2, "b", "b", .failed)
        #expect(!Self.previous([saved, failed], reachedEnd: true).needsChoice)
        #expect(Self.previous([saved, failed], reachedEnd: false).needsChoice)
        #expect(Self.previous([], reachedEnd: true, process: 7).needsChoice)
        for state in [JobState.queued, .running, .unknown, .completed] {
            let job = try Self.job(3, "c", "c", state)
            #expect(Self.previous([saved, job], reachedEnd: true).needsChoice, "\(state)")
            #expect(Self.previous([saved, job], reachedEnd: true).openJobs == [job])
        }
    }
}
