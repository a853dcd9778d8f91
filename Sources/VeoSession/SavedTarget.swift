import GRDB
import VeoClient

/// Files that stand where a video is to be saved and are that video already. A program that is
/// killed after a video has its name and before the history knows it leaves such a file.
extension Session {
    /// Whether the file at `path` may be the video of a job, for it is that of no other one; what
    /// is in it tells. It may also be what another program saves at the same time.
    func mayBeOwn(_ path: String, _ job: Job) async throws(RunFailure) -> Bool {
        try await history.read { database in
            try Row.fetchOne(
                database, sql: "SELECT 1 FROM job WHERE file = ? AND number <> ? LIMIT 1",
                arguments: [SavedPath.whole(path), job.number]) == nil
        }
    }

    /// Whether the file at `path` is the video that `part` is, and no other job's.
    func isOwn(
        _ path: String, _ part: DownloadedPart, of job: Job
    ) async throws -> Bool {
        guard part.hasLength(of: path), try await mayBeOwn(path, job) else { return false }
        return try await part.isSame(as: path)
    }

    /// What the history knows of the video of a job that is saved, as if it were at `path`.
    static func video(of job: Job, at path: String) -> DownloadedPart? {
        guard job.isSaved, let byteCount = job.byteCount, let sha256 = job.sha256 else {
            return nil
        }
        return DownloadedPart(path: path, byteCount: byteCount, sha256: sha256)
    }

    /// A job with what the history is to know of its video.
    static func saved(_ job: Job, _ part: DownloadedPart, at path: String) -> Job {
        var saved = job
        saved.file = path
        saved.byteCount = part.byteCount
        saved.sha256 = part.sha256
        return saved
    }
}
