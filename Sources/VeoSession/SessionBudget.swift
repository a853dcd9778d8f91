package import VeoClient
import VeoLanguage

/// What a run may cost.
extension Session {
    /// In a file a budget can only be lowered: an included script cannot spend more.
    /// - Parameter amount: `nil` lifts it.
    package func setBudget(_ amount: Money?, canRaise: Bool) throws(RunFailure) {
        if let budget, amount.map({ $0 > budget }) ?? true, !canRaise {
            throw RunFailure.budgetRaised(budget)
        }
        budget = amount
        held = nil
    }

    /// From here on nothing is submitted, until somebody says what the budget is.
    package func hold(_ failure: RunFailure) { held = failure }

    /// What holds: what the script says, or less, where its caller does.
    package var allowance: Money? {
        [budget, configuration.budgetLimit].compactMap { $0 }.min()
    }

    /// What the script has spent: every job that was sent or waits at full price, also where nobody
    /// knows what became of it; only what surely cost nothing is left out.
    package var spending: Spending {
        Spending(
            before: spentBefore + jobs.sums.committedBefore, now: jobs.sums.committed,
            allowance: allowance)
    }

    /// `count` jobs of a model fit whole into the budget or are not made at all.
    func checkBudget(_ count: Int, of model: VideoModel) throws(RunFailure) {
        guard count > 0, let allowance else { return }
        guard let price = model.price else {
            throw RunFailure(
                "\(model.name) has no price, so it cannot be held to the budget of \(allowance)",
                help: ["`model \(model.name) price=…` in init.veo gives it one"],
                exitCode: .budget)
        }
        let (wanted, spending) = (price * count, spending)
        guard spending.total + wanted > allowance else { return }
        let isPrompt = configuration.kind == .shell
        throw RunFailure(
            "over budget: \(wanted) more with \(spending.spent) is over \(allowance)",
            help: ["nothing of this submit was sent"]
                + (isPrompt ? [Spending.wayOut] : [])
                + (spending.before > .zero
                    ? ["a budget counts all runs of a script; another `--run-name` has its own"]
                    : []),
            exitCode: .budget)
    }
}

/// What the runs of a script have spent, and what is left to them.
package struct Spending: Sendable, Hashable {
    /// In earlier runs.
    package let before: Money
    package let now: Money
    package let allowance: Money?

    package var total: Money { before + now }
    package var left: Money? { allowance.map { max(.zero, $0 - total) } }

    /// `$0.30 spent or waiting`, `$0.30 spent before and $0.15 in this run`.
    package var spent: String {
        before > .zero
            ? "\(before) spent before and \(now) in this run" : "\(now) spent or waiting"
    }

    /// What to do at a prompt about a budget that is too small.
    static let wayOut = "`budget AMOUNT` changes it, `budget none` lifts it"

    /// The same for who typed all of it: at a prompt there are no earlier runs.
    package func text(at origin: ScriptOrigin) -> String? {
        guard origin == .prompt, before == .zero, let allowance, let left else { return text }
        return "budget \(allowance): \(now) spent or waiting, \(left) left"
    }

    /// `budget $0.50: $0.30 spent before, $0.15 in this run, $0.05 left`; `nil` where there is none.
    package var text: String? {
        guard let allowance, let left else { return nil }
        return "budget \(allowance): \(before) spent before, \(now) in this run, \(left) left"
    }
}

extension RunFailure {
    static func budgetRaised(_ budget: Money) -> RunFailure {
        RunFailure("the budget is \(budget) and can only be lowered in a file", exitCode: .script)
    }
}
