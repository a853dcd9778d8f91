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
            job.link?.url, job.seconds, job.size,
            job.failure?.kind.rawValue, job.failure?.code, job.failure?.message,
            job.failure?.advice,
            job.createdAt, job.sentAt, job.endedAt, job.file.map(SavedPath.whole), job.byteCount,
            job.sha256, job.againOf, job.adoptedAt, job.settledAt, job.expiresAt, job.followedBy,
            job.lostCount,
        ]
    }

    /// `nil` for a row that no version of this program has written.
    static func job(_ row: Row) -> Job? {
        let base: String = row["base_url"]
        guard
            let state = JobState(rawValue: row["state"]),
            let mode = Mode(rawValue: row["mode"]),
            let baseURL = try? BaseURL(stored: base)
        else { return nil }
        let images: String = row["images"]
        let link: String? = row["link"]
        let price: Int? = row["price"]
        let file: String? = row["file"]
        return Job(
            number: row["number"], run: row["run"], name: row["name"], state: state,
            model: row["model"], mode: mode, prompt: row["prompt"],
            imageNames: images.split(separator: "\n").map(String.init),
            requestHash: row["request_hash"], baseURL: baseURL, isSimulated: row["simulated"],
            price: price.map(Money.init(tenThousandths:)), serverID: row["server_id"],
            progress: row["progress"], link: link.flatMap { VideoLink($0, relativeTo: baseURL) },
            seconds: row["seconds"], size: row["size"], failure: failure(row),
            createdAt: row["created_at"], sentAt: row["sent_at"], endedAt: row["ended_at"],
            file: file.map(SavedPath.shown), byteCount: row["bytes"], sha256: row["sha256"],
            followedBy: row["followed_by"], againOf: row["again_of"],
            lostCount: row["lost_count"], adoptedAt: row["adopted_at"],
            settledAt: row["settled_at"],
            expiresAt: row["expires_at"])
    }

    private static func failure(_ row: Row) -> JobFailure? {
        let stored: String? = row["failure_kind"]
        guard let kind = stored.flatMap(JobFailure.Kind.init(rawValue:)) else { return nil }
        let message: String? = row["failure_message"]
        let code: String? = row["failure_code"]
        let advice: String? = row["failure_advice"]
        return JobFailure(
            kind: kind, code: code ?? "", message: message ?? "", advice: advice ?? "")
    }
}

extension BaseURL {
    /// A base URL that was allowed when its job was submitted; a plain-http host that needed
    /// permission then is read back without asking again. Sending to it asks anew.
    init(stored text: String) throws {
        let host = text.split(separator: "/").dropFirst().first.map(String.init) ?? ""
        let bare = host.split(separator: ":").first.map(String.init) ?? host
        try self.init(parsing: text, plainHTTPHosts: [bare])
    }
}
