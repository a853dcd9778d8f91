/// Which rule applies now: the rules and how often each has been applied to each job.
struct FaultPlan: Sendable {
    private struct Use: Hashable {
        let rule: Int
        let job: Int
    }

    private let rules: [FaultRule]
    /// Uses of rules that have a count, kept only while they matter.
    private var uses: [Use: Int] = [:]
    /// How often a completed job was told, where its first link expires.
    private var tellings: [Int: Int] = [:]

    init(_ rules: [FaultRule]) {
        self.rules = rules
    }

    /// The first rule about one of these steps of this job that `isWanted` and is not used up; it
    /// counts as used.
    mutating func take(
        _ steps: [FaultRule.Step], job: Int, where isWanted: (FaultRule.Kind) -> Bool
    ) -> FaultRule? {
        for (index, rule) in rules.enumerated()
        where steps.contains(rule.step) && rule.covers(job: job) && isWanted(rule.kind) {
            guard let count = rule.count else { return rule }
            let use = Use(rule: index, job: job)
            let used = uses[use, default: 0]
            if used < count {
                uses[use] = used + 1
                return rule
            }
        }
        return nil
    }

    /// How the generation of a new job fails, if it does.
    func failure(job: Int, steps: [FaultRule.Step]) -> FailureForm? {
        for rule in rules where steps.contains(rule.step) && rule.covers(job: job) {
            if case .fail(let form) = rule.kind { return form }
        }
        return nil
    }

    /// The number of the link that an answer about a completed job names: 0 for the first one,
    /// and a new one each time where that expires.
    mutating func nextLink(job: Int) -> Int {
        guard rules.contains(where: { $0.kind == .expired && $0.covers(job: job) }) else {
            return 0
        }
        tellings[job, default: -1] += 1
        return tellings[job, default: 0]
    }

    /// Most remembered uses before those of forgotten jobs are dropped.
    private static let useLimit = 20_000

    /// Drops what is known about jobs that are no longer in memory.
    mutating func forget(before oldest: Int) {
        guard uses.count + tellings.count > Self.useLimit else { return }
        uses = uses.filter { $0.key.job >= oldest }
        tellings = tellings.filter { $0.key >= oldest }
    }
}
