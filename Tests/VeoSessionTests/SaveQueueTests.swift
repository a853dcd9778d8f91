import Testing

@testable import VeoSession

/// Which videos are fetched when, without a gateway.
@Suite struct SaveQueueTests {
    private static let failure = RunFailure("no", exitCode: .gateway)

    private static func started(_ queue: inout SaveQueue) -> [Int] {
        var numbers: [Int] = []
        while let number = queue.next() { numbers.append(number) }
        return numbers
    }

    @Test func nothingIsDoneAtOnce() {
        #expect(SaveQueue([]).isDone)
        #expect(!SaveQueue([1]).isDone)
    }

    @Test func asTheyComeAndSoManyAtATime() {
        var queue = SaveQueue(Array(1...9))
        for number in [7, 3, 9, 1, 2, 8] { queue.end(number, hasVideo: true) }
        #expect(Self.started(&queue) == [7, 3, 9, 1, 2])
        queue.finish(9)
        #expect(Self.started(&queue) == [8])
        #expect(queue.isWaiting && !queue.isDone)
    }

    /// A link that is late for a minute holds no place of the five.
    @Test func whatIsLateHoldsNoPlace() {
        var queue = SaveQueue(Array(1...9))
        for number in 1...9 { queue.end(number, hasVideo: true) }
        #expect(Self.started(&queue) == [1, 2, 3, 4, 5] && queue.isFull)
        for number in [1, 3, 7] { queue.wait(for: number) }
        #expect(Self.started(&queue) == [6, 7])
        queue.finish(1)
        #expect(Self.started(&queue).isEmpty, "it held none")
        for number in [2, 4, 5] { queue.finish(number) }
        #expect(Self.started(&queue) == [8, 9] && !queue.isFull)
        for number in 6...9 { queue.finish(number) }
        #expect(!queue.isDone)
        queue.finish(3)
        #expect(queue.isDone)
    }

    @Test func aJobWithoutAVideoIsNotFetched() {
        var queue = SaveQueue([1, 2])
        queue.end(1, hasVideo: false)
        queue.end(2, hasVideo: true)
        #expect(Self.started(&queue) == [2])
        queue.finish(2)
        #expect(queue.isDone && queue.failures.isEmpty)
        // A late word about one that has ended changes nothing.
        queue.end(1, hasVideo: true)
        #expect(queue.isDone)
    }

    @Test func aFailureStopsNoOther() {
        var queue = SaveQueue([1, 2])
        for number in [1, 2] { queue.end(number, hasVideo: true) }
        #expect(Self.started(&queue) == [1, 2])
        queue.finish(1, failure: Self.failure)
        #expect(!queue.isDone)
        queue.finish(2)
        #expect(queue.isDone && queue.failures.map(\.number) == [1])
    }

    @Test func aFullDiskStopsAll() {
        var queue = SaveQueue(Array(1...9))
        for number in 1...7 { queue.end(number, hasVideo: true) }
        #expect(Self.started(&queue).count == 5)
        queue.finish(2, failure: DiskFull(failure: Self.failure))
        #expect(Self.started(&queue).isEmpty)
        #expect(!queue.isWaiting && !queue.isDone, "what is under way goes on")
        for number in [1, 3, 4, 5] { queue.finish(number) }
        #expect(queue.isDone)
    }

    @Test func outOfTimeWhatIsCompleteIsFetched() {
        var queue = SaveQueue(Array(1...9))
        for number in 1...6 { queue.end(number, hasVideo: true) }
        _ = Self.started(&queue)
        queue.stopWaiting()
        #expect(!queue.isWaiting && !queue.isDone)
        queue.finish(1)
        #expect(Self.started(&queue) == [6])
    }
}
