import VeoClient
import VeoLanguage

/// How many jobs one gateway has room for, found out from its answers. No gateway says it: it
/// takes jobs, or answers 429 while others run. The limit starts at ``first``, grows with every
/// job that is taken while all places are full, shrinks to what is there at a 429, and is tried
/// again after a while, so that a narrow hour does not stay for the rest of a run.
struct PlaceLimit: Sendable, Hashable {
    /// Jobs that are sent at once to a gateway that nothing is known of.
    static let first = 10
    /// Jobs at one gateway at most.
    static let most = Limits.count
    /// A place may become free a little later than its job ends. So many refusals in a row of a
    /// place that was there before mean that it is gone.
    private static let believedMisses = 3
    /// How often the pause before the next look beyond a known limit doubles.
    private static let longestDoubling = 4

    /// Places that are used now; 0 while nothing is sent before ``knocked(taken:)``.
    private(set) var count = first
    /// The jobs that were there when the gateway took no more.
    private(set) var cap: Int?
    /// Whether it has ever been full. From then on ``count`` holds, also where `parallel` is more.
    private(set) var wasFull = false
    /// Many were sent at once, and not all of them are answered.
    private var isSettling = false
    private var misses = 0
    private var vainLooks = 0

    /// Whether one more may be sent.
    ///
    /// - Parameter taken: places that are taken at this gateway.
    func hasRoom(taken: Int, _ parallel: Parallel) -> Bool {
        switch parallel {
        case .auto: taken < count
        case .atMost(let most): taken < (wasFull ? min(count, most) : most)
        }
    }

    /// The gateway took a job, and `taken` are there with it.
    mutating func accepted(taken: Int) {
        misses = 0
        if let cap, taken > cap { (self.cap, vainLooks) = (nil, 0) }
        if taken >= count, cap.map({ count < $0 }) ?? true { count = min(count + 1, Self.most) }
    }

    /// The gateway took no more.
    ///
    /// - Parameters:
    ///   - taken: places that are taken by others.
    ///   - isCounted: whether the gateway has answered for all of those.
    mutating func full(taken: Int, isCounted: Bool) {
        let there = max(taken, 1)
        (count, wasFull) = (taken, true)
        if !isCounted || isSettling {
            (cap, isSettling) = (min(cap ?? there, there), !isCounted)
        } else if let cap, taken < cap {
            misses += 1
            if misses >= Self.believedMisses { (self.cap, misses) = (there, 0) }
        } else {
            if cap != nil { vainLooks = min(vainLooks + 1, Self.longestDoubling) }
            cap = there
        }
    }

    /// It took none although no job of ours was there: one is tried at a time.
    mutating func closed() { (count, cap, wasFull, misses) = (1, nil, true, 0) }

    /// The pause is over: one more is tried.
    mutating func knocked(taken: Int) { count = max(count, min(taken + 1, Self.most)) }

    /// A job has ended that took no place here, such as one of an earlier run.
    mutating func freed() {
        if wasFull, count < cap ?? Self.most { count += 1 }
    }

    /// How long to wait after ``full(taken:isCounted:)``, unless a place becomes free before: a
    /// few seconds for a place that was there a moment ago, half a minute where others have all of
    /// them, else a minute and more.
    func pause(_ policy: RetryPolicy) -> Duration {
        if count == 0 { return policy.maximumDelay }
        return cap.map { count < $0 } ?? false
            ? policy.baseDelay * 5 * (1 << max(misses - 1, 0))
            : policy.maximumDelay * 2 * (1 << vainLooks)
    }
}
