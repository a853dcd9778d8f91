/// The names that the language itself gives a meaning, and where each may stand.
package enum KnownNames {
    /// Where a variable stands.
    package enum Place: Sendable {
        /// A prompt, a word, part of a reference.
        case value
        /// The text of `print`.
        case print
        /// The words of `expect`.
        case expect
        /// The path of `set out` and `save … to`.
        case outPath
    }

    static let counts = ["completed", "failed", "all"]

    /// Why a variable of the language's own cannot stand there; `nil` when it can, and for every
    /// other name: those are for a ``Scope``. Whether the caller allowed an `${env.NAME}` is for
    /// the session to say.
    package static func problem(
        with variable: Template.Variable, at place: Place
    ) -> ValueError? {
        switch variable.name {
        case "env":
            environmentProblem(variable)
        case "job":
            place == .outPath ? OutTemplate.problem(with: variable) : misplacedJob(variable)
        case "count":
            totalProblem(variable, fields: counts, at: place)
        case "cost":
            totalProblem(variable, fields: ["total"], at: place)
        case "loop":
            loopProblem(variable)
        default:
            nil
        }
    }

    private static func environmentProblem(_ variable: Template.Variable) -> ValueError? {
        guard let name = variable.field else {
            return ValueError(
                message: "'${env}' needs the name of a variable", help: "such as ${env.HOME}")
        }
        do {
            _ = try EnvironmentName.parse(name)
            return nil
        } catch {
            return error
        }
    }

    private static func misplacedJob(_ variable: Template.Variable) -> ValueError {
        ValueError(
            message: "'${\(VisibleText.of(variable.path))}' has no job to speak of here",
            help: "`${job.…}` stands in `set out` and after `save … to`; "
                + "for the characters themselves write `$${`")
    }

    private static func totalProblem(
        _ variable: Template.Variable, fields: [String], at place: Place
    ) -> ValueError? {
        let all = fields.map { "${\(variable.name).\($0)}" }
        guard let field = variable.field, fields.contains(field) else {
            return ValueError(
                message: "unknown name '${\(VisibleText.of(variable.path))}'",
                label: DidYouMean.label(for: "${\(variable.path)}", among: all),
                help: "there is \(ValueError.alternatives(all))")
        }
        guard place == .print || place == .expect else {
            return ValueError(
                message: "'${\(variable.path)}' cannot stand here",
                help: "it changes while jobs run, so it stands in `print` and `expect` only")
        }
        return nil
    }

    private static func loopProblem(_ variable: Template.Variable) -> ValueError? {
        guard variable.field != "index" else { return nil }
        return ValueError(
            message: "unknown name '${\(VisibleText.of(variable.path))}'",
            label: "did you mean '${loop.index}'?", help: "it is 1 in the first turn of a loop")
    }
}
