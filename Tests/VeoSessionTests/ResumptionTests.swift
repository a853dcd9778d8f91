import Testing
import VeoClient
import VeoLanguage

@testable import VeoSession

/// Which job of earlier runs a submit stands for.
@Suite struct ResumptionTests {
    private static let gateway = "https://gateway.example/v1"

    private static func job(
        _ number: Int, _ name: String, _ hash: String, _ state: JobState = .completed,
        file: String? = nil, at gateway: String = gateway
    ) throws -> Job {
        var job = Job(
            number: number, run: 1, name: name, state: state, model: "veo-3.1", mode: .async,
            prompt: "p", imageNames: [], requestHash: hash,
            baseURL: try BaseURL(parsing: gateway), isSimulated: false,
            price: nil, createdAt: 0)
        if state == .failed || state.isUncertain {
            job.failure = JobFailure(kind: .generation, code: "", message: "")
        }
        job.file = file
        return job
    }

    private static func resumption(
        _ jobs: [Job], others: [OtherJob] = [], tries: Int = 1,
        retry: RetryFailed = .whatIsFree, formerBases: [BaseURL] = []
    ) throws -> Resumption {
        Resumption(
            jobs.map { Candidate(job: $0, key: $0.claimKey, tries: tries) }, others: others,
            retry: retry, at: try BaseURL(parsing: gateway).origin, formerBases: formerBases)
    }

    private static func other(_ number: Int, _ name: String, _ hash: String) throws -> OtherJob {
        OtherJob(
            number: number, name: name, requestHash: hash, baseURL: try BaseURL(parsing: gateway),
            serverID: nil)
    }

    private static func wish(_ name: String, _ hash: String, isAgain: Bool = false) -> Wish {
        Wish(name, RequestForms(current: hash), isAgain: isAgain)
    }

    /// What a claim came to, in a word.
    private static func word(_ claim: Resumption.Claim) -> String {
        switch claim {
        case .taken(let candidate): "takes \(candidate.job.number)"
        case .kept(let candidate): "keeps \(candidate.job.number)"
        case .anew(let failed): failed.map { "anew for \($0.number)" } ?? "anew"
        case .changed(let job): "anew besides \(job.number)"
        case .elsewhere(_, let name): "elsewhere: \(name)"
        case .result(let result): "result \(result.path)"
        case .other(let other): "other \(other.number)"
        }
    }

    struct Row: Sendable {
        /// `NAME HASH [STATE]`, a job each, from number 1; `job` is one without a name.
        let made: [String]
        /// `NAME HASH` each; `-` is without a name.
        let asked: [String]
        let come: [String]
        var others: [String] = []
    }

    static let rows = [
        Row(
            made: ["cat a", "dog b running"], asked: ["dog b", "cat a"],
            come: ["takes 2", "takes 1"]),
        Row(made: ["cat a"], asked: ["cat a", "cat2 a"], come: ["takes 1", "anew"]),
        Row(made: ["cat a"], asked: ["cat z"], come: ["anew besides 1"]),
        // Another name: the old one is not submitted any more.
        Row(made: ["cat a"], asked: ["kitty a"], come: ["takes 1"]),
        // A new line before it with the same request does not take its job away.
        Row(made: ["cat a"], asked: ["new a", "cat a"], come: ["anew", "takes 1"]),
        Row(made: ["cat a", "dog b"], asked: ["cat b", "dog a"], come: ["takes 2", "takes 1"]),
        // Two that are equal stay two.
        Row(made: ["job a"], asked: ["- a", "- a"], come: ["takes 1", "anew"]),
        Row(
            made: ["job a", "job b", "job a unknown"], asked: ["- a", "- a", "- a", "- b"],
            come: ["takes 1", "takes 3", "anew", "takes 2"]),
        Row(
            made: ["take-1 a", "take-2 a"], asked: ["take-1 a", "take-2 a", "take-3 a"],
            come: ["takes 1", "takes 2", "anew"]),
        // A name was given, or taken away.
        Row(made: ["job a"], asked: ["cat a"], come: ["takes 1"]),
        Row(made: ["cat a"], asked: ["- a"], come: ["takes 1"]),
        Row(made: ["job a", "job a"], asked: ["cat a", "- a"], come: ["takes 2", "takes 1"]),
        // What is unknown stays so; what failed at no cost is made anew.
        Row(made: ["cat a unknown"], asked: ["cat a"], come: ["takes 1"]),
        Row(made: ["cat a failed"], asked: ["cat a"], come: ["anew for 1"]),
        Row(made: ["cat a failed", "cat a"], asked: ["cat a"], come: ["takes 2"]),
        // Others are asked about, each once.
        Row(made: [], asked: ["cat a", "dog a"], come: ["other 101", "anew"], others: ["cat a"]),
        Row(made: ["cat a"], asked: ["cat a"], come: ["takes 1"], others: ["cat a"]),
        Row(made: [], asked: ["cat a"], come: ["other 102"], others: ["dog a", "cat a"]),
    ]

    @Test(arguments: rows) func whatASubmitStandsFor(row: Row) throws {
        let jobs = try row.made.enumerated().map { index, text in
            let words = text.split(separator: " ").map(String.init)
            return try Self.job(
                index + 1, words[0] == "job" ? "job-\(index + 1)" : words[0], words[1],
                words.count > 2 ? JobState(rawValue: words[2])! : .completed)
        }
        let others = try row.others.enumerated().map { index, text in
            let words = text.split(separator: " ").map(String.init)
            return try Self.other(101 + index, words[0], words[1])
        }
        let wishes = row.asked.map { text in
            let words = text.split(separator: " ").map(String.init)
            return Self.wish(words[0] == "-" ? "" : words[0], words[1])
        }
        var resumption = try Self.resumption(jobs, others: others)
        resumption.expect(wishes)
        #expect(wishes.map { Self.word(resumption.claim($0)) } == row.come, "\(row)")
    }

    /// Where a gateway is not the one of the job, both sorts of submits are asked about.
    @Test(arguments: ["cat", "job-1"]) func anotherGateway(name: String) throws {
        let key = name == "cat" ? "cat" : ""
        for (address, word) in [
            ("https://GATEWAY.example:443/v1/", "takes 1"),
            ("https://api2.gateway.example/v1", "elsewhere: \(name)"),
        ] {
            var resumption = try Self.resumption([try Self.job(1, name, "a", at: address)])
            #expect(Self.word(resumption.claim(Self.wish(key, "a"))) == word)
        }
    }

    /// A history of an earlier version has the address in the fingerprint.
    @Test func theFormerFormOfARequest() throws {
        let request = GenerationRequest(model: "m", prompt: "p", images: [], mode: .async)
        let base = try BaseURL(parsing: "https://gateway.example/v1")
        let old = try Self.job(1, "cat", RequestHash.former(request, at: base))
        var resumption = try Self.resumption([old], formerBases: [base])
        let forms = RequestForms(request, formerAt: resumption.formerBases)
        #expect(Self.word(resumption.claim(Wish("cat", forms))) == "takes 1")
    }

    /// `again` asks for another one, whoever has made the first.
    @Test func againTakesItsOwnNameAlone() throws {
        var resumption = try Self.resumption(
            [try Self.job(1, "cat", "a"), try Self.job(2, "dog", "a")],
            others: [try Self.other(9, "x", "a")])
        #expect(Self.word(resumption.claim(Self.wish("owl", "a", isAgain: true))) == "anew")
        #expect(Self.word(resumption.claim(Self.wish("dog", "a", isAgain: true))) == "takes 2")
    }

    /// What a refused submit has claimed is there for the next.
    @Test func aRefusedSubmitClaimsNothing() throws {
        let jobs = [try Self.job(1, "job-1", "a"), try Self.job(2, "cat", "a")]
        var resumption = try Self.resumption(jobs, others: [try Self.other(9, "owl", "a")])
        let wishes = [Self.wish("", "a"), Self.wish("dog", "a"), Self.wish("owl", "a")]
        resumption.expect(wishes + wishes)
        for _ in 1...2 {
            resumption.begin()
            #expect(
                wishes.map { Self.word(resumption.claim($0)) } == ["takes 1", "takes 2", "other 9"])
            resumption.rollBack()
        }
        #expect(resumption.unclaimed.count == 2)
    }

    /// A hundred thousand equal requests are not gone through for each of them.
    @Test func equalRequestsAreLinear() throws {
        let count = 100_000
        let job = try Self.job(0, "", "a")
        let jobs = (1...count).map { number in
            var job = job
            (job.number, job.name) = (number, "job-\(number)")
            return job
        }
        var resumption = try Self.resumption(jobs)
        let wish = Self.wish("", "a")
        for number in 1...count {
            guard case .taken(let candidate) = resumption.claim(wish),
                candidate.job.number == number
            else {
                Issue.record("\(number) is not taken")
                return
            }
        }
    }

    // MARK: What failed

    struct Failed: Sendable {
        var mode = Mode.async
        let kind: JobFailure.Kind
        var message = "no luck"
        var tries = 1
        var retry = RetryFailed.whatIsFree
        let standing: Standing
    }

    static let failures = [
        Failed(kind: .generation, standing: .anew),
        Failed(kind: .generation, tries: 2, standing: .anew),
        Failed(kind: .generation, tries: 3, standing: .kept),
        Failed(kind: .generation, tries: 3, retry: .onceMore, standing: .anew),
        Failed(kind: .generation, tries: 3, retry: .inAll(4), standing: .anew),
        Failed(kind: .generation, tries: 4, retry: .inAll(4), standing: .kept),
        Failed(kind: .generation, retry: .inAll(1), standing: .kept),
        // The gateway took nothing: the account may be full the next time.
        Failed(kind: .refused, tries: 50, standing: .anew),
        // It may have been charged.
        Failed(mode: .sync, kind: .generation, standing: .kept),
        Failed(mode: .sync, kind: .generation, retry: .onceMore, standing: .anew),
        Failed(mode: .sync, kind: .refused, standing: .anew),
        // The filter has not changed.
        Failed(kind: .generation, message: "content_policy_violation", standing: .kept),
        Failed(kind: .refused, message: "PUBLIC_ERROR_UNSAFE_GENERATION", standing: .kept),
        Failed(mode: .sync, kind: .refused, message: "content policy", standing: .kept),
        Failed(
            kind: .refused, message: "content policy", retry: .onceMore, standing: .anew),
        Failed(kind: .notSent, tries: 9, standing: .anew),
    ]

    @Test(arguments: failures) func whatBecomesOfAFailure(row: Failed) throws {
        var job = try Self.job(1, "cat", "a", .failed)
        (job.mode, job.price) = (row.mode, Money(tenThousandths: 1_500))
        job.failure = JobFailure(kind: row.kind, code: "", message: row.message)
        #expect(Standing.of(job, tries: row.tries, row.retry) == row.standing, "\(row)")
    }

    // MARK: The last run

    private static func previous(
        _ jobs: [Job], reachedEnd: Bool = false, process: Int32? = nil
    ) -> PreviousRun {
        PreviousRun(
            number: 1, startedAt: 0, runningProcess: process, reachedEnd: reachedEnd, jobs: jobs,
            leftovers: [])
    }

    @Test func whatNeedsAChoice() throws {
        let saved = try Self.job(1, "a", "a", file: "a.mp4")
        let failed = try Self.job(2, "b", "b", .failed)
        #expect(!Self.previous([saved, failed], reachedEnd: true).needsChoice)
        #expect(Self.previous([saved, failed], reachedEnd: false).needsChoice)
        #expect(Self.previous([], reachedEnd: true, process: 7).needsChoice)
        for state in [JobState.queued, .running, .unknown, .stale, .completed] {
            let job = try Self.job(3, "c", "c", state)
            #expect(Self.previous([saved, job], reachedEnd: true).needsChoice, "\(state)")
            #expect(Self.previous([saved, job], reachedEnd: true).openJobs == [job])
        }
    }
}
