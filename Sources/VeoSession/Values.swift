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

    package init(environment: [String: String], counts: Counts? = nil) {
        self.environment = environment
        self.counts = counts
    }

    package func text(_ variable: Template.Variable) -> String? {
        switch (variable.name, variable.field) {
        case ("env", let name?): environment[name]
        case ("count", "completed"): counts.map { "\($0.completed)" }
        case ("count", "failed"): counts.map { "\($0.failed)" }
        case ("count", "all"): counts.map { "\($0.all)" }
        case ("cost", "total"): counts?.cost
        default: nil
        }
    }

    /// The text of a template when all of it is known.
    package func text(_ template: Template) -> String? {
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
    /// What `${…}` stands for now.
    package var values: Values {
        let jobs = ownJobs
        let counts = Values.Counts(
            completed: jobs.count { $0.state == .completed },
            failed: jobs.count { $0.state == .failed },
            all: jobs.count, cost: cost.plainDescription)
        return Values(environment: sharedEnvironment, counts: counts)
    }

    /// What this session's jobs cost as far as is known.
    package var cost: Money {
        ownJobs.reduce(Money.zero) { $0 + $1.cost }
    }

    package var sharedEnvironment: [String: String] {
        configuration.environment.filter { configuration.sharedEnvironment.contains($0.key) }
    }
}
