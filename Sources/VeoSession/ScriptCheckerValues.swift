import VeoLanguage

/// The checks of texts with variables in them.
extension ScriptChecker {
    /// The text of a template, as far as it is known before the run; says what cannot be known.
    @discardableResult
    mutating func checkVariables(
        of template: Template, in source: SourceFile, _ place: KnownNames.Place = .value
    ) -> String? {
        if let literal = template.literal { return literal }
        for variable in template.variables {
            if variable.name == "env", state.values.environment[variable.field ?? ""] == nil {
                let name = variable.field ?? "NAME"
                error(
                    "${env.\(name)} has no value here", in: source, at: variable.range,
                    help: ["`veo run --env \(name)` lets a script see it, where it is set"],
                    ofTurn: false)
            } else if !refused.mayDefine(variable.name),
                let problem = scope.problem(with: variable, at: place)
            {
                error(
                    problem.message, in: source, at: variable.range, label: problem.label,
                    help: [problem.help], ofTurn: false)
            }
        }
        if state.values.isTooLong(template) {
            let failure = RunFailure.filledTooLong
            error(failure.message, in: source, at: template.range, help: failure.help)
        }
        return state.values.text(template)
    }

    /// Checks a word that is known before the run. The parser has told what is wrong with a word
    /// that is written out, so only filled ones are understood again.
    mutating func check(
        _ word: Template?, in source: SourceFile, _ parse: (String) throws(ValueError) -> Void
    ) {
        guard let word else { return }
        guard let text = checkVariables(of: word, in: source), word.literal == nil else { return }
        do { try parse(text) } catch {
            self.error(error, in: source, at: word.range)
        }
    }
}
