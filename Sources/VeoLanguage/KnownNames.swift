/// Which `${…}` mean something, and where.
package enum KnownNames {
    /// Where a variable stands.
    package enum Place: Sendable {
        /// A prompt, a word, part of a reference.
        case value
        /// The text of `print`.
        case print
        /// The path of `set out` and `save … to`.
        case outPath
    }

    private static let counts = ["completed", "failed", "all"]

    /// Why a variable cannot stand there; `nil` when it can. Whether the caller allowed an
    /// `${env.NAME}` is for the session to say.
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
        default:
            unknown(variable, at: place)
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
        guard place == .print else {
            return ValueError(
                message: "'${\(variable.path)}' cannot stand here",
                help: "it changes while jobs run, so it stands in `print` only")
        }
        return nil
    }

    private static func unknown(
        _ variable: Template.Variable, at place: Place
    ) -> ValueError {
        var names: [String] = ["env"]
        switch place {
        case .value: break
        case .print: names += counts.map { "count.\($0)" } + ["cost.total", "count", "cost"]
        case .outPath: names += ["job"] + JobField.pathFields.map { "job.\($0.rawValue)" }
        }
        var suggestion = DidYouMean.suggestion(for: variable.path, among: names)
        if suggestion == nil, let name = DidYouMean.suggestion(for: variable.name, among: names) {
            suggestion = variable.field.map { "\(name).\($0)" } ?? name
        }
        if suggestion == nil, place == .outPath, variable.field == nil,
            let field = JobField(rawValue: variable.name), field.canStandInPath
        {
            suggestion = "job.\(field.rawValue)"
        }
        return ValueError(
            message: "unknown name '${\(VisibleText.of(variable.path))}'",
            label: suggestion.map { "did you mean '${\($0)}'?" } ?? "",
            help: "for the characters themselves write `$${`")
    }
}
