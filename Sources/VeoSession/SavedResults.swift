import FoundationEssentials
import Glibc
import Synchronization
import VeoClient
import VeoLanguage

/// A result that stands as JSON beside its video.
struct SavedResult: Sendable, Hashable {
    /// Of the JSON.
    let path: String
    let video: String
    let job: Job
    /// Why it is no proof that the video is here; `nil` where it is one.
    let doubt: String?
}

/// The results in the folders that a script saves to. They are read when the first submit is met
/// that the history knows nothing of: a history may be lost, and the videos still be here.
struct SavedResults: Sendable {
    /// Files looked at; in a folder with more, the rest is not.
    static let fileLimit = 100_000
    /// Bytes of one of them: the longest prompt, written with escapes, has room in it.
    static let byteLimit = 1_048_576

    private struct Place: Sendable, Hashable {
        let key: String
        let request: String
    }

    /// Read once for a plan and its run, which claim each by itself.
    private final class Reading: Sendable {
        private let results = Mutex<[Place: [SavedResult]]?>(nil)

        func results(_ read: () -> [Place: [SavedResult]]) -> [Place: [SavedResult]] {
            results.withLock { results in
                if let results { return results }
                let new = read()
                results = new
                return new
            }
        }
    }

    /// With the depth to which each is looked into.
    private let folders: [String: Int]
    /// Older results are those of a run that was to be bought anew.
    private let since: Int64
    private let reading = Reading()
    /// How many of each are claimed.
    private var claimed: [Place: Int] = [:]

    init(in folders: [String: Int], since: Int64 = 0) {
        self.folders = folders
        self.since = since
    }

    /// The result of a job of that name and request, each once.
    mutating func claim(_ wish: Wish) -> SavedResult? {
        let place = Place(key: wish.key, request: wish.forms.current)
        let count = claimed[place] ?? 0
        guard let known = reading.results(read)[place], count < known.count else { return nil }
        claimed[place] = count + 1
        return known[count]
    }

    /// The submit that has claimed it last is refused.
    mutating func giveBack(_ result: SavedResult) {
        let place = Place(key: result.job.claimKey, request: result.job.requestHash)
        if let count = claimed[place] { claimed[place] = max(0, count - 1) }
    }

    private func read() -> [Place: [SavedResult]] {
        var rest = Self.fileLimit
        var found: [Place: [SavedResult]] = [:]
        for (folder, depth) in folders.sorted(by: { $0.key < $1.key }) {
            for path in Self.files(in: folder, depth: depth, &rest).sorted() {
                guard let result = Self.result(path), result.job.createdAt >= since else {
                    continue
                }
                let place = Place(key: result.job.claimKey, request: result.job.requestHash)
                found[place, default: []].append(result)
            }
        }
        return found
    }

    /// The paths of the JSON files; a folder is one by its `/`.
    private static func files(in folder: String, depth: Int, _ rest: inout Int) -> [String] {
        let place = folder.isEmpty ? "." : folder
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: place) else {
            return []
        }
        var paths: [String] = []
        for name in names where rest > 0 {
            rest -= 1
            let path = folder + name
            if name.hasSuffix(".json") {
                paths.append(path)
            } else if depth > 0, isFolder(path) {
                paths += files(in: path + "/", depth: depth - 1, &rest)
            }
        }
        return paths
    }

    private static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return lstat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    /// `nil` for a file that is no result of a real gateway.
    private static func result(_ path: String) -> SavedResult? {
        guard let bytes = bytes(of: path),
            let record = try? JSONDecoder().decode(JobRecord.self, from: Data(bytes)),
            !record.simulated, record.status == JobState.completed.rawValue,
            let job = job(record)
        else { return nil }
        let base = String(path.dropLast(".json".count))
        let video = [base + ".mp4", base].first { size(of: $0) != nil } ?? base + ".mp4"
        var saved = job
        saved.file = video
        let doubt: String? =
            switch size(of: video) {
            case nil: "there is no video beside it"
            case record.bytes: nil
            default: "\(video) is another file than the one it speaks of"
            }
        return SavedResult(path: path, video: video, job: saved, doubt: doubt)
    }

    private static func size(of path: String) -> Int64? {
        var information = stat()
        guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        return Int64(information.st_size)
    }

    private static func bytes(of path: String) -> [UInt8]? {
        // Without O_NONBLOCK, opening a named pipe would wait for its writer.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var information = stat()
        guard fstat(file, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        return try? ScriptLibrary.bytes(from: file, name: path, limit: byteLimit)
    }

    /// The job as the history would have it.
    private static func job(_ record: JobRecord) -> Job? {
        guard let mode = Mode(rawValue: record.mode),
            let baseURL = BaseURL(stored: record.baseURL),
            let created = Timestamp.milliseconds(record.created), let bytes = record.bytes,
            let sha256 = record.sha256, let hash = requestHash(record, mode),
            (try? JobName.parse(record.name)) != nil
                || record.name == "job-\(record.number)"
        else { return nil }
        var job = Job(
            number: record.number, run: 0, name: record.name, state: .completed,
            model: record.model, mode: mode, prompt: record.prompt,
            imageNames: record.images ?? [], requestHash: hash, baseURL: baseURL,
            isSimulated: false, price: record.price.flatMap(Money.init(dollars:)),
            createdAt: created)
        (job.serverID, job.byteCount, job.sha256) = (record.id, bytes, sha256)
        (job.seconds, job.size) = (record.seconds, record.size)
        job.sentAt = record.sent.flatMap(Timestamp.milliseconds) ?? created
        job.endedAt = record.completed.flatMap(Timestamp.milliseconds) ?? created
        return job
    }

    /// A result of an older version says what was asked for in words alone, which is enough where
    /// there was no image.
    private static func requestHash(_ record: JobRecord, _ mode: Mode) -> String? {
        if let hash = record.requestHash { return hash }
        guard record.images == nil else { return nil }
        return RequestHash.of(
            GenerationRequest(
                model: record.model, prompt: record.prompt, mode: RequestMode(mode)))
    }
}

extension Money {
    /// `nil` for what is no amount.
    init?(dollars: Double) {
        guard dollars.isFinite, (0...1e9).contains(dollars) else { return nil }
        self.init(tenThousandths: Int(clamping: (dollars * 10_000).rounded()))
    }
}
