/// The properties that hold for every text, for a fuzzer: parsing and formatting end without a
/// trap, every range lies in the text, and the formatted text means the same and stays as it is.
/// Traps when one does not hold. Returns whether the text was a script without errors.
@discardableResult
package func fuzzParse(_ bytes: [UInt8]) -> Bool {
    let source = SourceFile(name: "fuzz.veo", bytes: bytes)
    for dialect in [Dialect.prompt, .file] {
        let result = Parser.parse(source, dialect: dialect)
        for diagnostic in result.diagnostics {
            let ranges = [diagnostic.range, diagnostic.secret].compactMap { $0 }
            for range in ranges + diagnostic.notes.map(\.range) {
                precondition(range.upperBound <= source.utf8.count, "a range outside of the text")
            }
            _ = DiagnosticRenderer(color: false).render(diagnostic)
        }
        check(result.script.statements, in: SourceRange(0, source.utf8.count))
    }
    let parsed = Parser.parse(source, dialect: .file)
    switch Formatter.format(source) {
    case .failure(let refusal):
        precondition(!refusal.diagnostics.isEmpty, "refused without a reason")
        return false
    case .success(let text):
        precondition(!parsed.hasErrors, "a text with errors was formatted")
        let again = SourceFile(name: "fuzz.veo", text: text)
        let reparsed = Parser.parse(again, dialect: .file)
        precondition(!reparsed.hasErrors, "the formatted text has errors")
        precondition(
            reparsed.script.normalizedStatements == parsed.script.normalizedStatements,
            "the formatted text means something else")
        guard case .success(let second) = Formatter.format(again) else {
            preconditionFailure("the formatted text is refused")
        }
        // Bytes, because strings that differ only in their Unicode form are equal.
        precondition(second.utf8.elementsEqual(text.utf8), "formatting again changes the text")
        return true
    }
}

/// Each statement lies in the loop that holds it, behind the one before it.
private func check(_ statements: [Statement], in outer: SourceRange) {
    var end = outer.lowerBound
    for statement in statements {
        precondition(statement.range.lowerBound >= end, "a statement before its place")
        precondition(statement.range.upperBound <= outer.upperBound, "a statement outside")
        precondition(statement.keyword.lowerBound >= statement.range.lowerBound, "no keyword")
        precondition(statement.keyword.upperBound <= statement.range.upperBound, "no keyword")
        end = statement.range.upperBound
        if case .loop(let loop) = statement.command { check(loop.body, in: statement.range) }
    }
}
