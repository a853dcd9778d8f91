import VeoClient
import VeoLanguage

/// The result of a job as JSON beside its video: what was asked for, what it cost, what came.
enum Sidecar {
    /// `cat.mp4` has `cat.json` beside it.
    static func path(for video: String) -> String {
        video.hasSuffix(".mp4") ? video.dropLast(4) + ".json" : video + ".json"
    }

    /// Writes it whole or not at all, and brings it to the disk.
    static func write(_ job: Job, to path: String) throws(RunFailure) {
        let text: String
        do { text = try JSONText.page(JobRecord(job)) } catch {
            throw RunFailure("cannot write \(path): \(error)", exitCode: .machine)
        }
        do { try WholeFile.write(Array(text.utf8), to: path) } catch {
            throw RunFailure(error.message, help: [], exitCode: .machine)
        }
    }
}
