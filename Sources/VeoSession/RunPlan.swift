import VeoClient
import VeoLanguage

/// A submit of a script, as far as it is known before the run.
package struct PlannedSubmit: Sendable {
    /// `nil` for one without a name.
    let name: String?
    let count: Int
    let request: GenerationRequest
    let price: Money?

    /// The names of its jobs; empty for those without one.
    var names: [String] {
        guard let name else { return Array(repeating: "", count: count) }
        return count == 1 ? [name] : (1...count).map { "\(name)-\($0)" }
    }
}

/// What a script will do about what is made already, known before its first request: each decision is
/// the one that the submit itself makes.
package struct RunPlan: Sendable {
    /// Jobs that it submits.
    package var total = 0
    /// Those of them that are made already and cost nothing more.
    package var takenCount = 0
    /// Those that failed and stay so.
    package var keptCount = 0
    /// What nobody but the user can decide.
    package var doubts: [Doubt] = []
}

extension Session {
    /// Goes through the submits of a script with a copy of what the run will go through.
    package func plan(_ script: CheckedScript) async throws(RunFailure) -> RunPlan {
        var plan = RunPlan()
        guard var planned = resumption else { return plan }
        let wishes = script.submits.map { submit in
            (submit, RequestForms(submit.request, formerAt: planned.formerBases))
        }.flatMap { submit, forms in
            submit.names.map { Wish($0, forms) }
        }
        planned.expect(wishes)
        resumption = planned
        var copy: Resumption? = planned
        for wish in wishes {
            plan.total += 1
            switch decision(wish, &copy) {
            case .take(let candidate) where candidate.job.state == .failed: plan.keptCount += 1
            case .take, .takeResult: plan.takenCount += 1
            case .takeOther(let other):
                plan.takenCount += 1
                if let busy = try await busy(other) { throw busy }
            case .refuse(let doubt): plan.doubts.append(doubt)
            case .make, .leave: break
            }
        }
        isQuiet = plan.takenCount > Self.toldTakings
        return plan
    }

    /// Jobs that are taken up and saved already and that are told one by one.
    package static let toldTakings = 10
}
