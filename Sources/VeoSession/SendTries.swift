import VeoClient

/// The tries of one request that makes a job: what its answer means for the next one. A value,
/// tested as a table.
struct SendTries: Sendable, Hashable {
    /// What comes after an answer that made nothing.
    enum Next: Sendable, Hashable {
        /// It waits for a place: another job of ours may be why there is none.
        case place
        /// The same request again, after the pause of the retry table.
        case again
        /// The same request once more: this key was good a moment ago.
        case keyOnceMore
        case end
    }

    /// Tries of the retry table, the first included.
    let limit: Int
    /// The number of the try under way, from 1. Waiting for a place is no try.
    private(set) var attempt = 1
    private var hasRepeatedKey = false

    init(limit: Int) { self.limit = limit }

    /// - Parameters:
    ///   - hasOthers: other jobs of ours are at this gateway.
    ///   - isKeyGood: the gateway has taken a job with this key in this run.
    mutating func next(
        after error: ClientError, hasOthers: Bool, isKeyGood: Bool
    ) -> Next {
        if error.fault == .tooManyRequests, hasOthers { return .place }
        if [.invalidKey, .forbidden].contains(error.code), error.delivery == .refused,
            isKeyGood, !hasRepeatedKey
        {
            hasRepeatedKey = true
            return .keyOnceMore
        }
        guard RetryTable.repeats(error), attempt < limit else { return .end }
        attempt += 1
        return .again
    }
}
