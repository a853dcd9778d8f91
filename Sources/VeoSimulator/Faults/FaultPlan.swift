/// Which rules apply now: the rules, how often each has been applied to each job, and how many
/// requests there were.
struct FaultPlan: Sendable {
    private struct Use: Hashable {
        let rule: Int
        let job: Int
    }

    private struct Visit: Hashable {
        let step: FaultRule.Step
        let job: Int
    }

    private let rules: [FaultRule]
    private let seed: UInt64
    /// Uses of rules that have a count, kept only while they matter.
    private var uses: [Use: Int] = [:]
    /// Requests so far of each step about each job; empty where there is no rule.
    private var visits: [Visit: Int] = [:]
    /// How often a completed job was told, where its first link expires.
    private var tellings: [Int: Int] = [:]

    init(_ rules: [FaultRule], seed: UInt64) {
        self.rules = rules
        self.seed = seed
    }

    var isEmpty: Bool { rules.isEmpty }

    /// Counts a request, and gives the rules that apply to it, which count as used: the first one
    /// that changes more than what the answer says, then, unless that one stands in place of the
    /// work, the first one that changes only this.
    mutating func take(_ occasion: FaultRule.Occasion) -> AppliedFaults {
        guard !rules.isEmpty else { return AppliedFaults() }
        let number = count(occasion)
        var taken: [FaultRule] = []
        if let rule = use(occasion, number, where: { !$0.isContent }) { taken.append(rule) }
        if taken.allSatisfy({ !$0.isInstead }),
            let rule = use(occasion, number, where: { $0.isContent })
        {
            taken.append(rule)
        }
        return AppliedFaults(taken)
    }

    /// The rule that answers before the body of the request is there; the request is counted only
    /// if there is one.
    mutating func takeEarly(_ occasion: FaultRule.Occasion) -> AppliedFaults? {
        guard rules.contains(where: \.isEarly) else { return nil }
        let number = visits[visit(occasion), default: 0] + 1
        guard let rule = use(occasion, number, where: \.isEarly) else { return nil }
        _ = count(occasion)
        return AppliedFaults([rule])
    }

    private func visit(_ occasion: FaultRule.Occasion) -> Visit {
        Visit(step: occasion.steps.first ?? .create, job: occasion.job)
    }

    private mutating func count(_ occasion: FaultRule.Occasion) -> Int {
        let visit = visit(occasion)
        visits[visit, default: 0] += 1
        return visits[visit] ?? 1
    }

    /// The first rule that is wanted, fits the request and is not used up.
    private mutating func use(
        _ occasion: FaultRule.Occasion, _ number: Int, where isWanted: (FaultRule) -> Bool
    ) -> FaultRule? {
        for (index, rule) in rules.enumerated()
        where isWanted(rule) && rule.fits(occasion, request: number)
            && isDrawn(rule, index, job: occasion.job, number)
        {
            guard let count = rule.conditions.count else { return rule }
            let use = Use(rule: index, job: occasion.job)
            let used = uses[use, default: 0]
            if used < count {
                uses[use] = used + 1
                return rule
            }
        }
        return nil
    }

    /// The chance of a rule, which follows from the seed, the job and the number of the request.
    private func isDrawn(_ rule: FaultRule, _ index: Int, job: Int, _ number: Int) -> Bool {
        guard rule.conditions.share < 1 else { return true }
        var generator = SeededGenerator(
            seed: seed, request: UInt64(truncatingIfNeeded: index &* 1_000_003 &+ job),
            occurrence: number)
        return Double.random(in: 0..<1, using: &generator) < rule.conditions.share
    }

    /// How the generation of a new job fails, if it does.
    func failure(job: Int, steps: [FaultRule.Step]) -> FailureForm? {
        for (index, rule) in rules.enumerated()
        where rule.steps.contains(where: steps.contains) && rule.covers(job: job) {
            if case .fail(let form)? = rule.kinds.first, isDrawn(rule, index, job: job, 0) {
                return form
            }
        }
        return nil
    }

    /// The number of the link that an answer about a completed job names: 0 for the first one,
    /// and a new one each time where that expires.
    mutating func nextLink(job: Int) -> Int {
        guard rules.contains(where: { $0.kinds.contains(.expired) && $0.covers(job: job) }) else {
            return 0
        }
        tellings[job, default: -1] += 1
        return tellings[job, default: 0]
    }

    /// What the links of a job have behind the question mark; nil for nothing.
    func query(job: Int) -> String? {
        for rule in rules where rule.covers(job: job) {
            for case .signed(let query) in rule.kinds { return query.text { _ in "" } }
        }
        return nil
    }

    /// Most remembered uses before those of forgotten jobs are dropped.
    private static let useLimit = 60_000

    /// Drops what is known about jobs that are no longer in memory.
    mutating func forget(before oldest: Int) {
        guard uses.count + visits.count + tellings.count > Self.useLimit else { return }
        uses = uses.filter { $0.key.job >= oldest || $0.key.job == 0 }
        visits = visits.filter { $0.key.job >= oldest || $0.key.job == 0 }
        tellings = tellings.filter { $0.key >= oldest }
    }
}

extension FaultRule {
    /// Whether it stands in place of the work.
    var isInstead: Bool { kinds.contains { $0.moment == .instead } }

    /// Whether the answer does not wait for the body of the request.
    var isEarly: Bool { kinds.contains(.early) }

    /// A failure is decided when the job is made; it is applied to no request.
    fileprivate func fits(_ occasion: Occasion, request number: Int) -> Bool {
        steps.contains(where: occasion.steps.contains)
            && (state == nil || state == occasion.state)
            && conditions.hold(occasion, request: number)
            && kinds.allSatisfy { $0.fits(occasion) }
    }
}

/// What goes wrong with one request.
struct AppliedFaults: Sendable {
    private let rules: [FaultRule]
    /// In the order in which they change the answer: first what it says.
    let kinds: [FaultRule.Kind]

    /// - Parameter rules: at most one that changes more than what the answer says, and it is first.
    init(_ rules: [FaultRule] = []) {
        self.rules = rules
        kinds = rules.reversed().flatMap(\.kinds)
    }

    /// The rule that the journal names.
    var text: String? { rules.first?.text }

    var isInstead: Bool { rules.contains(where: \.isInstead) }

    /// What stands in `kinds` at the first place that `read` knows.
    func first<Value>(_ read: (FaultRule.Kind) -> Value?) -> Value? {
        for kind in kinds { if let value = read(kind) { return value } }
        return nil
    }

    func contains(_ kind: FaultRule.Kind) -> Bool { kinds.contains(kind) }
}
