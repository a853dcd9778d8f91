import VeoLanguage

/// What a dry run passes over: it goes through the script, and at the end of each `submit` stands
/// the request that would be sent. No answer comes, so nothing that needs one is run.
extension Interpreter {
    func isPassedOver(_ command: Command) -> Bool {
        guard session.configuration.isDryRun else { return false }
        return switch command {
        case .wait, .save, .collect, .sleep, .adopt, .forget, .jobs, .edit: true
        case .expect(.job): true
        case .expect(.words(let left, _, let right)):
            (left.variables + right.variables).contains { ["count", "cost"].contains($0.name) }
        case .set, .unset, .show, .prompt, .image, .submit, .again, .models, .cost, .let, .param,
            .loop, .budget, .onError, .model, .print, .include, .help, .history, .clear, .quit:
            false
        }
    }
}
