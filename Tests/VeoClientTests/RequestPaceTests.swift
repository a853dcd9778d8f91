import Testing

@testable import VeoClient

@Suite struct RequestPaceTests {
    /// However the requests come, no minute has more than the limit.
    @Test(arguments: [0, 3, 17, 40])
    func noMinuteHasMore(gap milliseconds: Int) throws {
        let pace = RequestPace(.gateway)
        var sent: [Duration] = []
        for number in 0..<10_000 {
            let now = Duration.milliseconds(number * milliseconds)
            sent.append(now + (try #require(pace.reserve(at: now))))
        }
        var first = 0
        for last in sent.indices {
            while sent[last] - sent[first] >= .seconds(60) { first += 1 }
            #expect(last - first < 3_000)
        }
        #expect(sent == sent.sorted())
    }

    @Test func loopbackHasNoMinute() {
        let pace = RequestPace(.loopback)
        #expect((0..<10_000).allSatisfy { _ in pace.reserve(at: .zero) == nil })
    }

    /// What has a place and what waits, over real sockets.
    @Test func soManyAreInFlight() async throws {
        let limit = 3
        let (open, peak) = (Collector<Int>(), Collector<Int>())
        let pace = RequestPace(.init(perMinute: nil, inFlight: limit))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask {
                    try await pace.run {
                        open.add(1)
                        peak.add(open.values.reduce(0, +))
                        for _ in 0..<(number % 7) { await Task.yield() }
                        open.add(-1)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(peak.values.count == 50)
        #expect(peak.values.allSatisfy { (1...limit).contains($0) })
    }

    @Test func aCancelledRequestGivesUpItsTurn() async throws {
        let pace = RequestPace(.init(perMinute: nil, inFlight: 1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (gate, opener) = AsyncStream.makeStream(of: Void.self)
            let (entered, enter) = AsyncStream.makeStream(of: Void.self)
            group.addTask {
                try await pace.run {
                    enter.yield()
                    for await _ in gate { break }
                }
            }
            for await _ in entered { break }
            let waiting = Task { try await pace.run {} }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            opener.yield()
            try await group.waitForAll()
        }
        // The place of the first is free again.
        try await pace.run {}
    }
}
