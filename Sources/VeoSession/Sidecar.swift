import FoundationEssentials
import Glibc
import VeoClient
import VeoLanguage

/// The result of a job as JSON beside its video: what was asked for, what it cost, what came.
struct Sidecar: Encodable {
    let name: String
    let number: Int
    let id: String?
    let model: String
    let mode: String
    let prompt: String
    /// As the script names them; absent for a video from a text.
    let images: [String]?
    let status: String
    let created: String
    let sent: String?
    let completed: String?
    let elapsedSeconds: Double?
    /// In dollars.
    let price: Double?
    let size: String?
    let seconds: String?
    let file: String?
    let bytes: Int64?
    let sha256: String?
    /// Without its query: a signature in it is as good as a key.
    let url: String?
    let baseURL: String
    let simulated: Bool

    enum CodingKeys: String, CodingKey {
        case name, number, id, model, mode, prompt, images, status, created, sent, completed
        case elapsedSeconds = "elapsed_seconds"
        case price, size, seconds, file, bytes, sha256, url
        case baseURL = "base_url"
        case simulated
    }

    init(_ job: Job) {
        name = job.name
        number = job.number
        id = job.serverID
        model = job.model
        mode = job.mode.rawValue
        prompt = job.prompt
        images = job.imageNames.isEmpty ? nil : job.imageNames
        status = job.state.rawValue
        created = Timestamp.text(milliseconds: job.createdAt)
        sent = job.sentAt.map(Timestamp.text(milliseconds:))
        completed = job.endedAt.map(Timestamp.text(milliseconds:))
        elapsedSeconds = job.endedAt.flatMap(job.elapsed(at:)).map { Double($0) / 1000 }
        price = job.price.map { Double($0.tenThousandths) / 10_000 }
        size = job.size
        seconds = job.seconds
        file = job.file
        bytes = job.byteCount
        sha256 = job.sha256
        url = job.link?.withoutQuery
        baseURL = job.baseURL.description
        simulated = job.isSimulated
    }

    /// `cat.mp4` has `cat.json` beside it.
    static func path(for video: String) -> String {
        video.hasSuffix(".mp4") ? video.dropLast(4) + ".json" : video + ".json"
    }

    /// Writes it whole or not at all.
    func write(to path: String) throws(RunFailure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            var data = try encoder.encode(self)
            data.append(UInt8(ascii: "\n"))
            try data.write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw RunFailure("cannot write \(path): \(error)", exitCode: .machine)
        }
    }
}
