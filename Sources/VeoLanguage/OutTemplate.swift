/// The path that `set out` and `save … to` take, in which `${job.…}` is filled for each job.
package enum OutTemplate {
    package struct Problem: Sendable, Hashable {
        package let range: SourceRange
        package let error: ValueError
    }

    /// The `${job.…}` of a path that cannot stand there, or mean nothing.
    package static func problems(in template: Template) -> [Problem] {
        template.variables.compactMap { variable in
            guard variable.name == "job", let error = problem(with: variable) else { return nil }
            return Problem(range: variable.range, error: error)
        }
    }

    static func problem(with variable: Template.Variable) -> ValueError? {
        let names = JobField.pathFields.map(\.rawValue)
        let help = "in a path stand \(names.joined(separator: ", "))"
        guard let name = variable.field else {
            return ValueError(
                message: "'${job}' needs a field", label: "did you mean '${job.name}'?",
                help: help)
        }
        guard let field = JobField(rawValue: name) else {
            return ValueError(
                message: "a job has no field \(VisibleText.quoted(name))",
                label: DidYouMean.label(for: name, among: names), help: help)
        }
        guard field.canStandInPath else {
            return ValueError(
                message: "'${job.\(name)}' cannot stand in a path", help: help)
        }
        return nil
    }
}
