import VeoClient
import VeoLanguage

/// What each command does, in the order of the language's page.
extension Interpreter {
    func set(
        _ setting: Setting, _ argument: SettingArgument, in source: SourceFile
    ) async throws(RunFailure) {
        if origin == .initFile && pinned.contains(setting) { return }
        let value: SettingValue
        switch argument {
        case .keySource(let key): value = .keyFrom(try await keySource(key, in: source))
        case .word(let word): value = try await settingValue(setting, word)
        }
        if origin == .initFile {
            await session.setDefault(value)
        } else {
            await session.set(value)
        }
    }

    private func keySource(
        _ key: KeySourceArgument, in source: SourceFile
    ) async throws(RunFailure) -> KeySource {
        switch key {
        case .environment(let name): .environment(try await fill(name))
        case .file(let path):
            .file(
                try await value(path) { text throws(ValueError) in
                    try ScriptLibrary.resolve(text, in: source)
                })
        case .command(let text): .command(try await fill(text))
        }
    }

    private func settingValue(
        _ setting: Setting, _ word: Template
    ) async throws(RunFailure) -> SettingValue {
        let catalog = await session.catalog
        let hosts = session.configuration.plainHTTPHosts
        switch setting {
        case .out:
            return .out(await session.values(for: word).partial(word))
        default:
            return try await value(word) { text throws(ValueError) in
                try SettingValue(setting, text, catalog: catalog, plainHTTPHosts: hosts)
            }
        }
    }

    func prompt(_ text: Template?) async throws(RunFailure) {
        guard let text else {
            output.result(await session.prompt ?? "no prompt yet")
            return
        }
        await session.setPrompt(try await promptText(text))
    }

    private func promptText(_ template: Template) async throws(RunFailure) -> String {
        try await value(template) { text throws(ValueError) in
            try PromptText.check(text)
            return text
        }
    }

    func image(
        _ argument: ImageArgument, in source: SourceFile
    ) async throws(RunFailure) {
        var frames: [String] = []
        if case .frames(let words) = argument {
            var texts: [String] = []
            for word in words { texts.append(try await fill(word)) }
            do { frames = try ImagePath.frames(texts, in: source) } catch {
                throw RunFailure(error)
            }
        }
        await session.setFrames(frames)
    }

    func submit(_ arguments: SubmitArguments) async throws(RunFailure) {
        let order = try await order(arguments)
        _ = try await session.submit(order)
    }

    func order(_ arguments: SubmitArguments) async throws(RunFailure) -> SubmitOrder {
        var order = SubmitOrder()
        if let count = arguments.count {
            order.count = try await value(count) { text throws(ValueError) in
                try Count.parse(text)
            }
        }
        if let name = arguments.name {
            order.name = try await value(name) { text throws(ValueError) in
                try JobName.parse(text)
            }
        }
        if let model = arguments.model {
            let catalog = await session.catalog
            order.model = try await value(model) { text throws(ValueError) in
                try catalog.model(named: text)
            }
        }
        if let mode = arguments.mode {
            order.mode = try await value(mode) { text throws(ValueError) in try Mode.parse(text) }
        }
        if let text = arguments.text { order.text = try await promptText(text) }
        return order
    }

    func sleep(_ duration: Template) async throws {
        let duration = try await value(duration) { text throws(ValueError) in
            try DurationValue.parse(text)
        }
        try await session.configuration.clock.sleep(for: duration)
    }

    func adopt(_ arguments: AdoptArguments) async throws(RunFailure) {
        switch arguments {
        case .job(let id, let name): try await adopt(id, name)
        case .unknown(let reference, let id):
            let jobs = try await jobs(named: [reference])
            guard jobs.count == 1, let unknown = jobs.first else {
                throw RunFailure(
                    "`adopt` takes one job, and these are \(jobs.count)", exitCode: .script)
            }
            var serverID: String?
            if let id { serverID = try await fill(id) }
            note(adopted: try await session.adopt(unknown, id: serverID))
        }
    }

    private func adopt(_ id: Template, _ name: Template?) async throws(RunFailure) {
        let id = try await fill(id)
        var jobName: String?
        if let name {
            jobName = try await value(name) { text throws(ValueError) in try JobName.parse(text) }
        }
        note(adopted: try await session.adopt(id, name: jobName))
    }

    private func note(adopted job: Job) {
        let what = "\(job.serverID ?? ""), job \(job.number) of the history"
        switch job.state {
        case .unsent, .submitting, .queued, .running: output.note("\(job.name): follows \(what)")
        case .completed where job.isSaved:
            output.note("\(job.name): is \(what), and saved as \(job.file ?? "")")
        case .completed, .failed: output.note("\(job.name): is \(what), and \(job.state.rawValue)")
        case .unknown, .stale:
            output.note("\(job.name): is \(what), and \(job.state.rawValue)")
        }
    }

    func forget(_ references: [Reference]) async throws(RunFailure) {
        let jobs = try await jobs(named: references)
        for job in await session.forget(jobs.map(\.number)) {
            let sentence =
                switch job.state {
                case .failed where job.failure?.kind == .notSent: "was not sent and costs nothing"
                case .unknown, .stale: "is settled and not listed any more; it stays counted"
                case .completed where !job.isSaved:
                    "is not listed any more; its video was paid for and is not saved"
                case .completed, .failed:
                    "is no longer followed; it was \(job.state.rawValue)"
                case .unsent, .submitting, .queued, .running:
                    "is no longer followed; it goes on at the gateway and is billed"
                }
            output.note("\(job.name): \(sentence)")
        }
    }

    func help(_ topic: String?) throws(RunFailure) {
        guard let topic else {
            output.result(Help.overview())
            return
        }
        guard let text = Help.topic(topic) ?? Help.results(for: topic) else {
            let guess = DidYouMean.suggestion(for: topic, among: Help.topics)
            throw RunFailure(
                "no help on '\(topic)'", label: guess.map { "did you mean '\($0)'?" } ?? "",
                help: ["`help` lists the topics"], exitCode: .script)
        }
        output.result(text)
    }
}
