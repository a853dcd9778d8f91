import Testing
import VeoClient
import VeoLanguage

@testable import VeoSession

/// How many jobs a gateway has room for, as a table.
@Suite struct PlaceLimitTests {
    private static let policy = RetryPolicy.standard

    /// Ten leave at once, and the gateway takes two: whatever the order of its answers, two places
    /// are used from then on.
    @Test func aBurstFindsTheLimit() {
        var limit = PlaceLimit()
        limit.accepted(taken: 10)
        limit.accepted(taken: 10)
        for taken in stride(from: 10, through: 3, by: -1) {
            limit.full(taken: taken, isCounted: taken == 3)
        }
        #expect(limit.cap == 3)
        limit.full(taken: 2, isCounted: true)
        #expect(limit.count == 2)
        #expect(!limit.hasRoom(taken: 2, .auto))
        #expect(limit.hasRoom(taken: 1, .auto))
        #expect(!limit.hasRoom(taken: 2, 10), "`parallel` is at most")
    }

    @Test func itGrowsWhileJobsAreTaken() {
        var limit = PlaceLimit()
        for taken in 1...200 { limit.accepted(taken: min(taken, limit.count)) }
        #expect(limit.count == PlaceLimit.most)
        #expect(limit.hasRoom(taken: 99, .auto) && !limit.hasRoom(taken: 100, .auto))
        #expect(limit.hasRoom(taken: 2, 3) && !limit.hasRoom(taken: 3, 3))
    }

    /// Jobs that do not fill the places say nothing about more of them.
    @Test func itDoesNotGrowByJobsOneByOne() {
        var limit = PlaceLimit()
        for _ in 1...100 { limit.accepted(taken: 1) }
        #expect(limit.count == PlaceLimit.first)
    }

    /// The looks beyond a known limit become rare, and one that succeeds ends it.
    @Test func aKnownLimitIsTriedAgain() {
        var limit = PlaceLimit()
        limit.full(taken: 2, isCounted: true)
        var pauses: [Duration] = []
        for _ in 1...7 {
            pauses.append(limit.pause(Self.policy))
            limit.knocked(taken: 2)
            #expect(limit.hasRoom(taken: 2, .auto) && !limit.hasRoom(taken: 3, .auto))
            limit.full(taken: 2, isCounted: true)
        }
        #expect(pauses == [60, 120, 240, 480, 960, 960, 960].map { .seconds($0) })
        limit.knocked(taken: 2)
        limit.accepted(taken: 3)
        #expect(limit.cap == nil)
        #expect(limit.count == 4, "and it grows again")
    }

    /// A place may become free a little after its job has ended.
    @Test func aPlaceThatComesLateIsNotLost() {
        var limit = PlaceLimit()
        limit.full(taken: 2, isCounted: true)
        limit.full(taken: 1, isCounted: true)
        #expect(limit.cap == 2)
        #expect(limit.pause(Self.policy) == .seconds(5))
        limit.knocked(taken: 1)
        limit.accepted(taken: 2)
        #expect(limit.count == 2)
        #expect(limit.pause(Self.policy) == .seconds(60))
    }

    @Test func aLimitThatShrinksIsBelievedAfterAWhile() {
        var limit = PlaceLimit()
        limit.full(taken: 5, isCounted: true)
        for _ in 1...3 {
            limit.full(taken: 2, isCounted: true)
            limit.knocked(taken: 2)
        }
        #expect(limit.cap == 2)
    }

    @Test func aClosedGatewayIsAskedByOneJob() {
        var limit = PlaceLimit()
        limit.closed()
        #expect(limit.hasRoom(taken: 0, .auto) && !limit.hasRoom(taken: 1, 10))
        limit.accepted(taken: 1)
        #expect(limit.hasRoom(taken: 1, .auto))
    }
}

/// Who goes next.
@Suite struct DispatcherTests {
    private static let here = Origin(scheme: "https", host: "gateway.example", port: 443)
    private static let there = Origin(scheme: "https", host: "other.example", port: 443)

    private static func all(_ dispatcher: inout Dispatcher) -> [Int] {
        var numbers: [Int] = []
        while let number = dispatcher.next() { numbers.append(number) }
        return numbers
    }

    private static func expect(
        _ dispatcher: inout Dispatcher, _ numbers: [Int],
        _ location: SourceLocation = #_sourceLocation
    ) {
        let all = all(&dispatcher)
        #expect(all == numbers, sourceLocation: location)
    }

    @Test func firstComeFirstServed() {
        var dispatcher = Dispatcher()
        dispatcher.parallel = 3
        for number in 1...5 { dispatcher.add(number, to: Self.here) }
        Self.expect(&dispatcher, [1, 2, 3])
        dispatcher.end(2, at: Self.here)
        Self.expect(&dispatcher, [4])
        dispatcher.hold(9, at: Self.here)
        dispatcher.end(1, at: Self.here)
        // a job that was taken up holds a place
        Self.expect(&dispatcher, [])
    }

    /// Those that were turned away go before those that never left, in their order, when one ends.
    @Test func turnedAwayGoesFirst() {
        var dispatcher = Dispatcher()
        for number in 1...20 { dispatcher.add(number, to: Self.here) }
        Self.expect(&dispatcher, Array(1...10))
        dispatcher.accepted(1, at: Self.here)
        for number in [5, 3, 4, 10, 9, 8, 7, 6] {
            _ = dispatcher.turnedAway(number, at: Self.here, saying: "full", isTimed: false)
            let early = dispatcher.newlyFull(at: Self.here)
            #expect(early == nil, "2 is not answered")
        }
        dispatcher.accepted(2, at: Self.here)
        let told = dispatcher.newlyFull(at: Self.here)
        #expect(told?.places == 2 && told?.words == "full")
        let twice = dispatcher.newlyFull(at: Self.here)
        #expect(twice == nil, "told once")
        Self.expect(&dispatcher, [])
        dispatcher.end(1, at: Self.here)
        Self.expect(&dispatcher, [3])
    }

    /// A pause lets one more go; an older pause lets none.
    @Test func aPauseLetsOneGo() {
        var dispatcher = Dispatcher()
        for number in 1...3 { dispatcher.add(number, to: Self.here) }
        Self.expect(&dispatcher, [1, 2, 3])
        dispatcher.accepted(1, at: Self.here)
        let old = dispatcher.turnedAway(2, at: Self.here, saying: "full", isTimed: false)
        let new = dispatcher.turnedAway(3, at: Self.here, saying: "full", isTimed: true)
        dispatcher.knock(old, at: Self.here, isLook: true)
        Self.expect(&dispatcher, [])
        dispatcher.end(1, at: Self.here)
        // the gateway said when
        Self.expect(&dispatcher, [])
        dispatcher.knock(new, at: Self.here, isLook: false)
        Self.expect(&dispatcher, [2])
    }

    /// A gateway that is full keeps no job of another one waiting.
    @Test func eachGatewayHasItsLane() {
        var dispatcher = Dispatcher()
        dispatcher.add(1, to: Self.here)
        dispatcher.add(2, to: Self.here)
        Self.expect(&dispatcher, [1, 2])
        _ = dispatcher.turnedAway(2, at: Self.here, saying: "full", isTimed: false)
        dispatcher.add(3, to: Self.there)
        Self.expect(&dispatcher, [3])
    }

    /// Jobs of earlier runs hold places that are not counted: when one ends, one goes.
    @Test func aJobOfAnEarlierRunMakesRoom() {
        var dispatcher = Dispatcher()
        dispatcher.add(1, to: Self.here)
        Self.expect(&dispatcher, [1])
        _ = dispatcher.turnedAway(1, at: Self.here, saying: "full", isTimed: false)
        Self.expect(&dispatcher, [])
        dispatcher.end(99, at: Self.here)
        Self.expect(&dispatcher, [1])
    }

    @Test func aHundredThousandAreQuick() {
        var dispatcher = Dispatcher()
        for number in 1...100_000 { dispatcher.add(number, to: Self.here) }
        var last = 0
        while let number = dispatcher.next() {
            dispatcher.end(number, at: Self.here)
            last = number
        }
        #expect(last == 100_000)
        #expect(dispatcher.isIdle)
    }
}

/// What an answer that made nothing means for the next try.
@Suite struct SendTriesTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let why: String
        var step = ClientError.Step.create
        var code = ClientError.Code.rateLimited
        var status: Int? = 429
        var delivery = ClientError.Delivery.refused
        var hasOthers = false
        var isKeyGood = false
        let next: [SendTries.Next]
        var testDescription: String { why }
    }

    static let rows = [
        Row(why: "429, alone", next: [.again, .again, .end]),
        Row(why: "429, others run", hasOthers: true, next: [.place, .place, .place, .place]),
        Row(why: "429 of a sync job, others run", step: .chat, hasOthers: true, next: [.place]),
        Row(
            why: "503, others run", code: .serverError, status: 503, hasOthers: true,
            next: [.again, .again, .end]),
        Row(
            why: "no connection", code: .connection, status: nil, delivery: .notSent,
            hasOthers: true, next: [.again, .again, .end]),
        Row(
            why: "no quota is no lack of places", code: .paymentRequired, hasOthers: true,
            isKeyGood: true, next: [.end]),
        Row(why: "a key that was never good", code: .invalidKey, status: 401, next: [.end]),
        Row(
            why: "a key that was good", code: .invalidKey, status: 401, isKeyGood: true,
            next: [.keyOnceMore, .end]),
        Row(
            why: "a key that was good, in a good status", code: .invalidKey, status: 200,
            delivery: .unknown, isKeyGood: true, next: [.end]),
        Row(
            why: "a refusal", code: .refused, status: 400, hasOthers: true, isKeyGood: true,
            next: [.end]),
        Row(
            why: "maybe made", code: .serverError, status: 502, delivery: .unknown,
            hasOthers: true, isKeyGood: true, next: [.end]),
    ]

    @Test(arguments: rows) func next(row: Row) {
        let error = ClientError(
            code: row.code, step: row.step, httpStatus: row.status, message: "no",
            delivery: row.delivery)
        var tries = SendTries(limit: 3)
        for next in row.next {
            let found = tries.next(
                after: error, hasOthers: row.hasOthers, isKeyGood: row.isKeyGood)
            #expect(found == next)
        }
    }
}
