import VeoClient
import VeoLanguage

/// `show` and `jobs`: the state of the session as text.
extension Interpreter {
    func show(_ topic: ShowTopic) async throws {
        switch topic {
        case .settings:
            let settings = await session.settings
            output.result(
                TextTable(rows: Setting.allCases.map { [$0.rawValue, settings.text($0)] }).text)
        case .setting(let setting):
            output.result(await session.settings.text(setting))
        case .job(let reference):
            let jobs = try await jobs(named: [reference])
            let now = session.configuration.now()
            output.result(jobs.map { JobReport.text($0, at: now) }.joined(separator: "\n\n"))
        case .request:
            let request = try await session.nextRequest()
            let preview = GatewayClient.preview(request, baseURL: await session.settings.baseURL)
            output.result(RequestReport.text(preview))
        case .requestAsCurl:
            output.result(try await curl())
        case .script:
            output.result(await ScriptReport.text(session))
        }
    }

    /// The next request as a command line, with the images where the user has them.
    private func curl() async throws(RunFailure) -> String {
        var request = try await session.nextRequest()
        let frames = await session.frames
        request.images = zip(request.images, frames).map { image, path in
            switch image {
            case .url: image
            case .file(let copy): .file(copy.at(path))
            }
        }
        let baseURL = await session.settings.baseURL
        let line = CurlCommand.text(request, baseURL: baseURL)
        guard let simulator = session.configuration.simulator, simulator.baseURL == baseURL else {
            return line
        }
        return "# the simulator answers as long as this program runs; its key opens nothing else\n"
            + CurlCommand.export(simulatorKey: simulator.key) + "\n" + line
    }

    func jobs(_ references: [Reference]) async throws(RunFailure) {
        let now = session.configuration.now()
        if references.map(\.kind) == [.open] {
            // To look at them is not to follow them.
            let open = try await session.openJobs()
            if open.isEmpty { return output.note("nothing is open") }
            return output.result(OpenJobsTable.text(open, at: now))
        }
        let jobs =
            references.isEmpty
            ? await session.allJobs : try await jobs(named: references)
        guard !jobs.isEmpty else {
            output.note("no jobs yet")
            return
        }
        output.result(JobsTable.text(jobs, at: now))
    }
}

/// The `.veo` lines that recreate the settings, the prompt and the images of a session.
enum ScriptReport {
    static func text(_ session: Session) async -> String {
        let settings = await session.settings
        var lines: [String] = []
        for setting in Setting.allCases where settings[setting] != SessionSettings()[setting] {
            let line = "set \(setting.rawValue) \(settings.text(setting))"
            // The simulator's address ends with the program.
            if setting == .baseURL && session.isSimulated { continue }
            let standsInFiles = setting != .baseURL && setting != .keyFrom
            lines.append(standsInFiles ? line : "# in init.veo or at the prompt: " + line)
        }
        let frames = await session.frames
        if !frames.isEmpty {
            let words = frames.map { frame in
                Template(frame, range: SourceRange(0, 0)).source(at: .image)
            }
            lines.append("image \(words.joined(separator: " "))")
        }
        if let prompt = await session.prompt {
            lines.append("prompt \(PromptSource.source(prompt))")
        }
        return lines.isEmpty ? "# all settings have their defaults" : lines.joined(separator: "\n")
    }
}

extension Session {
    /// The line that sets the prompt as it is.
    package var promptLine: String { "prompt \(PromptSource.source(prompt ?? ""))" }
}

/// A prompt as the language writes it.
enum PromptSource {
    /// On the line where that means the same, else in a fence that nothing in it can close.
    static func source(_ text: String) -> String {
        let source = SourceFile(name: "prompt", text: "prompt \(text.replacing("${", with: "$${"))")
        let parsed = Parser.parse(source, dialect: .file)
        if parsed.diagnostics.isEmpty, parsed.script.statements.count == 1,
            case .prompt(let template?)? = parsed.script.statements.first?.command,
            template.literal == text
        {
            return text.replacing("${", with: "$${")
        }
        var fence = "'''"
        while text.contains(fence) { fence += "'" }
        return "\(fence)\n\(text)\n\(fence)"
    }
}
