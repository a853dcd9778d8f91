import FoundationEssentials
import VeoClient
import VeoLanguage

/// The result of a job as JSON beside its video: what was asked for, what it cost, what came.
enum Sidecar {
    /// `cat.mp4` has `cat.json` beside it.
    static func path(for video: String) -> String {
        video.hasSuffix(".mp4") ? video.dropLast(4) + ".json" : video + ".json"
    }

    /// Writes it whole or not at all.
    static func write(_ job: Job, to path: String) throws(RunFailure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            var data = try encoder.encode(JobRecord(job))
            data.append(UInt8(ascii: "\n"))
            try data.write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw RunFailure("cannot write \(path): \(error)", exitCode: .machine)
        }
    }
}
