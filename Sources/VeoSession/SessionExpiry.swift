import VeoLanguage

/// Videos that a gateway deletes while others are still made.
extension Session {
    /// So long before its end a link is said to end, in milliseconds.
    private static let expiryNotice: Int64 = 2 * 3600 * 1000
    /// How often it is looked for them.
    private static let expiryInterval = Duration.seconds(60)

    /// Tells once of each video that is complete, not saved, and about to be deleted.
    func tellExpiry() {
        let elapsed = steady.elapsed
        if let last = lookedForExpiry, elapsed - last < Self.expiryInterval { return }
        lookedForExpiry = elapsed
        let now = configuration.now()
        let expiring = ownJobs { job in
            guard let until = job.fetchableUntil, !toldExpiry.contains(job.number) else {
                return false
            }
            return until > now && Timestamp.span(from: now, to: until) <= Self.expiryNotice
        }
        guard let first = expiring.compactMap(\.fetchableUntil).min() else { return }
        toldExpiry.formUnion(expiring.map(\.number))
        let left = DurationText.coarse(milliseconds: Timestamp.span(from: now, to: first))
        configuration.announce(
            .warning(
                "\(Interpreter.list(expiring.map(\.name))): not saved, and the gateway keeps "
                    + "\(expiring.count == 1 ? "it" : "them") for \(left) more; `collect` saves each "
                    + "video as soon as it is there"))
    }
}
