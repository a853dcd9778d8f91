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

    /// A typed line that costs so much is asked about, where no budget says that it may.
    static let askedFrom = Money(tenThousandths: 20_000)

    /// What is asked before a typed line spends a sum that nobody types by accident; `nil` where a
    /// budget allows it.
    static func question(_ estimate: CheckedScript.Estimate) -> String? {
        guard estimate.budget == nil, estimate.jobs > 0,
            estimate.price >= askedFrom
                || !estimate.isComplete && estimate.jobs > unmentionedJobs
        else { return nil }
        let videos = estimate.jobs == 1 ? "1 video" : "\(estimate.jobs) videos"
        let price =
            estimate.isComplete
            ? "\(estimate.price)" : "at least \(estimate.price), some at no known price"
        return "\(videos) for \(price), and no `budget` is set. Submit?"
    }

    /// The sum of the prices that are known.
    static func price(of jobs: [Job]) -> String {
        let sum = jobs.reduce(Money.zero) { $0 + ($1.price ?? .zero) }
        return jobs.allSatisfy { $0.price != nil } ? sum.description : "at least \(sum)"
    }
}
