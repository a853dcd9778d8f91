import RawServer
import Testing
import VeoClient
import VeoLanguage

@testable import VeoSession

/// A gateway that takes fewer jobs than there are: they wait, and none fails for it.
@Suite(.timeLimit(.minutes(5))) struct PlaceTests {
    @Test(arguments: [Parallel.auto, 10, 3])
    func moreJobsThanPlaces(parallel: Parallel) async throws {
        let gateway = SmallGateway(places: 2)
        let test = TestSession()
        try await RawServer.with(gateway.respond) { server in
            try await test.run(baseURL: "\(server.origin)/v1") { session in
                await session.set(.parallel(parallel))
                let jobs = try await session.ended(try await session.submitted("cat", count: 8))
                #expect(jobs.map(\.state) == Array(repeating: .completed, count: 8))
                await session.until { $0.dispatcher.isIdle }
                #expect(await session.orders.isEmpty)
            }
        }
        #expect(gateway.made == 8)
        #expect(gateway.most == 2)
        let words = test.events.warnings.filter { $0.contains("at once") }
        #expect(words.count == 1)
        #expect(words.first?.contains("too many concurrent jobs") == true)
    }

    /// A limit that another status brings, or that is counted by the minute, is a limit, too.
    @Test(arguments: [
        RawStep.answer(403, #"{"error":{"message":"Too many concurrent requests","code":"x"}}"#),
        RawStep.answer(400, #"{"error":{"code":"concurrency_limit_exceeded","message":"no"}}"#),
        RawStep.answer(
            429,
            #"{"error":{"code":"quota_exceeded","message":"Quota exceeded: 2 requests per minute"}}"#
        ),
        RawStep.answer(429, "<html>busy</html>", type: "text/html"),
    ])
    func otherWordsForIt(refusal: [RawStep]) async throws {
        let gateway = SmallGateway(places: 2, refusal: refusal)
        try await RawServer.with(gateway.respond) { server in
            try await TestSession().run(baseURL: "\(server.origin)/v1") { session in
                let jobs = try await session.ended(try await session.submitted("cat", count: 5))
                #expect(jobs.allSatisfy { $0.state == .completed })
            }
        }
        #expect(gateway.made == 5)
    }

    /// An empty account is no lack of places: nothing more is sent.
    @Test func anEmptyAccountEndsIt() async throws {
        let refusal = RawStep.answer(
            429, #"{"error":{"message":"You exceeded your quota","code":"insufficient_quota"}}"#)
        let gateway = SmallGateway(places: 1, questions: 1_000_000, refusal: refusal)
        try await RawServer.with(gateway.respond) { server in
            try await TestSession().run(baseURL: "\(server.origin)/v1") { session in
                await session.set(.parallel(2))
                let jobs = try await session.submitted("cat", count: 8)
                await session.until { $0.refusal != nil }
                await session.until { $0.jobs.count { $0.state == .failed } == 7 }
                #expect(jobs.count == 8)
            }
        }
        #expect(gateway.creates == 2)
    }

    /// Alone, a job that is turned away is tried as often as the table says.
    @Test func withNoJobOfOursThereItFails() async throws {
        let gateway = SmallGateway(places: 0)
        try await RawServer.with(gateway.respond) { server in
            try await TestSession().run(baseURL: "\(server.origin)/v1") { session in
                let job = try await session.ended(try await session.submitted("cat"))[0]
                #expect(job.state == .failed)
                #expect(job.failure?.kind == .refused)
                #expect(job.failure?.message.hasSuffix("(after 3 tries)") == true)
            }
        }
        #expect(gateway.creates == 3)
    }

    /// Another program on this history has all the places.
    @Test func anotherProgramMayHaveThem() async throws {
        try await TemporaryFolder.with { folder in
            let gateway = SmallGateway(places: 1, awaitsTheNext: true)
            var test = TestSession()
            test.history = folder + "/history"
            try await RawServer.with(gateway.respond) { [test] server in
                let address = "\(server.origin)/v1"
                try await test.run(baseURL: address) { first in
                    let dog = try await first.submitted("dog")
                    await first.until { $0.jobs.contains { $0.serverID != nil } }
                    try await test.run(baseURL: address) { second in
                        let cat = try await second.ended(try await second.submitted("cat"))
                        #expect(cat.map(\.state) == [.completed])
                    }
                    try await first.ended(dog)
                }
            }
            #expect(gateway.made == 2)
            #expect(gateway.turnedAway > 0)
        }
    }

    /// A gateway without a limit gets what it takes.
    @Test func autoGrows() async throws {
        let gateway = SmallGateway(places: 1_000, questions: 1_000_000)
        try await RawServer.with(gateway.respond) { server in
            try await TestSession().run(baseURL: "\(server.origin)/v1") { session in
                _ = try await session.submitted("cat", count: 60)
                await session.until { $0.jobs.count { $0.serverID != nil } == 60 }
            }
        }
        #expect(gateway.most == 60)
    }

    // MARK: What an answer has made certain

    /// In the pause after a refusal the history says that nothing was sent.
    @Test(arguments: [Mode.async, .sync])
    func thePauseLeavesNoDoubt(mode: Mode) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/history"
            var test = TestSession()
            test.history = path
            let busy = RawStep.answer(503, #"{"error":{"message":"busy"}}"#)
            try await RawServer.with({ _, _ in busy }) { [test] server in
                try await test.run(baseURL: "\(server.origin)/v1") { session in
                    let job = try await session.ended(
                        try await session.submitted("cat", mode: mode))[0]
                    #expect(job.state == .failed)
                    #expect(job.failure?.kind == .refused)
                }
                #expect(server.requests.count == 3)
            }
            #expect(
                test.events.states(of: 1) == [
                    .submitting, .unsent, .submitting, .unsent, .submitting, .failed,
                ])
        }
    }

    /// After the gate is closed nothing leaves: not what waits, and not the next try.
    @Test func afterTheGateNothingLeaves() async throws {
        let gateway = SmallGateway(places: 1, questions: 1_000_000)
        try await RawServer.with(gateway.respond) { server in
            try await TestSession().run(baseURL: "\(server.origin)/v1") { session in
                _ = try await session.submitted("cat", count: 3)
                await session.until { $0.jobs.count { $0.serverID != nil } == 1 }
                session.closeGate()
                let before = gateway.creates
                let dropped = await session.dropUnsent()
                #expect(dropped.count <= 2)
                await session.finishSending()
                #expect(gateway.creates <= before + 2, "they may have left before")
                #expect(await session.jobs.count { $0.state == .unknown } == 0)
            }
        }
        #expect(gateway.made == 1)
    }

    // MARK: The key

    private static let unknownKey = RawStep.answer(
        401, #"{"error":{"message":"invalid token","code":"invalid_api_key"}}"#)

    /// A gateway that does not know for a moment a key with which it has just taken a job.
    @Test func aKeyThatWasGoodIsTriedOnceMore() async throws {
        let gateway = SmallGateway(places: 9, early: { $0 == 2 ? Self.unknownKey : nil })
        let test = TestSession()
        try await RawServer.with(gateway.respond) { server in
            try await test.run(baseURL: "\(server.origin)/v1") { session in
                await session.set(.parallel(1))
                let jobs = try await session.ended(try await session.submitted("cat", count: 4))
                #expect(jobs.allSatisfy { $0.state == .completed })
            }
        }
        #expect(gateway.creates == 5)
        #expect(test.events.warnings.contains { $0.contains("to a key that it took before") })
    }

    @Test(arguments: [1, 2])
    func aKeyThatIsRefusedEndsIt(from first: Int) async throws {
        let gateway = SmallGateway(places: 9, early: { $0 >= first ? Self.unknownKey : nil })
        try await RawServer.with(gateway.respond) { server in
            try await TestSession().run(baseURL: "\(server.origin)/v1") { session in
                await session.set(.parallel(1))
                let jobs = try await session.ended(try await session.submitted("cat", count: 4))
                #expect(jobs.count { $0.state == .completed } == first - 1)
                #expect(jobs.last?.failure?.kind == .notSent)
            }
        }
        #expect(gateway.creates == first + (first == 1 ? 0 : 1))
    }

    // MARK: Silence

    @Test func aRequestWithoutAnAnswerIsSaid() async throws {
        var test = TestSession()
        test.silence = .milliseconds(20)
        try await RawServer.with({ _, _ in [.stall] }) { [test] server in
            try await test.run(baseURL: "\(server.origin)/v1") { session in
                let (key, changes) = await session.observe()
                _ = try await session.submitted("cat", count: 2)
                for await _ in changes where !test.events.warnings.isEmpty { break }
                await session.stopObserving(key)
            }
        }
        #expect(
            test.events.warnings.first?.hasSuffix(
                "no answer to the request after 20ms; it is awaited for 2m, and the request is "
                    + "not sent twice") == true)
    }
}
