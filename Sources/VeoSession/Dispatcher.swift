import VeoClient
import VeoLanguage

/// Which job is sent next. Each gateway has a lane of its own: jobs wait in it in the order of
/// their submits, and leave as there are places. A thousand that wait cost no request.
struct Dispatcher: Sendable {
    /// What `parallel` says.
    var parallel = Parallel.auto

    private struct Lane: Sendable {
        /// Jobs that the gateway had no place for, by number: they go first.
        var returned: [Int] = []
        var waiting: ArraySlice<Int> = []
        var placed: Set<Int> = []
        /// Those of them that the gateway has not answered for.
        var unanswered: Set<Int> = []
        var limit = PlaceLimit()
        /// Nothing is sent before the newest pause is over, where the gateway asks for that.
        var isHeld = false
        /// The newest pause; older ones mean nothing any more.
        var pause = 0
        /// The gateway's word when it was full, until that is told.
        var untold: String?
        var isTold = false

        var isEmpty: Bool { returned.isEmpty && waiting.isEmpty }
    }

    private var lanes: [Origin: Lane] = [:]
    /// The gateways in the order of their first jobs.
    private var gateways: [Origin] = []
    /// Places that are taken at all gateways.
    private var placedCount: Int { lanes.values.reduce(0) { $0 + $1.placed.count } }

    // MARK: Coming and going

    /// A job waits for a place.
    mutating func add(_ number: Int, to gateway: Origin) {
        change(gateway) { $0.waiting.append(number) }
    }

    /// The job that may leave now. It holds a place from here on; it may have been withdrawn
    /// meanwhile.
    mutating func next() -> Int? {
        if case .atMost(let most) = parallel, placedCount >= most { return nil }
        guard let gateway = gateways.first(where: hasTurn) else { return nil }
        return change(gateway) { lane in
            let number =
                lane.returned.isEmpty ? lane.waiting.removeFirst() : lane.returned.removeFirst()
            lane.placed.insert(number)
            lane.unanswered.insert(number)
            return number
        }
    }

    /// Whether a job of this gateway may leave now.
    private func hasTurn(_ gateway: Origin) -> Bool {
        guard let lane = lanes[gateway], !lane.isEmpty, !lane.isHeld else { return false }
        return lane.limit.hasRoom(taken: lane.placed.count, parallel)
    }

    /// A job of an earlier run is at the gateway, and takes a place like any other.
    mutating func hold(_ number: Int, at gateway: Origin) {
        change(gateway) { _ = $0.placed.insert(number) }
    }

    /// A job is over, or its request is.
    mutating func end(_ number: Int, at gateway: Origin) {
        change(gateway) { lane in
            lane.unanswered.remove(number)
            if lane.placed.remove(number) == nil { lane.limit.freed() }
        }
    }

    /// Nothing that waits is sent any more.
    mutating func clear() {
        for gateway in gateways {
            change(gateway) { ($0.returned, $0.waiting) = ([], []) }
        }
    }

    // MARK: Answers

    mutating func accepted(_ number: Int, at gateway: Origin) {
        change(gateway) { lane in
            lane.unanswered.remove(number)
            lane.limit.accepted(taken: lane.placed.count)
        }
    }

    /// The gateway has no place for a job while others are there: it waits for one.
    ///
    /// - Parameter isTimed: whether the gateway says when to come back: nothing is sent before.
    /// - Returns: the number of the pause, for ``knock(_:at:)``.
    mutating func turnedAway(
        _ number: Int, at gateway: Origin, saying words: String, isTimed: Bool
    ) -> Int {
        change(gateway) { lane in
            lane.unanswered.remove(number)
            lane.placed.remove(number)
            let place = lane.returned.firstIndex { $0 > number } ?? lane.returned.endIndex
            lane.returned.insert(number, at: place)
            lane.limit.full(taken: lane.placed.count, isCounted: lane.unanswered.isEmpty)
            lane.isHeld = isTimed
            if !lane.isTold { lane.untold = words }
            lane.pause += 1
            return lane.pause
        }
    }

    /// The gateway has no place although none of our jobs is there: the others wait for this one.
    mutating func closed(at gateway: Origin) { change(gateway) { $0.limit.closed() } }

    /// The end of a pause, or of the part of it that the gateway asks for.
    ///
    /// - Parameter isLook: one more than there is room for is sent.
    mutating func knock(_ pause: Int, at gateway: Origin, isLook: Bool) {
        change(gateway) { lane in
            guard lane.pause == pause else { return }
            lane.isHeld = false
            if isLook { lane.limit.knocked(taken: lane.placed.count) }
        }
    }

    // MARK: Looking

    /// The pause before one more than there is room for is sent.
    func pause(_ policy: RetryPolicy, at gateway: Origin) -> Duration {
        (lanes[gateway]?.limit ?? PlaceLimit()).pause(policy)
    }

    /// Whether another job than this holds a place there.
    func hasOthers(than number: Int, at gateway: Origin) -> Bool {
        guard let placed = lanes[gateway]?.placed else { return false }
        return placed.count > (placed.contains(number) ? 1 : 0)
    }

    /// Whether no job waits and none holds a place.
    var isIdle: Bool { placedCount == 0 && lanes.values.allSatisfy(\.isEmpty) }

    /// The places that a gateway turned out to have, and its words; once, when it has answered
    /// for all that was sent.
    mutating func newlyFull(at gateway: Origin) -> (places: Int, words: String)? {
        change(gateway) { lane in
            guard let words = lane.untold, lane.unanswered.isEmpty else { return nil }
            (lane.untold, lane.isTold) = (nil, true)
            return (lane.placed.count, words)
        }
    }

    @discardableResult
    private mutating func change<Result>(
        _ gateway: Origin, _ body: (inout Lane) -> Result
    ) -> Result {
        if lanes[gateway] == nil { gateways.append(gateway) }
        return body(&lanes[gateway, default: Lane()])
    }
}
