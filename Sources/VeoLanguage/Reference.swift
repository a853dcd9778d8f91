/// A reference to jobs: `@last`, `@cat-*`, `@#7`, `@id:video_abc`.
package struct Reference: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case last
        case all
        case active
        case failed
        /// What is left to do in the whole history: running, not saved, stale, unknown.
        case open
        /// `@#7`: the number of a job in the history.
        case number(Int)
        /// `@id:…`: the server's id.
        case serverID(Template)
        /// `@cat`, `@cat-*`, `@cat-${n}`.
        case name(NamePattern)
    }

    package let kind: Kind
    package let range: SourceRange

    package init(kind: Kind, range: SourceRange) {
        self.kind = kind
        self.range = range
    }

    /// The references that are words, not names.
    package static let keywords: [(word: String, kind: Kind)] = [
        ("last", .last), ("all", .all), ("active", .active), ("failed", .failed),
        ("open", .open),
    ]
}

/// A job name in which `*` stands for any run of characters. Only a `*` as written is one: a
/// filled-in value never is.
package struct NamePattern: Sendable, Hashable {
    package enum Segment: Sendable, Hashable {
        case text(String)
        case any
        case variable(Template.Variable)
    }

    package let segments: [Segment]

    package init(segments: [Segment]) {
        self.segments = segments
    }

    package var variables: [Template.Variable] {
        segments.compactMap { if case .variable(let variable) = $0 { variable } else { nil } }
    }

    /// Whether it can mean more than one job.
    package var hasWildcard: Bool { segments.contains(.any) }
}
