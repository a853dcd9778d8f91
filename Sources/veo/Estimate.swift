import VeoClient
import VeoSession

/// What a script is going to cost, told before its first request.
enum Estimate {
    /// So many jobs go without a word.
    static let unmentionedJobs = 10

    static func notice(_ estimate: CheckedScript.Estimate) -> String? {
        // Without a budget the check has warned, with the same numbers.
        guard estimate.jobs > unmentionedJobs, let budget = estimate.budget else { return nil }
        let price = estimate.isComplete ? "\(estimate.price)" : "at least \(estimate.price)"
        return
            "this script submits up to \(estimate.jobs) jobs for \(price); the budget is \(budget)"
    }

    /// The sum of the prices that are known.
    static func price(of jobs: [Job]) -> String {
        let sum = jobs.reduce(Money.zero) { $0 + ($1.price ?? .zero) }
        return jobs.allSatisfy { $0.price != nil } ? sum.description : "at least \(sum)"
    }
}
