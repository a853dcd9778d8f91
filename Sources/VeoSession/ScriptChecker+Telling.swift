import VeoLanguage

/// A loop that the check is in, with the turn that it is at.
struct OpenLoop {
    let name: String
    let data: LoopData
    /// From 0.
    var turn: Int
}

struct ToldPlace: Hashable {
    let source: ObjectIdentifier
    let range: SourceRange
}

/// The turns of loops in which one diagnostic holds.
struct ToldTurns {
    /// Where the diagnostic stands among the others.
    let index: Int
    /// Whether its last line of help says in which turn it was found.
    var namesTurn = false
    /// How many turns of all loops were over when it was told last.
    var lastTurn: Int
    var turns = Findings()
}

/// How what is wrong is told: once for each place in the script, with the rows of the tables that
/// make it wrong, so that a sheet is mended in one go.
extension ScriptChecker {
    /// - Parameter ofTurn: whether it may be so in one turn of a loop and not in the next; `nil` for
    ///   where a value is filled in.
    mutating func error(
        _ message: String, in source: SourceFile, at range: SourceRange, label: String = "",
        help: [String] = [], notes: [Diagnostic.Note] = [], ofTurn: Bool? = nil
    ) {
        tell(
            Diagnostic(
                .error, message, in: source, at: range, label: label, notes: notes,
                help: help.filter { !$0.isEmpty }), at: range, ofTurn: ofTurn)
    }

    mutating func error(_ problem: ValueError, in source: SourceFile, at range: SourceRange) {
        error(
            problem.message, in: source, at: range, label: problem.label, help: [problem.help])
    }

    mutating func warning(
        _ message: String, in source: SourceFile, at range: SourceRange, help: [String] = [],
        notes: [Diagnostic.Note] = [], ofTurn: Bool? = nil
    ) {
        tell(
            Diagnostic(.warning, message, in: source, at: range, notes: notes, help: help),
            at: range, ofTurn: ofTurn)
    }

    /// Outside of loops and includes everything is new; in them a place is told of once.
    private mutating func tell(_ diagnostic: Diagnostic, at range: SourceRange, ofTurn: Bool?) {
        let source = diagnostic.source
        let place = ToldPlace(source: ObjectIdentifier(source), range: range)
        let isRepeated = !openLoops.isEmpty || depth > 0
        let turn = openLoops.isEmpty ? nil : turnText(of: range, in: source, ofTurn: ofTurn)
        if isRepeated, let known = told[place] {
            guard let turn, known.lastTurn != turnCount else { return }
            told[place]?.lastTurn = turnCount
            told[place]?.turns.add("\(turn): \(diagnostic.message)")
            return
        }
        var new = ToldTurns(index: diagnostics.count, lastTurn: turnCount)
        var diagnostic = diagnostic
        if let turn {
            new.turns.add("\(turn): \(diagnostic.message)")
            // Which one it was is half of the message.
            diagnostic.help.append("this is \(turn)")
            new.namesTurn = true
        }
        told[place] = new
        diagnostics.append(diagnostic)
    }

    /// What holds in several turns names them all, as far as there is room.
    mutating func tellTurns() {
        for told in told.values where told.turns.count > 1 {
            if told.namesTurn { diagnostics[told.index].help.removeLast() }
            diagnostics[told.index].help += told.turns.lines
        }
    }

    /// The cell that a value of this turn comes from, else the turn; `nil` for what is the same
    /// in all.
    private func turnText(of range: SourceRange, in source: SourceFile, ofTurn: Bool?) -> String? {
        let variables = Template.variables(in: source, range)
        guard ofTurn ?? !variables.isEmpty else { return nil }
        for variable in variables {
            guard let loop = openLoops.last(where: { $0.name == variable.name }),
                let place = loop.data.place(loop.turn, column: variable.field)
            else { continue }
            return place
        }
        for loop in openLoops.reversed() {
            if let place = loop.data.place(loop.turn) { return place }
        }
        return openLoops.last.map { "turn \($0.turn + 1) of the loop" }
    }
}
