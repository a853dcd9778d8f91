import VeoLanguage

/// The checks of references to jobs.
extension ScriptChecker {
    mutating func check(_ references: [Reference], in source: SourceFile) {
        for reference in references { check(reference, in: source) }
    }

    mutating func check(_ reference: Reference, in source: SourceFile) {
        switch reference.kind {
        case .all, .active, .failed, .open, .number: break
        case .last:
            if !hasJobs { nothingSubmitted("@last", at: reference.range, in: source) }
        case .serverID(let id): checkVariables(of: id, in: source)
        case .name(let pattern):
            let values = state.values
            var parts: [JobSelector.NamePart] = []
            for segment in pattern.segments {
                switch segment {
                case .text(let text): parts.append(.text(text))
                case .any: parts.append(.any)
                case .variable(let variable):
                    let one = Template(segments: [.variable(variable)], range: variable.range)
                    checkVariables(of: one, in: source)
                    guard let text = values.text(variable) else { return }
                    parts.append(.text(text))
                }
            }
            checkName(parts, of: reference, in: source)
        }
    }

    private mutating func checkName(
        _ parts: [JobSelector.NamePart], of reference: Reference, in source: SourceFile
    ) {
        guard !refused.mayMake(parts), !(hasJobs && JobSelector.mayMatchNumbered(parts)),
            !isJob(parts)
        else { return }
        let known = names.values.map(\.name) + state.jobNames
        let text = ReferenceText.of(reference, .name(parts))
        if case .text(let name)? = parts.first, parts.count == 1,
            let place = forgotten[JobName.key(name)]
        {
            error(
                "no job is \(text) any more", in: source, at: reference.range,
                notes: place.source === source ? [.init(at: place.range, "forgotten here")] : [])
            return
        }
        let guess = DidYouMean.suggestion(for: text, among: known.map { "@" + $0 }.sorted())
        error(
            "no job is \(text)", in: source, at: reference.range,
            label: guess.map { "did you mean '\($0)'?" } ?? "",
            help: guess == nil ? ["`submit as NAME` before it makes one"] : [])
    }

    /// From here on a job that was forgotten by its name cannot be named.
    mutating func forget(_ references: [Reference], in source: SourceFile) {
        // In a loop the turn before may have made another job of the name.
        guard state.values.turns.isEmpty else { return }
        for reference in references {
            guard case .name(let pattern) = reference.kind, pattern.segments.count == 1,
                case .text(let name)? = pattern.segments.first,
                names.removeValue(forKey: JobName.key(name)) != nil
            else { continue }
            forgotten[JobName.key(name)] = UsedName(
                name: name, source: source, range: reference.range, turn: 0)
        }
    }

    /// Whether a job of this script or of the session has such a name.
    private func isJob(_ parts: [JobSelector.NamePart]) -> Bool {
        if case .text(let name)? = parts.first, parts.count == 1 {
            let key = JobName.key(name)
            return names[key]?.name == name || knownKeys.contains(key)
        }
        if let known = stems.values(of: parts), !known.isEmpty { return true }
        return names.values.contains { JobSelector.matches(parts, $0.name) }
            || state.jobNames.contains { JobSelector.matches(parts, $0) }
    }

    private mutating func nothingSubmitted(
        _ text: String, at range: SourceRange, in source: SourceFile
    ) {
        error(
            "\(text) has no job to speak of: nothing is submitted before it", in: source,
            at: range)
    }
}

extension JobSelector {
    /// Whether a pattern could mean a job without a name: `job-` and its number.
    static func mayMatchNumbered(_ parts: [NamePart]) -> Bool {
        var text = ""
        for part in parts {
            guard case .text(let literal) = part else {
                return "job-".hasPrefix(text) || text.hasPrefix("job-")
            }
            text += literal
        }
        return text.hasPrefix("job-")
    }
}
