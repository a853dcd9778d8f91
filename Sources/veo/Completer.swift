import FoundationEssentials
import LineEditor
import Synchronization
import VeoClient
import VeoLanguage
import VeoSession

/// Answers Tab: the language says what may stand there, this adds file names from the disk.
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
                isFinal: job.state.isFinal, isCompleted: job.state == .completed,
                isSaved: job.isSaved)
        }
        let models = await session.catalog.models.map { model in
            CompletionContext.Model(
                name: model.name,
                help: "\(model.aspect.rawValue), \(model.price?.description ?? "price unknown")")
        }
        let variables = await session.variableTexts.map { name, text in
            CompletionContext.Variable(name: name, help: TextFilter.visible(text, limit: 40))
        }
        context.withLock {
            $0 = CompletionContext(models: models, jobs: jobs, variables: variables)
        }
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
        guard folder.hasPrefix("~/"), let home = Live.environment["HOME"] else { return folder }
        return home + folder.dropFirst()
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
