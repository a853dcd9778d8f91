import VeoClient
import VeoLanguage

/// Variables, assertions, limits: what a script needs beside jobs.
extension Interpreter {
    func define(_ name: VariableName, _ text: Template) async throws(RunFailure) {
        await session.define(name.text, .text(try await fill(text)))
    }

    /// The caller's value wins over the default; one of the two there must be.
    func param(_ name: VariableName, _ text: Template?) async throws(RunFailure) {
        if let given = session.configuration.parameters[name.text] {
            await session.define(name.text, .text(given))
        } else if let text {
            await session.define(name.text, .text(try await fill(text)))
        } else {
            throw RunFailure.missingParameter(name.text)
        }
    }

    func setBudget(_ amount: Template?) async throws(RunFailure) {
        guard let amount else {
            return output.result(await session.spending.text(at: origin) ?? "no budget")
        }
        switch try await value(amount, BudgetLimit.parse) {
        case .atMost(let units):
            try await session.setBudget(Money(tenThousandths: units), canRaise: origin != .file)
        case .unlimited: try await session.setBudget(nil, canRaise: origin != .file)
        }
    }

    func addModel(_ arguments: ModelArguments) async throws(RunFailure) {
        var texts: [String?] = []
        for word in [
            arguments.name, arguments.price, arguments.aspect, arguments.images, arguments.speed,
        ] {
            if let word { texts.append(try await fill(word)) } else { texts.append(nil) }
        }
        do {
            await session.add(
                try VideoModel(
                    name: texts[0] ?? "", price: texts[1], aspect: texts[2], images: texts[3],
                    speed: texts[4]))
        } catch {
            throw RunFailure(error)
        }
    }

    func again(_ arguments: AgainArguments) async throws(RunFailure) {
        let jobs = try await jobs(named: [arguments.reference])
        guard jobs.count == 1, let job = jobs.first else {
            throw RunFailure(
                "`again` takes one job, and these are \(jobs.count)", exitCode: .script)
        }
        guard try await mayPayAgain(for: job) else {
            output.note("nothing was sent")
            return
        }
        try await requireGateway(of: job)
        guard !job.prompt.isEmpty else {
            throw RunFailure(
                "the request of '\(job.name)' is not known: it was adopted", exitCode: .script)
        }
        var order = try await order(
            SubmitArguments(
                name: arguments.name, model: arguments.model, mode: arguments.mode,
                text: arguments.text))
        if order.model == nil {
            let catalog = await session.catalog
            do { order.model = try catalog.model(named: job.model) } catch {
                throw RunFailure(error.message, help: [error.help], exitCode: .script)
            }
        }
        order.mode = order.mode ?? job.mode
        order.text = order.text ?? job.prompt
        order.source = job
        _ = try await session.submit(order)
    }

    /// What was asked of one gateway is not asked of another without a word.
    private func requireGateway(of job: Job) async throws(RunFailure) {
        let here = await session.settings.baseURL
        guard job.baseURL != here else { return }
        throw RunFailure(
            "'\(job.name)' was sent to \(job.baseURL), and this session speaks to \(here)",
            help: [
                "`set base-url \(job.baseURL)` first; the key goes there, too",
                "`submit` makes a new job here",
            ], exitCode: .script)
    }

    /// A job that is unknown or stale may have been billed: files refuse, the prompt asks.
    private func mayPayAgain(for job: Job) async throws(RunFailure) -> Bool {
        guard job.state.isUncertain, !session.isDryRun else { return true }
        let message =
            job.state == .stale
            ? "'\(job.name)' is stale, and its video may still come: sending it again pays twice"
            : "'\(job.name)' is unknown, maybe billed: sending it again may pay twice"
        guard origin == .prompt, let prompt = output.prompt else {
            throw RunFailure(
                message,
                help: [
                    job.state == .stale
                        ? "`\(job.reattachLine)` asks for it, which costs nothing"
                        : "look at the gateway's console first; `adopt @#\(job.number) ID` takes "
                            + "it up"
                ],
                exitCode: .script)
        }
        output.note(message)
        return await prompt.confirm("send it all the same?")
    }

    func expect(_ expectation: Expectation) async throws(RunFailure) {
        switch expectation {
        case .words(let left, let comparison, let right):
            let (leftText, rightText) = (try await fill(left), try await fill(right))
            let holds = try held { () throws(ValueError) in
                try Comparing.holds(words: leftText, comparison.op, rightText)
            }
            guard !holds else { return }
            // A value that was filled in is named, and then told.
            throw left.literal != nil
                ? unmet("'\(leftText)'", comparison.op, rightText, nil)
                : unmet(left.source(), comparison.op, rightText, leftText)
        case .job(let reference, let field, let comparison, let right):
            let rightText = try await fill(right)
            for job in try await jobs(named: [reference]) {
                let left = comparedValue(field, of: job)
                let holds = try held { () throws(ValueError) in
                    try Comparing.holds(left, comparison.op, rightText)
                }
                guard !holds else { continue }
                let text = JobFields.text(field, of: job)
                throw unmet(
                    "\(field.rawValue) of '\(job.name)'", comparison.op, rightText,
                    field == .elapsed && !text.isEmpty ? text + "s" : text)
            }
        }
    }

    /// Elapsed time is shown in whole seconds and compared to the millisecond.
    private func comparedValue(_ field: JobField, of job: Job) -> ComparedValue {
        guard field == .elapsed else {
            return ComparedValue(field, JobFields.text(field, of: job))
        }
        let elapsed = job.endedAt.flatMap(job.elapsed(at:))
        return elapsed.map { .duration(.milliseconds($0)) } ?? .absent
    }

    private func held(_ compare: () throws(ValueError) -> Bool) throws(RunFailure) -> Bool {
        do { return try compare() } catch {
            throw RunFailure(error.message, help: [error.help], exitCode: .script)
        }
    }

    private func unmet(
        _ subject: String, _ op: ComparisonOperator, _ right: String, _ actual: String?
    ) -> RunFailure {
        let tail = actual.map { text in
            text.isEmpty ? ", and it is not known" : ", and it is '\(TextFilter.visible(text))'"
        }
        return RunFailure(
            "expected \(subject) \(op.rawValue) '\(right)'\(tail ?? "")", exitCode: .expectation)
    }

    // MARK: The prompt

    func history() throws(RunFailure) {
        guard let prompt = output.prompt else { throw Self.promptOnly("history") }
        let script = TypedLines.script(prompt.history())
        output.result(script.hasSuffix("\n") ? String(script.dropLast()) : script)
    }

    /// The current prompt text in the user's editor.
    func edit() async throws {
        guard let prompt = output.prompt else { throw Self.promptOnly("edit") }
        let text = try await prompt.edit(await session.prompt ?? "")
        do { try PromptText.check(text) } catch {
            throw RunFailure(
                "\(error.message); the old one stays", help: [error.help], exitCode: .script)
        }
        await session.setPrompt(text)
    }

    private static func promptOnly(_ command: String) -> RunFailure {
        RunFailure("`\(command)` is for the prompt of the shell", exitCode: .script)
    }
}

extension RunFailure {
    static func missingParameter(_ name: String) -> RunFailure {
        RunFailure(
            "the parameter '\(name)' has no value",
            help: ["`veo run --param \(name)=…` gives it one"], exitCode: .script)
    }
}

extension VideoModel {
    /// A model as the `model` command writes it.
    init(
        name: String, price: String?, aspect: String?, images: String?, speed: String?
    ) throws(ValueError) {
        let isLandscape = try aspect.map { text throws(ValueError) in try Aspect.parse(text) }
        let most = try images.map { text throws(ValueError) in try ImageLimit.parse(text) } ?? 0
        let pace = try speed.map { text throws(ValueError) in try Speed.parse(text) }
        let units = try price.map { text throws(ValueError) in try Amount.parse(text) }
        self.init(
            name: name,
            aspect: isLandscape.flatMap { AspectRatio(rawValue: $0.rawValue) } ?? .portrait,
            speed: pace.flatMap { ModelSpeed(rawValue: $0.rawValue) } ?? .standard,
            imageInput: 0...most, price: units.map(Money.init(tenThousandths:)))
    }
}
