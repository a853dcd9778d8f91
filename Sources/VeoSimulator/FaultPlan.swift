/// Which rule applies now: the rules and how often each has been applied to each job.
struct FaultPlan: Sendable {
    private struct Use: Hashable {
        let rule: Int
        let job: Int
    }

    private let rules: [FaultRule]
    /// Uses of rules that have a count, kept only while they matter.
    private var uses: [Use: Int] = [:]

    init(_ rules: [FaultRule]) {
        self.rules = rules
    }

    /// The first rule about this step of this job that `isWanted` and is not used up; it counts
    /// as used.
    mutating func take(
        _ step: FaultRule.Step, job: Int, where isWanted: (FaultRule.Kind) -> Bool
    ) -> FaultRule? {
        for (index, rule) in rules.enumerated()
        where rule.step == step && rule.covers(job: job) && isWanted(rule.kind) {
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

    /// Most remembered uses before those of forgotten jobs are dropped.
    private static let useLimit = 20_000

    /// Drops what is known about jobs that are no longer in memory.
    mutating func forget(before oldest: Int) {
        guard uses.count > Self.useLimit else { return }
        uses = uses.filter { $0.key.job >= oldest }
    }
}
