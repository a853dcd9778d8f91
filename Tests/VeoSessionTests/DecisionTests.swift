import Glibc
import Testing
import VeoClient
import VeoLanguage
import VeoSimulator

@testable import VeoSession

/// What a user decides about a job that is unknown: it stays listed until then.
@Suite(.timeLimit(.minutes(5))) struct DecisionTests {
    /// A session whose first create was answered by a broken connection.
    private static func withUnknown(
        faults: [String] = ["create:reset-after@1"],
        _ body: @Sendable @escaping (Session, Job, Simulator) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            try await Gateway.with(faults: faults) { simulator in
                var test = TestSession()
                test.history = folder + "/history"
                test.kind = .shell
                try await test.run(on: simulator) { session in
                    let job = try await session.ended(try await session.submitted("cat"))[0]
                    try #require(job.state == .unknown)
                    try await body(session, job, simulator)
                }
            }
        }
    }

    /// The gateway's own id of the job whose answer was lost: the same request makes the same id
    /// at another gateway of the same seed.
    private static func lostID() async throws -> String {
        try await Gateway.with { twin in
            try await TestSession().run(on: twin) { session in
                let job = try await session.ended(try await session.submitted("cat"))[0]
                return try #require(job.serverID)
            }
        }
    }

    private static func open(_ session: Session) async throws -> [Int] {
        try await session.openJobs().map(\.job.number)
    }

    @Test func itIsListedUntilItIsDecided() async throws {
        try await Self.withUnknown { session, job, simulator async throws in
            #expect(try await Self.open(session) == [job.number])
            let price = job.price
            let forgotten = await session.forget([job.number])[0]
            #expect(forgotten.state == .unknown)
            #expect(try await Self.open(session).isEmpty)
            #expect(try await session.history.job(number: job.number)?.settledAt != nil)
            #expect(await session.jobs.map(\.cost) == [price], "maybe billed, so it counts")
            #expect(await simulator.count(.create) == 1)
        }
    }

    @Test func sentAgainItIsDecided() async throws {
        try await Self.withUnknown { session, job, simulator async throws in
            var order = SubmitOrder()
            order.source = job
            let again = try await session.submit(order)[0]
            #expect(again.againOf == job.number)
            #expect(await session.job(number: job.number)?.settledAt != nil)
            #expect(try await session.ended([again])[0].state == .completed)
            #expect(try await Self.open(session) == [again.number], "its video is not saved")
            #expect(await simulator.count(.create) == 2)
        }
    }

    @Test func adoptedItIsTheSameJobAndPaidForOnce() async throws {
        try await Self.withUnknown { session, job, simulator async throws in
            let id = try await Self.lostID()
            let adopted = try await session.adopt(job, id: id)
            #expect(adopted.number == job.number)
            #expect(adopted.adoptedAt != nil)
            let ended = try await session.ended([adopted])[0]
            #expect(ended.state == .completed)
            #expect(ended.failure == nil)
            #expect(await session.cost == job.price)
            #expect(await session.allJobs.count == 1)
            #expect(await simulator.count(.create) == 1)
        }
    }

    @Test func aTaskIsNoTwoJobs() async throws {
        try await Self.withUnknown(faults: ["create:reset-after@1-2"]) {
            session, cat, simulator async throws in
            let dog = try await session.ended(try await session.submitted("dog"))[0]
            let id = try await Self.lostID()
            _ = try await session.adopt(cat, id: id)
            let failure = await failure { try await session.adopt(dog, id: id) }
            #expect(failure?.message == "\(id) is job 1 of the history, called 'cat'")
            #expect(try await session.history.job(number: dog.number)?.state == .unknown)
        }
    }

    @Test func whatTheGatewayDoesNotKnowIsNotAdopted() async throws {
        try await Self.withUnknown { session, job, _ async throws in
            let failure = await failure { try await session.adopt(job, id: "video_none") }
            #expect(failure?.exitCode == .gateway)
            #expect(await session.job(number: job.number)?.state == .unknown)
        }
    }

    /// By its id alone it could be the unknown job or another one: the user says which.
    @Test func anIdThatMayBeTheUnknownJobIsAskedFor() async throws {
        try await Self.withUnknown { session, job, simulator async throws in
            let id = try await Self.lostID()
            let failure = await failure { try await session.adopt(id, name: nil) }
            #expect(failure?.message == "\(id) may be a job that is unknown here: @#1")
            #expect(failure?.exitCode == .script)
            let named = try await session.adopt(id, name: "cat")
            #expect(named.number == job.number)
        }
    }

    @Test func whatIsForgottenIsNotFollowedAtTheNextStart() async throws {
        try await AttachTests.twoSessions(
            first: { session, simulator in
                try await AttachTests.submitOne(session, simulator)
                _ = await session.forget([1])
            },
            then: { session, _, _ async throws in
                #expect(try await session.openJobs().isEmpty)
                // Named, it is followed again, and open again.
                let jobs = try await session.jobs(.number(1), text: "@#1")
                #expect(try await session.ended(jobs)[0].state == .completed)
                #expect(try await session.openJobs().map(\.job.number) == [1])
            })
    }

    @Test func openMeansAllThatIsLeftToDo() async throws {
        try await AttachTests.twoSessions(
            faults: ["create:reset-after@2"],
            first: { session, simulator in
                _ = try await session.submitted("cat", count: 2)
                await session.until { $0.jobs.allSatisfy { $0.state != .submitting } }
                await session.until { $0.jobs.contains { $0.serverID != nil } }
            },
            then: { session, _, _ async throws in
                let jobs = try await session.jobs(.open, text: "@open")
                #expect(jobs.map(\.number) == [1, 2])
                let states = try await session.ended(jobs).map(\.state)
                #expect(Set(states) == [.completed, .unknown])
            })
    }

    /// A script that is run again takes up what was sent again by hand.
    @Test func aResumedRunKnowsTheDecision() async throws {
        let history = try History(path: nil)
        let run = try await history.beginRun(kind: .script("a.veo", path: "/a.veo"), at: 1)
        func unknown(_ name: String) throws -> Job {
            try HistoryTests.job(run, name) { job in
                (job.state, job.requestHash) = (.unknown, "hash of \(name)")
                job.failure = JobFailure(kind: .outcome, code: "c", message: "m")
            }
        }
        let jobs = try await history.add([unknown("again"), unknown("settled"), unknown("open")])
        _ = try await history.settle([jobs[1].number], at: 2)
        let shell = try await history.beginRun(kind: .shell, at: 3)
        var newer = try HistoryTests.job(shell, "") { $0.requestHash = "hash of again" }
        newer.againOf = jobs[0].number
        newer = try await history.add([newer])[0]
        let next = try await history.beginRun(kind: .script("a.veo", path: "/a.veo"), at: 4)
        let previous = try #require(try await history.previousRun(of: "/a.veo", before: next))
        #expect(previous.openJobs.map(\.name) == ["again", "open"])
        let work = try await history.earlierWork(of: "/a.veo", before: next, at: 5)
        var resumption = Resumption(work.candidates, at: jobs[0].baseURL.origin)
        func claim(_ name: String) -> Resumption.Claim {
            resumption.claim(Wish(name, RequestForms(current: "hash of \(name)")))
        }
        guard case .taken(let taken) = claim("again") else {
            Issue.record("the newer job stands for it")
            return
        }
        #expect(taken.job.number == newer.number)
        // What was settled is made anew, and what is unknown is not.
        #expect(claim("settled") == .anew(inPlaceOf: previous.jobs[1]))
        #expect(claim("open") == .taken(Candidate(job: previous.jobs[2], key: "open")))
    }

    struct Chain: Sendable {
        /// The state of the script's job, and of each that was made for the one before.
        let states: [JobState]
        /// Which of them a submit takes, from 0; `nil` when it makes a new one.
        let taken: Int?
    }

    static let chains = [
        Chain(states: [.unknown, .running], taken: 1),
        Chain(states: [.unknown, .unknown, .completed], taken: 2),
        Chain(states: [.unknown, .failed, .unknown, .queued], taken: 3),
        Chain(states: [.failed, .running], taken: 1),
        Chain(states: [.failed, .failed], taken: nil),
        Chain(states: [.unknown, .unknown], taken: 1),
        // The one that is there is what the script has asked for.
        Chain(states: [.completed, .running], taken: 0),
    ]

    /// However often a job was sent again from the prompt, the newest stands for it: with a name or
    /// without one.
    @Test(arguments: chains, ["cat", ""]) func theNewestIsTaken(chain: Chain, name: String)
        async throws
    {
        let history = try History(path: nil)
        let kind = RunKind.script("a.veo", path: "/a.veo")
        var run = try await history.beginRun(kind: kind, at: 1)
        var jobs: [Job] = []
        for state in chain.states {
            var job = try HistoryTests.job(run, jobs.isEmpty ? name : "") { job in
                (job.state, job.requestHash) = (state, "hash")
                if !state.isFinal { job.endedAt = nil }
                if state == .failed || state == .unknown {
                    let kind: JobFailure.Kind = state == .failed ? .generation : .outcome
                    job.failure = JobFailure(kind: kind, code: "c", message: "m")
                }
            }
            job.againOf = jobs.last?.number
            jobs.append(try await history.add([job])[0])
            try await history.endRun(run, at: 2)
            run = try await history.beginRun(kind: .shell, at: 3)
        }
        let next = try await history.beginRun(kind: kind, at: 4)
        let work = try await history.earlierWork(of: "/a.veo", before: next, at: 5)
        var resumption = Resumption(work.candidates, at: jobs[0].baseURL.origin)
        let wish = Wish(name, RequestForms(current: "hash"))
        switch (resumption.claim(wish), chain.taken) {
        case (.taken(let candidate), let taken?):
            #expect(candidate.job.number == jobs[taken].number)
        case (.anew(let failed), nil):
            #expect(failed?.number == jobs.last?.number)
            #expect(work.candidates[0].tries == chain.states.count)
        case (let claim, _): Issue.record("\(claim)")
        }
        // It stands for one submit alone.
        #expect(resumption.claim(wish) == .anew(inPlaceOf: nil))
    }

    /// However often a script is killed before it comes to its submits.
    @Test func aJobIsFoundThroughAnyNumberOfRuns() async throws {
        let history = try History(path: nil)
        let kind = RunKind.script("a.veo", path: "/a.veo")
        var run = try await history.beginRun(kind: kind, at: 1)
        _ = try await history.add([try HistoryTests.job(run, "cat") { $0.state = .completed }])
        for _ in 1...150 {
            let next = try await history.beginRun(kind: kind, at: 2)
            try await history.markResuming(next, run)
            run = next
        }
        let last = try await history.beginRun(kind: kind, at: 3)
        let previous = try #require(try await history.previousRun(of: "/a.veo", before: last))
        #expect(previous.leftovers.map(\.name) == ["cat"])
    }

    /// Two shells ask about one unknown job, and both say yes: the second one has decided nothing.
    @Test func whatAnotherHasDecidedIsNotPaidForAgain() async throws {
        try await Self.withUnknown { session, job, simulator async throws in
            _ = try await session.history.settle([job.number], at: 5)
            var order = SubmitOrder()
            order.source = job
            let failure = await failure { _ = try await session.submit(order) }
            #expect(
                failure?.message
                    == "another program has settled '\(job.name)' meanwhile: nothing was sent")
            #expect(await simulator.count(.create) == 1)
            // Asked again, it is known for what it is, and may be sent.
            order.source = try await session.jobs(.number(job.number), text: "@#1")[0]
            #expect(try await session.submit(order).count == 1)
        }
    }

    /// What another program has found and saved is not taken for unknown any more.
    @Test func whatAnotherHasAdoptedIsKnown() async throws {
        try await Self.withUnknown { session, job, _ async throws in
            _ = try await session.history.change(job.number) { job in
                (job.state, job.failure, job.serverID) = (.completed, nil, "video_a")
                (job.file, job.byteCount, job.sha256) = ("/tmp/cat.mp4", 5, "aa")
            }
            let known = try await session.jobs(.number(job.number), text: "@#1")[0]
            #expect(known.state == .completed)
            #expect(known.file == "/tmp/cat.mp4")
            #expect(known.failure == nil)
        }
    }

    /// A job whose own program has died is asked for by one of those that take it up.
    @Test func oneFollows() async throws {
        let history = try History(path: nil)
        let dead = try await history.beginRun(kind: .shell, at: 1)
        let job = try await history.add([
            try HistoryTests.job(dead, "cat") { ($0.state, $0.endedAt) = (.running, nil) }
        ])[0]
        try await history.endRun(dead, at: 2)
        let first = try await history.beginRun(kind: .shell, at: 3)
        let second = try await history.beginRun(kind: .shell, at: 3)
        #expect(try await history.follow(job.number, by: first).process == nil)
        #expect(try await history.follow(job.number, by: second).process == getpid())
        #expect(try await history.followed(job.number, besides: first)?.process == nil)
        #expect(try await history.openJobs(at: 4, run: second).map(\.process) == [getpid()])
        try await history.endRun(first, at: 5)
        #expect(try await history.follow(job.number, by: second).process == nil)
        #expect(try await history.job(number: job.number)?.run == dead)
    }

    /// A prompt at which somebody may sit does nothing by itself about what has ended; a script
    /// does.
    @Test(arguments: [RunKind.shell, .script("a.veo", path: "/a.veo")])
    func whatHasEndedInALivingRun(kind: RunKind) async throws {
        let history = try History(path: nil)
        let run = try await history.beginRun(kind: kind, at: 1)
        _ = try await history.add([
            try HistoryTests.job(run, "cat") { ($0.state, $0.endedAt) = (.completed, 2) }
        ])
        let asking = try await history.beginRun(kind: .shell, at: 3)
        let process = try await history.openJobs(at: 4, run: asking).map(\.process)
        #expect(process == [kind == .shell ? nil : getpid()])
    }

    /// Of two programs that start one script at the same moment, one sees the other, though neither
    /// has sent anything yet.
    @Test func twoStartsOfOneScript() async throws {
        let history = try History(path: nil)
        let kind = RunKind.script("a.veo", path: "/a.veo")
        _ = try await history.beginRun(kind: kind, isSimulated: true, at: 1)
        let first = try await history.beginRun(kind: kind, at: 1)
        let second = try await history.beginRun(kind: kind, at: 1)
        #expect(try await history.previousRun(of: "/a.veo", before: first) == nil)
        let seen = try #require(try await history.previousRun(of: "/a.veo", before: second))
        #expect(seen.number == first)
        #expect(seen.runningProcess == getpid())
        try await history.endRun(first, at: 2)
        #expect(try await history.previousRun(of: "/a.veo", before: second) == nil)
    }
}
