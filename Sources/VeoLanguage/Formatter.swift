/// Why a text is not formatted.
package struct FormatRefusal: Error, Sendable {
    package let diagnostics: [Diagnostic]
}

/// Writes scripts in one canonical form: one blank between words, quotes only where they are
/// needed, the words of a command in the order of its usage, loop bodies indented by two spaces.
/// Comments stay, blank lines too, but never two in a row nor at the edges of a file or a loop.
/// The text of prompts and fences is not touched; only the indentation of fences is.
package enum Formatter {
    /// The canonical form, which ends in a line end and means the same as the source; a text
    /// with errors is refused. Formatting the result again changes nothing.
    package static func format(
        _ source: SourceFile, dialect: Dialect = .file
    ) -> Result<String, FormatRefusal> {
        let parsed = Parser.parse(source, dialect: dialect)
        guard !parsed.hasErrors else {
            return .failure(FormatRefusal(diagnostics: parsed.diagnostics))
        }
        var writer = FormatWriter(parsed.script)
        writer.write()
        if let diagnostic = writer.overLimit {
            return .failure(FormatRefusal(diagnostics: [diagnostic]))
        }
        return .success(writer.text)
    }

    /// Spaces for each loop round a line, and for the lines of a fence.
    static let indentation = 2
}
