/// The names of variables that are known at a place of a script, as the check goes through it and
/// through what it includes. A pure value: it knows names, not texts.
package struct Scope: Sendable {
    package enum Kind: Sendable, Hashable {
        /// `let`
        case `let`
        /// `param`
        case param
        /// The variable of a loop over numbers, lines, files or words.
        case loop
        /// The variable of a loop over a table, with its columns in order.
        case row(columns: [String])
    }

    private struct Entry {
        let name: VariableName
        let kind: Kind
        let source: SourceFile
    }

    /// By the name itself: names differ by letter case, not by their Unicode form.
    private var entries: [String: Entry] = [:]
    /// The loops that are open; `nil` for one whose variable could not be defined.
    private var loops: [String?] = []

    package init() {}

    /// Defines the name of a `let` or `param`; returns what is wrong with that. `let` may name
    /// what an earlier `let` named; the same statement met again is none the wiser.
    package mutating func define(
        _ name: VariableName, _ kind: Kind, in source: SourceFile
    ) -> Diagnostic? {
        if let first = entries[name.text], !isSamePlace(first, name, source) {
            guard kind == .let, first.kind == .let else {
                return conflict(name, kind, in: source, with: first)
            }
        }
        entries[name.text] = Entry(name: name, kind: kind, source: source)
        return nil
    }

    /// Enters a loop and defines its variable; returns what is wrong with that. Each call is
    /// paired with ``pop()``, whatever it returns.
    package mutating func push(
        _ name: VariableName, _ kind: Kind, in source: SourceFile
    ) -> Diagnostic? {
        if let first = entries[name.text] {
            loops.append(nil)
            return conflict(name, kind, in: source, with: first)
        }
        loops.append(name.text)
        entries[name.text] = Entry(name: name, kind: kind, source: source)
        return nil
    }

    /// Leaves the innermost loop; its variable is unknown from there on.
    package mutating func pop() {
        guard let last = loops.popLast(), let name = last else { return }
        entries[name] = nil
    }

    /// Why a variable cannot stand there; `nil` when it can. The parser has told what is wrong
    /// with the names of the language itself; only the loop that `${loop.index}` needs is looked
    /// for here.
    package func problem(
        with variable: Template.Variable, at place: KnownNames.Place
    ) -> ValueError? {
        switch variable.name {
        case "env", "job", "count", "cost": return nil
        case "loop":
            guard loops.isEmpty else { return nil }
            return ValueError(
                message: "'${\(VisibleText.of(variable.path))}' has no loop round it",
                help: "it counts the turns of the innermost loop, from 1")
        default: break
        }
        guard let entry = entries[variable.name] else { return unknown(variable, at: place) }
        guard case .row(let columns) = entry.kind else {
            guard variable.field != nil else { return nil }
            return ValueError(
                message: "'\(VisibleText.of(variable.name))' is a text and has no fields",
                label: "did you mean '${\(VisibleText.of(variable.name))}'?",
                help: "only the rows of `for … in table` have columns")
        }
        return columnProblem(variable, columns)
    }

    private func columnProblem(
        _ variable: Template.Variable, _ columns: [String]
    ) -> ValueError? {
        let name = VisibleText.of(variable.name)
        let shown = columns.prefix(20).map(VisibleText.of).joined(separator: ", ")
        var help = "its columns are \(shown)\(columns.count > 20 ? ", …" : "")"
        if let odd = columns.first(where: { ColumnName.suffix($0).hasPrefix("[") }) {
            help += "; one with blanks or signs is written ${\(Self.path(name, odd))}"
        }
        guard let field = variable.field else {
            return ValueError(
                message: "'${\(name)}' is a row and needs a column",
                label: columns.first.map { "such as '${\(Self.path(name, $0))}'" } ?? "",
                help: help)
        }
        guard !columns.contains(field) else { return nil }
        let meant = DidYouMean.suggestion(for: field, among: columns)
        return ValueError(
            message: "the table has no column \(VisibleText.quoted(field))",
            label: meant.map { "did you mean '${\(Self.path(name, $0))}'?" } ?? "",
            help: help)
    }

    private static func path(_ row: String, _ column: String) -> String {
        row + VisibleText.of(ColumnName.suffix(column))
    }

    private func unknown(
        _ variable: Template.Variable, at place: KnownNames.Place
    ) -> ValueError {
        var names = entries.keys.sorted() + ["env"]
        if !loops.isEmpty { names += ["loop.index", "index"] }
        switch place {
        case .value: break
        case .print, .expect:
            names += KnownNames.counts.map { "count.\($0)" } + ["cost.total", "count", "cost"]
        case .outPath: names += ["job"] + JobField.pathFields.map { "job.\($0.rawValue)" }
        }
        var suggestion = DidYouMean.suggestion(for: variable.path, among: names)
        if suggestion == nil, let name = DidYouMean.suggestion(for: variable.name, among: names) {
            suggestion = variable.field.map { "\(name).\($0)" } ?? name
        }
        if suggestion == "index" { suggestion = "loop.index" }
        if suggestion == nil, variable.field == nil { suggestion = column(named: variable.name) }
        if suggestion == nil, place == .outPath, variable.field == nil,
            let field = JobField(rawValue: variable.name), field.canStandInPath
        {
            suggestion = "job.\(field.rawValue)"
        }
        let known = entries.keys.sorted().prefix(12).map { "'${\($0)}'" }
        return ValueError(
            message: "unknown name '${\(VisibleText.of(variable.path))}'",
            label: suggestion.map { "did you mean '${\($0)}'?" } ?? "",
            help: known.isEmpty
                ? "`let NAME = TEXT` defines one; for the characters themselves write `$${`"
                : "known here: \(known.joined(separator: ", ")); for the characters write `$${`")
    }

    /// `prompt` for `shot.prompt`.
    private func column(named name: String) -> String? {
        for variable in loops.reversed() {
            guard let variable, case .row(let columns)? = entries[variable]?.kind,
                columns.contains(name)
            else { continue }
            return variable + ColumnName.suffix(name)
        }
        return nil
    }

    private func isSamePlace(_ entry: Entry, _ name: VariableName, _ source: SourceFile) -> Bool {
        entry.name.range == name.range && entry.source.name == source.name
    }

    private func conflict(
        _ name: VariableName, _ kind: Kind, in source: SourceFile, with first: Entry
    ) -> Diagnostic {
        let shown = VisibleText.of(name.text)
        let message: String
        let help: String
        switch (kind, first.kind) {
        case (.param, .param):
            message = "the parameter '\(shown)' is named twice"
            help = "a parameter stands once, with its text: param \(shown) = TEXT"
        case (.param, .let):
            message = "'\(shown)' is a variable already"
            help = "a parameter stands before its name is used, best at the top of the script"
        case (_, .param):
            message = "'\(shown)' is a parameter"
            help = "the caller gives it, so nothing else may change it; take another name"
        case (.loop, _), (.row, _):
            message = "the loop would hide another '\(shown)'"
            help = "take another name for the variable of the loop"
        default:
            message = "'\(shown)' is the variable of a loop"
            help = "only its turns change it; take another name"
        }
        var diagnostic = Diagnostic(.error, message, in: source, at: name.range, help: [help])
        if first.source === source {
            diagnostic.notes = [Diagnostic.Note(at: first.name.range, "the first one")]
        } else {
            let line = first.source.position(of: first.name.range.lowerBound).line
            diagnostic.help.append("the first one is in \(first.source.name), line \(line)")
        }
        return diagnostic
    }
}
