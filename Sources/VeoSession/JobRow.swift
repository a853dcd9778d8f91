import GRDB
import VeoClient
import VeoLanguage

/// A job as a row of the history, both ways. Only this file knows the names of the columns.
enum JobRow {
    static let columns = [
        "run", "name", "state", "model", "mode", "prompt", "images", "request_hash", "base_url",
        "simulated", "price", "server_id", "progress", "link", "seconds", "size",
        "failure_kind", "failure_code", "failure_message", "failure_advice",
        "created_at", "sent_at", "ended_at", "file", "bytes", "sha256",
        "again_of", "adopted_at", "settled_at", "expires_at", "followed_by", "lost_count",
        "frames",
    ]

    static let insertion =
        "INSERT INTO job (\(columns.joined(separator: ", "))) "
        + "VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"

    /// Writes what differs between two versions of a job, and leaves every other column alone.
    static func write(_ job: Job, over before: Job, in database: Database) throws {
        let new = values(job).map { $0?.databaseValue ?? .null }
        let old = values(before).map { $0?.databaseValue ?? .null }
        let changed = columns.indices.filter { new[$0] != old[$0] }
        guard !changed.isEmpty else { return }
        let assignments = changed.map { "\(columns[$0]) = ?" }.joined(separator: ", ")
        let statement = try database.cachedStatement(
            sql: "UPDATE job SET \(assignments) WHERE number = ?")
        let arguments = changed.map { new[$0] } + [job.number.databaseValue]
        try statement.execute(arguments: StatementArguments(arguments))
    }

    /// In the order of ``columns``.
    static func values(_ job: Job) -> [(any DatabaseValueConvertible)?] {
        [
            job.run, job.name, job.state.rawValue, job.model, job.mode.rawValue, job.prompt,
            job.imageNames.joined(separator: "\n"), job.requestHash, job.baseURL.description,
            job.isSimulated, job.price?.tenThousandths, job.serverID, job.progress,
            job.links.isEmpty ? nil : job.links.map(\.url).joined(separator: "\n"),
            job.seconds, job.size,
            job.failure?.kind.rawValue, job.failure?.code, job.failure?.message,
            job.failure?.advice,
            job.createdAt, job.sentAt, job.endedAt, job.file.map(SavedPath.whole), job.byteCount,
            job.sha256, job.againOf, job.adoptedAt, job.settledAt, job.expiresAt, job.followedBy,
            job.lostCount, job.frames.map(JobFrame.text),
        ]
    }

    /// What a row says, as far as it makes sense; what decides about money must be there.
    /// - Throws: what is wrong with a row that no version of this program has written.
    static func job(_ row: Row) throws(RunFailure) -> Job {
        guard let number = row.int("number"), number > 0, let run = row.int("run") else {
            throw damaged(row, "number")
        }
        let state: JobState = try word("state", of: row, JobState.init(rawValue:))
        let mode: Mode = try word("mode", of: row, Mode.init(rawValue:))
        let baseURL: BaseURL = try word("base_url", of: row) { BaseURL(stored: $0) }
        let name: String = try word("name", of: row) { $0.isEmpty ? nil : VisibleText.of($0) }
        var job = Job(
            number: number, run: run, name: name, state: state,
            model: try word("model", of: row, VisibleText.of), mode: mode,
            prompt: try word("prompt", of: row) { $0 },
            imageNames: (row.text("images") ?? "").split(separator: "\n").map(String.init),
            requestHash: try word("request_hash", of: row) { $0 }, baseURL: baseURL,
            isSimulated: row.int("simulated") == 1, price: try price(row),
            createdAt: row.time("created_at") ?? 0)
        if let id = row.text("server_id") {
            guard VisibleText.of(id) == id else { throw damaged(row, "server_id") }
            job.serverID = id
        }
        job.progress = row.real("progress").flatMap { $0.isNaN ? nil : min(max($0, 0), 100) }
        job.links = (row.text("link") ?? "").split(separator: "\n")
            .compactMap { VideoLink(String($0), relativeTo: baseURL) }
        (job.seconds, job.size) = (row.visible("seconds"), row.visible("size"))
        job.failure = failure(row)
        (job.sentAt, job.endedAt) = (row.time("sent_at"), row.time("ended_at"))
        job.file = row.text("file").map(SavedPath.shown)
        job.byteCount = row.integer("bytes").flatMap { $0 < 0 ? nil : $0 }
        job.sha256 = row.visible("sha256")
        (job.followedBy, job.againOf) = (row.int("followed_by"), row.int("again_of"))
        job.lostCount = max(0, row.int("lost_count") ?? 0)
        (job.adoptedAt, job.settledAt) = (row.time("adopted_at"), row.time("settled_at"))
        job.expiresAt = row.time("expires_at")
        job.frames = row.text("frames").flatMap(JobFrame.frames)
        return job
    }

    private static func word<Value>(
        _ column: String, of row: Row, _ read: (String) -> Value?
    ) throws(RunFailure) -> Value {
        guard let value = row.text(column).flatMap(read) else { throw damaged(row, column) }
        return value
    }

    /// A price is known or not; one that cannot be is no reason to count nothing.
    private static func price(_ row: Row) throws(RunFailure) -> Money? {
        if case .null = row.stored("price") { return nil }
        guard let price = row.int("price"), (0...Money.stored).contains(price) else {
            throw damaged(row, "price")
        }
        return Money(tenThousandths: price)
    }

    private static func damaged(_ row: Row, _ column: String) -> RunFailure {
        HistoryFailure.damagedRow(row.described("number"), column, row.described(column))
    }

    private static func failure(_ row: Row) -> JobFailure? {
        guard let kind = row.text("failure_kind").flatMap(JobFailure.Kind.init(rawValue:)) else {
            return nil
        }
        return JobFailure(
            kind: kind, code: row.visible("failure_code") ?? "",
            message: row.visibleLines("failure_message") ?? "",
            advice: row.visibleLines("failure_advice") ?? "")
    }
}

extension Money {
    /// The largest amount that can be written down, in ten-thousandths; sums of a whole history of
    /// them are far from overflow.
    fileprivate static let stored = 9_999_999_999_999
}
