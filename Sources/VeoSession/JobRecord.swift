import VeoClient
import VeoLanguage

/// A job as JSON: beside a saved video, in an event of `--json` and in `veo jobs --json`. The
/// fields are those of `events.schema.json`; a field without a value is left out.
package struct JobRecord: Codable, Sendable {
    let name: String
    let number: Int
    let id: String?
    let model: String
    let mode: String
    let prompt: String
    /// As the script names them; absent for a video from a text.
    let images: [String]?
    /// SHA-256 over all that was asked for; absent where that is not known.
    let requestHash: String?
    let status: String
    let progress: Double?
    let created: String
    let sent: String?
    let completed: String?
    let elapsedSeconds: Double?
    /// In dollars; absent where the price is not known.
    let price: Double?
    /// In dollars: what it costs as far as is known.
    let cost: Double?
    let size: String?
    let seconds: String?
    let file: String?
    let bytes: Int64?
    let sha256: String?
    /// Until when its video can be fetched; absent once it is saved.
    let expires: String?
    /// The number of the job whose request this one sent again.
    let againOf: Int?
    /// When the user said which job of the gateway it is.
    let adopted: String?
    /// When the user settled it.
    let settled: String?
    /// Without its query: a signature in it is as good as a key.
    let url: String?
    let baseURL: String
    let simulated: Bool
    let error: Failure?

    /// Why a job is `failed`, `unknown` or `stale`.
    struct Failure: Codable, Sendable {
        let kind: String
        let code: String
        let message: String
        let advice: String?
    }

    enum CodingKeys: String, CodingKey {
        case name, number, id, model, mode, prompt, images
        case requestHash = "request_sha256"
        case status, progress, created, sent
        case completed
        case elapsedSeconds = "elapsed_seconds"
        case price, cost, size, seconds, file, bytes, sha256, expires
        case againOf = "again_of"
        case adopted, settled, url
        case baseURL = "base_url"
        case simulated, error
    }

    /// Those of SHA-256; the former form of the fingerprint has more, and says nothing elsewhere.
    private static let hashDigits = 64

    package init(_ job: Job) {
        name = job.name
        number = job.number
        id = job.serverID
        model = job.model
        mode = job.mode.rawValue
        prompt = job.prompt
        images = job.imageNames.isEmpty ? nil : job.shownImages
        requestHash = job.requestHash.count == Self.hashDigits ? job.requestHash : nil
        status = job.state.rawValue
        progress = job.progress
        created = Timestamp.text(milliseconds: job.createdAt)
        sent = job.sentAt.map(Timestamp.text(milliseconds:))
        completed = job.endedAt.map(Timestamp.text(milliseconds:))
        elapsedSeconds = job.endedAt.flatMap(job.elapsed(at:)).map { Double($0) / 1000 }
        price = job.price?.dollars
        cost = job.price == nil ? nil : job.cost.dollars
        size = job.size
        seconds = job.seconds
        file = job.file
        bytes = job.byteCount
        sha256 = job.sha256
        expires = job.fetchableUntil.map(Timestamp.text(milliseconds:))
        againOf = job.againOf
        adopted = job.adoptedAt.map(Timestamp.text(milliseconds:))
        settled = job.settledAt.map(Timestamp.text(milliseconds:))
        url = job.link?.withoutQuery
        baseURL = job.baseURL.description
        simulated = job.isSimulated
        error = job.failure.map { failure in
            Failure(
                kind: failure.kind.rawValue, code: failure.code, message: failure.message,
                advice: failure.advice.isEmpty ? nil : failure.advice)
        }
    }
}

extension Money {
    /// For JSON, where programs read numbers. Sums are made before, in whole ten-thousandths.
    var dollars: Double { Double(tenThousandths) / 10_000 }
}
