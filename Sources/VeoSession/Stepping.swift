package import VeoClient
import VeoLanguage

/// A statement that is about to run, for someone who goes through a script step by step.
package struct Step: Sendable {
    /// As it was written, with the number of its first line. Of a loop the first line alone: what
    /// stands in it comes as steps of its own.
    package let lines: [String]
    package let firstLine: Int
    package let file: String
    /// Whether it makes jobs, which are paid for whether their price is known or not.
    package let isPaid: Bool
    /// What it costs, where it submits and the price is known.
    package let price: Money?
    /// What the jobs of the run cost that were sent or wait.
    package let committed: Money

    package enum Choice: Sendable {
        case run
        case skip
        /// End the script here, as Ctrl-C does.
        case stop
    }
}

extension Interpreter {
    /// Whether a statement is to run: not what a dry run passes over, nor what the user skips.
    func isWanted(_ statement: Statement, in source: SourceFile) async throws -> Bool {
        guard !isPassedOver(statement.command) else { return false }
        guard let ask = output.step else { return true }
        switch try await ask(try await step(statement, in: source)) {
        case .run: return true
        case .skip: return false
        case .stop: throw CancellationError()
        }
    }

    private func step(_ statement: Statement, in source: SourceFile) async throws -> Step {
        let first = source.lineIndex(of: statement.range.lowerBound)
        var last = source.lineIndex(
            of: max(statement.range.lowerBound, statement.range.upperBound - 1))
        if case .loop = statement.command { last = first }
        let isPaid =
            switch statement.command {
            case .submit, .again: true
            default: false
            }
        return Step(
            lines: (first...last).map { source.text(in: source.lineRange($0)) },
            firstLine: first + 1, file: source.name, isPaid: isPaid,
            price: await price(of: statement.command), committed: await session.spending.total)
    }

    /// A failure to work it out is told by the statement itself.
    private func price(of command: Command) async -> Money? {
        switch command {
        case .submit(let arguments):
            guard let order = try? await order(arguments) else { return nil }
            return try? await session.price(of: order)
        case .again(let arguments):
            guard let job = try? await jobs(named: [arguments.reference]).first else { return nil }
            let given = try? await order(
                SubmitArguments(name: nil, model: arguments.model, mode: nil, text: nil))
            return if let model = given?.model { model.price } else { job.price }
        default: return nil
        }
    }
}
