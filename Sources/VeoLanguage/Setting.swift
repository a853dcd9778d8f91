/// The settings of a session, by the names that `set` takes.
package enum Setting: String, Sendable, CaseIterable {
    case model
    case mode
    case out
    case sidecar
    case parallel
    case poll
    case timeout
    case baseURL = "base-url"
    case keyFrom = "key-from"
}

/// How a job is generated: `async` creates it and polls, `sync` holds a connection that streams.
package enum Mode: String, Sendable, CaseIterable {
    case async
    case sync

    package static func parse(_ text: String) throws(ValueError) -> Mode {
        try ValueError.choice(text, of: "a mode", named: "mode")
    }
}

/// What `save` does when a file of that name is there.
package enum IfExists: String, Sendable, CaseIterable {
    case number
    case replace
    case fail

    package static func parse(_ text: String) throws(ValueError) -> IfExists {
        try ValueError.choice(text, of: "a way to treat a file that exists", named: "if-exists")
    }
}

/// `on` or `off`.
package enum Switch: String, Sendable, CaseIterable {
    case on
    case off

    package var isOn: Bool { self == .on }

    package static func parse(_ text: String) throws(ValueError) -> Switch {
        if let choice = Switch(rawValue: text) { return choice }
        let guess = synonyms[text.lowercased()]
        throw ValueError(
            message: "\(VisibleText.quoted(text)) is not 'on' or 'off'",
            label: guess.map { "did you mean '\($0.rawValue)'?" } ?? "", help: "")
    }

    /// What other programs call it.
    private static var synonyms: [String: Switch] {
        [
            "on": .on, "yes": .on, "true": .on, "1": .on, "off": .off, "no": .off,
            "false": .off, "0": .off,
        ]
    }
}

/// What a failure does to the statements behind it.
package enum OnError: String, Sendable, CaseIterable {
    case stop
    case `continue`

    package static func parse(_ text: String) throws(ValueError) -> OnError {
        try ValueError.choice(text, of: "a way to go on", named: "on-error")
    }
}

/// How many jobs may be at the gateway at once.
package enum Parallel: Sendable, Hashable, ExpressibleByIntegerLiteral {
    /// As many as the gateway takes.
    case auto
    case atMost(Int)

    package init(integerLiteral count: Int) { self = .atMost(count) }

    /// `auto`, or a whole number from 1 to ``Limits/count``.
    package static func parse(_ text: String) throws(ValueError) -> Parallel {
        if text == "auto" { return .auto }
        do { return .atMost(try Count.parse(text)) } catch {
            throw ValueError(
                message: error.message, label: DidYouMean.label(for: text, among: ["auto"]),
                help: "parallel is 'auto' or a whole number from 1 to \(Limits.count)")
        }
    }
}

/// How often a job is asked for its state.
package enum PollInterval: Sendable, Hashable {
    case auto
    case every(Duration)

    /// The shortest interval that can be set.
    package static let least: Duration = .seconds(1)

    /// `auto`, or a duration of at least a second.
    package static func parse(_ text: String) throws(ValueError) -> PollInterval {
        if text == "auto" { return .auto }
        let help = "poll is 'auto' or a duration of at least 1s, such as 10s"
        let interval: Duration
        do {
            interval = try DurationValue.parse(text)
        } catch {
            let label = DidYouMean.label(for: text, among: ["auto"])
            throw ValueError(
                message: error.message, label: label.isEmpty ? error.label : label, help: help)
        }
        guard interval >= least else {
            throw ValueError(
                message: "\(VisibleText.quoted(text)) is too short for poll",
                label: "did you mean '1s'?", help: help)
        }
        return .every(interval)
    }
}
