package import VeoClient
package import VeoLanguage

/// What `${…}` stands for. A snapshot: one statement sees one state of the session.
package struct Values: Sendable {
    /// The part of the environment that the caller allowed.
    package var environment: [String: String]
    /// `nil` while a script is checked: then only what cannot change is known.
    package var counts: Counts?

    package struct Counts: Sendable {
        var completed: Int
        var failed: Int
        var all: Int
        /// Plain dollars.
        var cost: String
    }

    /// What a name of `let`, `param` or a loop stands for.
    package enum Binding: Sendable, Hashable {
        case text(String)
        /// A row of a table, by column.
        case row([String: String])
    }

    package var variables: [String: Binding]
    /// The turn of each open loop, from 1; the innermost last.
    package var turns: [Int] = []

    package init(
        environment: [String: String], variables: [String: Binding] = [:], counts: Counts? = nil
    ) {
        self.environment = environment
        self.variables = variables
        self.counts = counts
    }

    package func text(_ variable: Template.Variable) -> String? {
        switch (variable.name, variable.field) {
        case ("env", let name?): environment[name]
        case ("count", "completed"): counts.map { "\($0.completed)" }
        case ("count", "failed"): counts.map { "\($0.failed)" }
        case ("count", "all"): counts.map { "\($0.all)" }
        case ("cost", "total"): counts?.cost
        case ("loop", "index"): turns.last.map { "\($0)" }
        case (let name, let field): bound(name, field)
        }
    }

    private func bound(_ name: String, _ field: String?) -> String? {
        switch (variables[name], field) {
        case (.text(let text)?, nil): text
        case (.row(let cells)?, let column?): cells[column]
        default: nil
        }
    }

    /// Whether a text is longer than ``Limits/filledBytes`` when what is known is filled in: names
    /// that stand for each other double at each step.
    package func isTooLong(_ template: Template) -> Bool {
        var length = 0
        for segment in template.segments {
            switch segment {
            case .text(let part): length += part.utf8.count
            case .variable(let variable): length += text(variable)?.utf8.count ?? 0
            }
            if length > Limits.filledBytes { return true }
        }
        return false
    }

    /// The text of a template when all of it is known, and not too long.
    package func text(_ template: Template) -> String? {
        guard !isTooLong(template) else { return nil }
        var text = ""
        for segment in template.segments {
            switch segment {
            case .text(let part): text += part
            case .variable(let variable):
                guard let value = self.text(variable) else { return nil }
                text += value
            }
        }
        return text
    }

    /// The template with everything filled in but `${job.…}`.
    package func partial(_ template: Template) -> Template {
        guard !isTooLong(template) else { return template }
        let segments = template.segments.map { segment -> Template.Segment in
            guard case .variable(let variable) = segment, variable.name != "job",
                let value = text(variable)
            else { return segment }
            return .text(value)
        }
        return Template(segments: segments, range: template.range)
    }
}

extension Session {
    /// What `${…}` stands for now. The jobs are counted only where somebody asks for their number.
    package func values(for template: Template) -> Values {
        var values = Values(environment: sharedEnvironment, variables: variables)
        values.turns = turns
        if template.variables.contains(where: { $0.name == "count" || $0.name == "cost" }) {
            values.counts = counts
        }
        return values
    }

    private var counts: Values.Counts {
        let others = jobsOfOthers
        func count(_ state: JobState) -> Int {
            jobs.sums.count(state) - others.count { $0.state == state }
        }
        return Values.Counts(
            completed: count(.completed), failed: count(.failed),
            all: jobs.count - others.count, cost: cost.plainDescription)
    }

    package func define(_ name: String, _ binding: Values.Binding?) { variables[name] = binding }

    /// What `let` and `param` have named, by name.
    package var variableTexts: [(name: String, text: String)] {
        variables.compactMap { name, binding in
            if case .text(let text) = binding { (name, text) } else { nil }
        }.sorted { $0.name < $1.name }
    }

    func enterTurn(_ turn: Int) { turns.append(turn) }
    func leaveTurn() { _ = turns.popLast() }

    /// What this session's jobs cost as far as is known.
    package var cost: Money {
        jobsOfOthers.reduce(jobs.sums.cost) { $0 - $1.cost }
    }
}
