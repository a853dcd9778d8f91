import Synchronization

/// Counts the signs of life of an exchange across tasks.
final class Activity: Sendable {
    private let counter = Atomic<Int>(0)

    func note() { counter.wrappingAdd(1, ordering: .relaxed) }

    var count: Int { counter.load(ordering: .relaxed) }
}
