import VeoClient
import VeoLanguage

/// The checks of variables, loops, assertions and money. A loop is gone through turn by turn, so
/// that what each turn submits is known before the first request.
extension ScriptChecker {
    // MARK: Names

    mutating func checkLet(_ name: VariableName, _ text: Template, in source: SourceFile) {
        let value = checkVariables(of: text, in: source)
        tell(scope.define(name, .let, in: source))
        state.values.variables[name.text] = value.map(Values.Binding.text)
    }

    mutating func checkParam(_ name: VariableName, _ text: Template?, in source: SourceFile) {
        tell(scope.define(name, .param, in: source))
        var value = text.flatMap { checkVariables(of: $0, in: source) }
        if let given = state.parameters[name.text] { value = given }
        usedParameters.insert(name.text)
        if value == nil && text == nil {
            let failure = RunFailure.missingParameter(name.text)
            error(failure.message, in: source, at: name.range, help: failure.help)
        }
        state.values.variables[name.text] = value.map(Values.Binding.text)
    }

    /// A value for a parameter that the script has not is a slip of the caller.
    mutating func checkUnusedParameters(of source: SourceFile) {
        guard origin == .file else { return }
        for name in state.parameters.keys.sorted() where !usedParameters.contains(name) {
            let known = usedParameters.sorted()
            let guess = DidYouMean.suggestion(for: name, among: known)
            diagnostics.append(
                Diagnostic(
                    .error, "the script has no parameter '\(TextFilter.visible(name))'",
                    in: source, at: nil,
                    help: [
                        guess.map { "did you mean `--param \($0)=…`?" }
                            ?? (known.isEmpty
                                ? "`param NAME = TEXT` in the script makes one"
                                : "its parameters are \(known.joined(separator: ", "))")
                    ]))
        }
    }

    private mutating func tell(_ diagnostic: Diagnostic?) {
        guard let diagnostic, let range = diagnostic.range else { return }
        error(
            diagnostic.message, in: diagnostic.source, at: range, label: diagnostic.label,
            help: diagnostic.help, notes: diagnostic.notes)
    }

    // MARK: Loops

    mutating func checkLoop(_ loop: Loop, in source: SourceFile, _ path: [String]) async {
        var texts: [String] = []
        for word in loop.source.words {
            guard let text = checkVariables(of: word, in: source) else { return }
            texts.append(text)
        }
        guard let data = loopData(loop, texts, in: source) else { return }
        let kind: Scope.Kind = data.columns.map { .row(columns: $0) } ?? .loop
        tell(scope.push(loop.variable, kind, in: source))
        if let notice = data.notice { warning(notice, in: source, at: loop.sourceRange) }
        for turn in 0..<data.count {
            state.values.variables[loop.variable.text] = data.binding(turn)
            state.values.turns.append(turn + 1)
            openLoops.append(OpenLoop(name: loop.variable.text, data: data, turn: turn))
            await check(loop.body, in: source, path)
            openLoops.removeLast()
            state.values.turns.removeLast()
            turnCount += 1
            guard turnCount <= Limits.loopTurns else {
                error(
                    "the loops of the script have more than \(Limits.loopTurns) turns in all",
                    in: source, at: loop.sourceRange)
                break
            }
        }
        state.values.variables[loop.variable.text] = nil
        scope.pop()
    }

    /// What the loop goes through; `nil` when there is something wrong with it.
    private mutating func loopData(
        _ loop: Loop, _ texts: [String], in source: SourceFile
    ) -> LoopData? {
        do {
            let data: LoopData
            switch try loop.source.resolved(texts, in: source) {
            case .data(let known): data = known
            case .key(let key):
                data = try loopData[key] ?? key.read()
                loopData[key] = data
            }
            guard data.count > 0 else {
                error("the loop has nothing to go through", in: source, at: loop.sourceRange)
                return nil
            }
            return data
        } catch let failure as RunFailure {
            error(failure.message, in: source, at: loop.sourceRange, help: failure.help)
        } catch let problem as ValueError {
            error(
                problem.message, in: source, at: loop.sourceRange, label: problem.label,
                help: [problem.help])
        } catch {
            self.error("\(error)", in: source, at: loop.sourceRange)
        }
        return nil
    }

    // MARK: Assertions

    mutating func checkExpectation(_ expectation: Expectation, in source: SourceFile) {
        switch expectation {
        case .words(let left, _, let right):
            checkVariables(of: left, in: source, .expect)
            checkVariables(of: right, in: source, .expect)
        case .job(let reference, let field, let comparison, let right):
            check(reference, in: source)
            let text = checkVariables(of: right, in: source, .expect)
            guard let text, right.literal == nil else { return }
            do { try Comparing.check(text, as: field.kind, comparison.op) } catch {
                self.error(error, in: source, at: right.range)
            }
        }
    }

    // MARK: Again

    mutating func checkAgain(_ arguments: AgainArguments, in source: SourceFile) {
        needsGateway = true
        check(arguments.reference, in: source)
        hasJobs = true
        checkName(arguments.name, count: 1, in: source)
        if let text = arguments.text { checkPromptText(text, in: source) }
        if let word = arguments.model, let text = checkVariables(of: word, in: source) {
            do { _ = try state.catalog.model(named: text) } catch {
                self.error(error, in: source, at: word.range)
            }
        }
        check(arguments.mode, in: source) { text throws(ValueError) in _ = try Mode.parse(text) }
        // What the job costed that is asked for again is known when it is there.
        count(1, at: arguments.reference.range, in: source)
        estimate.isComplete = false
    }

    // MARK: Money

    mutating func checkBudget(_ word: Template?, in source: SourceFile) {
        guard let word else { return }
        check(word, in: source) { text throws(ValueError) in _ = try BudgetLimit.parse(text) }
        guard let text = state.values.text(word), let limit = try? BudgetLimit.parse(text) else {
            return
        }
        var amount: Money?
        if case .atMost(let units) = limit { amount = Money(tenThousandths: units) }
        if let budget = state.budget, amount.map({ $0 > budget }) ?? true,
            origin == .file || depth > 0
        {
            error(RunFailure.budgetRaised(budget).message, in: source, at: word.range)
            return
        }
        state.budget = amount
        estimate.budget = state.allowance
    }

    /// Counts what is submitted, and holds it against the budget as if nothing failed.
    mutating func checkPrice(
        _ count: Int, of model: VideoModel, at range: SourceRange, in source: SourceFile
    ) {
        self.count(count, at: range, in: source)
        guard let price = model.price else {
            estimate.isComplete = false
            if let budget = state.allowance {
                error(
                    "\(model.name) has no price, so it cannot be held to the budget of \(budget)",
                    in: source, at: range,
                    help: ["`model \(model.name) price=…` in init.veo gives it one"])
            }
            return
        }
        estimate.price = estimate.price + price * count
        guard let budget = state.allowance, !state.leavesSome,
            state.spent + estimate.price > budget
        else { return }
        guard origin != .prompt else {
            return error(
                "over budget: \(state.spent) is spent or waiting, this would add "
                    + "\(estimate.price), and the budget is \(budget)", in: source, at: range,
                help: [Spending.wayOut])
        }
        error(
            "over budget: with this submit the script costs \(estimate.price), "
                + "and its budget is \(budget)", in: source, at: range,
            help: [
                state.budget == budget
                    ? "raise the `budget` or submit less"
                    : "raise `--budget`, or send a part of it with `--max-new N`"
            ])
    }

    /// So many jobs a file may submit without a budget and without a warning.
    static let unbudgetedJobs = 10

    private mutating func count(_ jobs: Int, at range: SourceRange, in source: SourceFile) {
        estimate.jobs += jobs
        guard estimate.jobs > Self.unbudgetedJobs, estimate.budget == nil, unbudgeted == nil else {
            return
        }
        unbudgeted = (source, range)
    }

    /// A file that can submit many jobs should say what they may cost.
    mutating func warnOfNoBudget() {
        guard origin == .file, let place = unbudgeted else { return }
        let price = (estimate.isComplete ? "" : "at least ") + estimate.price.description
        diagnostics.append(
            Diagnostic(
                .warning,
                "this script can submit \(estimate.jobs) jobs for \(price), and has no budget",
                in: place.source, at: place.range,
                label: "the first beyond \(Self.unbudgetedJobs)",
                help: ["a line such as `budget 5` before the first submit stops it at 5 dollars"]))
    }

    /// Two lines that ask for the same pay twice for it.
    mutating func checkRepetition(
        _ model: VideoModel, _ mode: Mode, _ prompt: String?, at range: SourceRange,
        in source: SourceFile
    ) {
        guard let prompt else { return }
        let key = RequestKey(
            model: model.name, mode: mode, prompt: prompt, images: state.images
        ).hashValue
        guard let first = requests[key] else {
            requests[key] = (source, range)
            return
        }
        guard first.range != range || first.source !== source else { return }
        let isHere = first.source === source
        let line = first.source.position(of: first.range.lowerBound).line
        warning(
            "the same request is submitted twice, and paid twice", in: source, at: range,
            help: ["`submit x2` says that it is meant"]
                + (isHere ? [] : ["the first one is at \(first.source.name):\(line)"]),
            notes: isHere ? [Diagnostic.Note(at: first.range, "the first one")] : [])
    }

    // MARK: Models

    mutating func checkModel(
        _ arguments: ModelArguments, of statement: Statement, in source: SourceFile
    ) {
        guard origin != .file && depth == 0 else {
            error(
                "`model` cannot stand in a script", in: source, at: statement.keyword,
                help: ["add models in init.veo, or at the prompt"])
            return
        }
        func text(_ word: Template?) -> String? { word.flatMap { state.values.text($0) } }
        do {
            state.catalog.add(
                try VideoModel(
                    name: text(arguments.name) ?? "", price: text(arguments.price),
                    aspect: text(arguments.aspect), images: text(arguments.images),
                    speed: text(arguments.speed)))
        } catch {
            self.error(error, in: source, at: statement.range)
        }
    }
}
