package import VeoClient
import VeoLanguage

/// What a run may cost.
extension Session {
    /// In a file a budget can only be lowered: an included script cannot spend more.
    package func setBudget(_ amount: Money, canRaise: Bool) throws(RunFailure) {
        if let budget, amount > budget, !canRaise {
            throw RunFailure(
                "the budget is \(budget) and can only be lowered in a file", exitCode: .script)
        }
        budget = amount
    }

    /// Every job of this session that was sent or waits, at full price; only a failed async job
    /// gives its price back.
    var committed: Money { jobs.sums.committed + jobs.sums.committedBefore }

    /// `count` jobs of a model fit whole into the budget or are not made at all.
    func checkBudget(_ count: Int, of model: VideoModel) throws(RunFailure) {
        guard let budget else { return }
        guard let price = model.price else {
            throw RunFailure(
                "\(model.name) has no price, so it cannot be held to the budget of \(budget)",
                help: ["`model \(model.name) price=…` in init.veo gives it one"],
                exitCode: .budget)
        }
        let wanted = price * count
        guard committed + wanted > budget else { return }
        throw RunFailure(
            "over budget: \(wanted) more with \(committed) spent or waiting is over \(budget)",
            help: ["nothing of this submit was sent"], exitCode: .budget)
    }
}
