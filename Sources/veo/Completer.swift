import FoundationEssentials
import LineEditor
import Synchronization
import VeoClient
import VeoLanguage
import VeoSession

/// What the editor asks about a line: how to go on, how to colour it, what to remark. The language
/// answers, by what the session has when the line is begun; file names come from the disk.
final class Completer: Sendable {
    private let session: Session
    private let context = Mutex(CompletionContext())

    /// Names of a folder that are read at most.
    private static let entryLimit = 2_000

    init(_ session: Session) { self.session = session }

    /// Takes what the session has now; called before each line.
    func refresh() async {
        let jobs = await session.allJobs.map { job in
            CompletionContext.Job(
                name: job.name, help: "\(job.state.rawValue), \(job.model)",
                isFinal: job.state.isFinal && job.state != .stale,
                isCompleted: job.state == .completed,
                isSaved: job.isSaved, isUnknown: job.state == .unknown)
        }
        let models = await session.catalog.models.map { model in
            CompletionContext.Model(
                name: model.name,
                help: "\(model.aspect.rawValue), \(model.price?.description ?? "price unknown")",
                price: model.price?.tenThousandths, images: model.imageInput.upperBound)
        }
        let settings = await session.settings
        let variables = await session.variableTexts.map { name, text in
            CompletionContext.Variable(name: name, help: TextFilter.visible(text, limit: 40))
        }
        var new = CompletionContext(models: models, jobs: jobs, variables: variables)
        new.currentModel = settings.model.name
        new.images = await session.frames.count
        for setting in Setting.allCases { new.settings[setting] = settings.text(setting) }
        new.isSimulated = session.isSimulated
        let ready = new
        context.withLock { $0 = ready }
    }

    func highlight(_ request: LineEditor.CompletionRequest) -> [LineEditor.StyledRange] {
        Highlighter.spans(
            of: request.line, cursor: request.cursor, context: context.withLock { $0 }
        ).map { LineEditor.StyledRange($0.range, Self.style($0.kind)) }
    }

    private static func style(_ kind: Highlighter.Kind) -> LineEditor.Style {
        switch kind {
        case .command: LineEditor.Style(.blue, bold: true)
        case .keyword: LineEditor.Style(.cyan)
        case .value: LineEditor.Style(.green)
        case .reference: LineEditor.Style(.magenta)
        case .variable: LineEditor.Style(.magenta, bold: true)
        case .fence: LineEditor.Style(.cyan)
        case .comment: .faint
        case .error: LineEditor.Style(.red)
        }
    }

    func hint(_ line: String) -> String? {
        LineHint.text(for: line, context: context.withLock { $0 })
    }

    static func paste(_ paste: LineEditor.Paste) -> LineEditor.Paste.Outcome? {
        PastedText.inserted(paste.text, between: paste.before, and: paste.after)
            .map { LineEditor.Paste.Outcome(before: $0.before, after: $0.after) }
    }

    static func needsMoreLines(_ line: String) -> Bool {
        Parser.parse(SourceFile(name: "<prompt>", text: line), dialect: .prompt).needsMoreLines
    }

    func complete(_ request: LineEditor.CompletionRequest) -> LineEditor.CompletionResult {
        let context = context.withLock { $0 }
        let result = Completion.complete(
            line: request.line, cursor: request.cursor, context: context)
        switch result {
        case .candidates(let candidates, let range):
            return LineEditor.CompletionResult(
                replacing: range,
                candidates: candidates.map { candidate in
                    LineEditor.Candidate(
                        text: candidate.text, display: candidate.text, help: candidate.help,
                        isFinal: candidate.isWhole)
                })
        case .files(let request):
            return files(request)
        }
    }

    private func files(_ request: FileCompletion) -> LineEditor.CompletionResult {
        let slash = request.prefix.lastIndex(of: "/")
        let folder = slash.map { String(request.prefix[...$0]) } ?? ""
        let start =
            slash.map { request.prefix[request.prefix.index(after: $0)...] }
            ?? request.prefix[...]
        let names = Self.entries(of: Self.expanded(folder))
            .filter { $0.name.hasPrefix(start) && ($0.name.first != "." || start.first == ".") }
            .filter { !request.directoriesOnly || $0.isFolder }
            .sorted { $0.name < $1.name }
        let others = request.others.filter { $0.text.hasPrefix(request.prefix) }.map {
            LineEditor.Candidate(text: $0.text, display: $0.text, help: $0.help)
        }
        return LineEditor.CompletionResult(
            replacing: request.range,
            candidates: others
                + names.map { entry in
                    let path = folder + entry.name + (entry.isFolder ? "/" : "")
                    return LineEditor.Candidate(
                        text: FileCompletion.word(for: path, isDirectory: entry.isFolder),
                        display: entry.name + (entry.isFolder ? "/" : ""), isFinal: !entry.isFolder)
                })
    }

    private static func expanded(_ folder: String) -> String {
        if folder.isEmpty { return "." }
        return (try? HomeFolder.expanded(folder)) ?? folder
    }

    private static func entries(of folder: String) -> [(name: String, isFolder: Bool)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.prefix(entryLimit).map { name in
            var isFolder = false
            _ = FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
            return (name, isFolder)
        }
    }
}
