import VeoClient
package import VeoLanguage

/// One line of `--json`: what happened, as a JSON object. The fields are described by
/// `events.schema.json` in the documentation; a field without a value is left out. A field may be
/// added under the same version; a field that goes or changes its meaning makes a new one.
package struct EventRecord: Encodable, Sendable {
    /// The version of the schema, which every event carries.
    package static let version = 1

    package enum Kind: String, Encodable, Sendable {
        case started
        case submitted
        case resumed
        case state
        case progress
        case retry
        case download
        case saved
        /// What the script prints.
        case output
        case warning
        case notice
        case diagnostic
        /// A request that a dry run does not send.
        case request
        case ended
    }

    package let event: Kind
    private let version = Self.version
    private let time: String
    private var name: String?
    private var number: Int?
    private var state: String?
    private var from: String?
    private var progress: Double?
    private var job: JobRecord?
    private var retry: Retry?
    private var download: Download?
    private var text: String?
    private var diagnostic: Finding?
    private var request: Request?
    private var run: Run?
    private var end: End?

    private init(_ event: Kind, at now: Int64) {
        self.event = event
        time = Timestamp.precise(milliseconds: now)
    }

    private init(_ event: Kind, of job: Job, at now: Int64) {
        self.init(event, at: now)
        name = job.name
        number = job.number
    }

    /// The line, without its line end.
    package var line: String { JSONText.line(self) }
}

// MARK: What a session tells

extension EventRecord {
    /// The lines of one event; a submit of three jobs is three.
    package static func of(_ event: SessionEvent, at now: Int64) -> [EventRecord] {
        switch event {
        case .submitted(let jobs): jobs.map { whole(.submitted, $0, at: now) }
        case .resumed(let job, let source, _): [resumed(job, source, at: now)]
        case .changed(let job, let from):
            [changed(job, from: from, at: now)]
        case .progressed(let job): [progressed(job, at: now)]
        case .retrying(let job, let notice): [retrying(job, notice, at: now)]
        case .downloading(let job, let progress): [downloading(job, progress, at: now)]
        case .saved(let job): [whole(.saved, job, at: now)]
        case .prepared(let job, let preview): [prepared(job, preview, at: now)]
        case .awaiting(let jobs, let limit):
            [said(.warning, awaiting(jobs, limit), at: now)]
        case .warning(let text): [said(.warning, text, at: now)]
        case .notice(let text): [said(.notice, text, at: now)]
        }
    }

    /// Requests have left while the program ends.
    private static func awaiting(_ jobs: [Job], _ limit: Duration) -> String {
        "\(JobNames.text(jobs.map(\.name))): the answer is awaited for \(limit.components.seconds) s at most"
    }

    private static func whole(_ kind: Kind, _ job: Job, at now: Int64) -> EventRecord {
        var record = EventRecord(kind, of: job, at: now)
        record.job = JobRecord(job)
        return record
    }

    private static func resumed(_ job: Job, _ source: TakenFrom, at now: Int64) -> EventRecord {
        var record = whole(.resumed, job, at: now)
        record.from =
            switch source {
            case .run: nil
            case .renamed(let name): name
            case .other(let script): script
            case .result(let path): path
            }
        return record
    }

    private static func changed(_ job: Job, from: JobState, at now: Int64) -> EventRecord {
        var record = EventRecord(.state, of: job, at: now)
        record.state = job.state.rawValue
        record.from = from.rawValue
        // The job as a whole where it has an end: a line a state would repeat long prompts.
        if job.state.isFinal { record.job = JobRecord(job) }
        return record
    }

    private static func progressed(_ job: Job, at now: Int64) -> EventRecord {
        var record = EventRecord(.progress, of: job, at: now)
        record.progress = job.progress ?? 0
        return record
    }

    private struct Retry: Encodable, Sendable {
        let step: String
        let attempt: Int
        let of: Int
        let delayMilliseconds: Int64
        let reason: String

        enum CodingKeys: String, CodingKey {
            case step, attempt, of
            case delayMilliseconds = "delay_ms"
            case reason
        }
    }

    private static func retrying(_ job: Job, _ notice: RetryNotice, at now: Int64) -> EventRecord {
        var record = EventRecord(.retry, of: job, at: now)
        record.retry = Retry(
            step: notice.step.rawValue, attempt: notice.attempt, of: notice.of,
            delayMilliseconds: DurationText.milliseconds(notice.delay), reason: notice.reason)
        return record
    }

    private struct Download: Encodable, Sendable {
        let bytes: Int64
        let total: Int64?
    }

    private static func downloading(
        _ job: Job, _ progress: DownloadProgress, at now: Int64
    ) -> EventRecord {
        var record = EventRecord(.download, of: job, at: now)
        record.download = Download(bytes: progress.receivedBytes, total: progress.totalBytes)
        return record
    }
}

// MARK: A dry run

extension EventRecord {
    private struct Request: Encodable, Sendable {
        let model: String
        let mode: String
        let prompt: String
        let images: [String]?
        let price: Double?
        let method: String
        let url: String
        let headers: [String: String]
        let body: String
    }

    private static func prepared(
        _ job: Job, _ preview: RequestPreview, at now: Int64
    ) -> EventRecord {
        var record = EventRecord(.request, of: job, at: now)
        record.request = Request(
            model: job.model, mode: job.mode.rawValue, prompt: job.prompt,
            images: job.imageNames.isEmpty ? nil : job.imageNames, price: job.price?.dollars,
            method: preview.method, url: preview.url,
            headers: Dictionary(
                preview.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }),
            body: preview.body)
        return record
    }
}

// MARK: What a run tells

extension EventRecord {
    private struct Run: Encodable, Sendable {
        let number: Int
        let script: String?
        let program: String
        let baseURL: String
        let simulated: Bool

        enum CodingKeys: String, CodingKey {
            case number, script, program
            case baseURL = "base_url"
            case simulated
        }
    }

    /// The first line: which run this is.
    package static func started(
        _ session: Session, program: String, at now: Int64
    ) async -> EventRecord {
        var record = EventRecord(.started, at: now)
        record.run = Run(
            number: session.run, script: session.configuration.kind.script, program: program,
            baseURL: await session.settings.baseURL.description, simulated: session.isSimulated)
        return record
    }

    private struct End: Encodable, Sendable {
        let exitCode: Int32
        let reachedEnd: Bool
        /// The jobs of the run by state; a state that none is in is left out.
        let jobs: [String: Int]
        let saved: Int
        let cost: Double
        /// What earlier runs of the script have spent, what this one has, and what is left of a
        /// budget, in dollars.
        let spentBefore: Double
        let spent: Double
        let left: Double?

        enum CodingKeys: String, CodingKey {
            case exitCode = "exit_code"
            case reachedEnd = "reached_end"
            case jobs, saved, cost
            case spentBefore = "spent_before"
            case spent
            case left = "budget_left"
        }
    }

    /// The last line: how the run ended.
    package static func ended(
        _ session: Session, _ exitCode: ExitStatus, reachedEnd: Bool, at now: Int64
    ) async -> EventRecord {
        let jobs = await session.ownJobs
        let spending = await session.spending
        var record = EventRecord(.ended, at: now)
        record.end = End(
            exitCode: exitCode.rawValue, reachedEnd: reachedEnd,
            jobs: Dictionary(jobs.map { ($0.state.rawValue, 1) }, uniquingKeysWith: +),
            saved: jobs.count(where: \.isSaved), cost: await session.cost.dollars,
            spentBefore: spending.before.dollars, spent: spending.now.dollars,
            left: spending.left?.dollars)
        return record
    }

    /// Words of the script or of the session.
    package static func said(_ kind: Kind, _ text: String, at now: Int64) -> EventRecord {
        var record = EventRecord(kind, at: now)
        record.text = text
        return record
    }

    private struct Finding: Encodable, Sendable {
        let severity: String
        let message: String
        let file: String?
        let line: Int?
        /// In display cells, from 1.
        let column: Int?
        let label: String?
        let help: [String]?
    }

    package static func found(_ diagnostic: Diagnostic, at now: Int64) -> EventRecord {
        let position = diagnostic.range.map { diagnostic.source.position(of: $0.lowerBound) }
        var record = EventRecord(.diagnostic, at: now)
        record.diagnostic = Finding(
            severity: diagnostic.severity.rawValue, message: diagnostic.message,
            file: diagnostic.source.name, line: position?.line, column: position?.column,
            label: diagnostic.label.isEmpty ? nil : diagnostic.label,
            help: diagnostic.help.isEmpty ? nil : diagnostic.help)
        return record
    }

    /// A failure that belongs to no place in a script.
    package static func found(_ failure: RunFailure, at now: Int64) -> EventRecord {
        let help = failure.help.filter { !$0.isEmpty }
        var record = EventRecord(.diagnostic, at: now)
        record.diagnostic = Finding(
            severity: "error", message: failure.message, file: nil, line: nil, column: nil,
            label: nil, help: help.isEmpty ? nil : help)
        return record
    }
}

extension JobRecord {
    /// One line of `veo jobs --json`.
    package var line: String { JSONText.line(self) }
}
