/// Which videos of a `save` or a `collect` are fetched when: a value. So many at a time, in the
/// order in which they are complete; one that cannot be had does not stop the others, and a full
/// disk stops them all.
struct SaveQueue {
    /// Downloads at a time; the gateway's pages advise no more.
    static let width = 5
    /// Videos that may be waited for besides, because they are not there yet.
    static let lateLimit = 100

    /// Jobs that have not ended.
    private(set) var awaited: Set<Int>
    private var ready: [Int] = []
    private var underWay: Set<Int> = []
    /// Those that are asked for again after a pause: they hold no place meanwhile.
    private var late: Set<Int> = []
    private(set) var failures: [(number: Int, failure: any Error)] = []
    private var isStopped = false

    /// - Parameter numbers: of the jobs, each once.
    init(_ numbers: [Int]) { awaited = Set(numbers) }

    /// Nothing is under way, and nothing is left to begin or to wait for.
    var isDone: Bool {
        underWay.isEmpty && late.isEmpty && (isStopped || awaited.isEmpty && ready.isEmpty)
    }

    /// Whether videos wait for a place.
    var isFull: Bool { !isStopped && !ready.isEmpty }

    /// Whether something may still be fetched that is not complete yet.
    var isWaiting: Bool { !isStopped && !awaited.isEmpty }

    /// A job has come to its end, with a video or without.
    mutating func end(_ number: Int, hasVideo: Bool) {
        guard awaited.remove(number) != nil else { return }
        if hasVideo { ready.append(number) }
    }

    /// The next video to fetch, while there is room for one.
    mutating func next() -> Int? {
        guard !isStopped, underWay.count < Self.width, !ready.isEmpty else { return nil }
        let number = ready.removeFirst()
        underWay.insert(number)
        return number
    }

    /// A video is not there yet: others are fetched meanwhile.
    mutating func wait(for number: Int) {
        guard late.count < Self.lateLimit, underWay.remove(number) != nil else { return }
        late.insert(number)
    }

    /// A video is saved, or cannot be.
    mutating func finish(_ number: Int, failure: (any Error)? = nil) {
        underWay.remove(number)
        late.remove(number)
        guard let failure else { return }
        failures.append((number, failure))
        if failure is DiskFull { isStopped = true }
    }

    /// The time is over: what is complete is fetched, and nothing more is waited for.
    mutating func stopWaiting() { awaited = [] }
}

/// No further video has room on the disk.
struct DiskFull: Error {
    let failure: RunFailure
}
