/// One thing to tell about a place in a script: where, what, and what now.
package struct Diagnostic: Error, Sendable {
    package enum Severity: String, Sendable {
        case error
        case warning
    }

    /// Another place that the message speaks of: where a name was first used.
    package struct Note: Sendable {
        package let range: SourceRange
        package let label: String

        package init(at range: SourceRange, _ label: String) {
            self.range = range
            self.label = label
        }
    }

    package var severity: Severity
    package var message: String
    package var source: SourceFile
    /// `nil` when the file as a whole is meant.
    package var range: SourceRange?
    /// Stands beside the carets.
    package var label: String
    package var notes: [Note]
    package var help: [String]
    /// A part of the line that may be a key: the renderer shows `***` in its place.
    package var secret: SourceRange?

    package init(
        _ severity: Severity, _ message: String, in source: SourceFile, at range: SourceRange?,
        label: String = "", notes: [Note] = [], help: [String] = [], secret: SourceRange? = nil
    ) {
        self.severity = severity
        self.message = message
        self.source = source
        self.range = range
        self.label = label
        self.notes = notes
        self.help = help
        self.secret = secret
    }

    /// A value that is wrong, at the place where it stands.
    package init(_ error: ValueError, in source: SourceFile, at range: SourceRange?) {
        self.init(
            .error, error.message, in: source, at: range, label: error.label,
            help: error.help.isEmpty ? [] : [error.help])
    }
}
