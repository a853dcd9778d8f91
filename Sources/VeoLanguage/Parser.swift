/// Which rules of spelling hold for a text.
package enum Dialect: Sendable {
    /// A script: everything is spelt out.
    case file
    /// A typed line: unique prefixes of commands, and letter case is forgiven.
    case prompt
}

/// What a text means, and what is wrong with it.
package struct ParseResult: Sendable {
    /// The statements that are right.
    package let script: Script
    /// In the order of the text.
    package let diagnostics: [Diagnostic]
    /// The text ends inside a fence or a loop: a prompt asks for more lines before it tells the
    /// errors.
    package let needsMoreLines: Bool

    /// What is right in itself, such as a part of a text that was read.
    package init(script: Script) {
        self.init(script: script, diagnostics: [], needsMoreLines: false)
    }

    init(script: Script, diagnostics: [Diagnostic], needsMoreLines: Bool) {
        self.script = script
        self.diagnostics = diagnostics
        self.needsMoreLines = needsMoreLines
    }

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// From text to statements. It never throws, prints or reads files, and takes time in proportion
/// to the length of the text.
package enum Parser {
    /// The edition of the language, as `veo 1` names it.
    package static let edition = 1

    package static func parse(_ source: SourceFile, dialect: Dialect) -> ParseResult {
        var parser = ScriptParser(source: source, dialect: dialect)
        return parser.parse()
    }
}
