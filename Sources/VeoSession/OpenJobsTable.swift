import VeoClient
import VeoLanguage

/// What is left to do about jobs, and the line that does it.
package enum OpenJobsTable {
    package static func text(_ open: [OpenJob], at now: Int64) -> String {
        let heading = ["#", "name", "state", "sent", "cost", "what now"]
        return TextTable(
            rows: [heading] + open.map { row($0, at: now) }, rightAligned: [0, 3, 4]
        ).text
    }

    private static func row(_ open: OpenJob, at now: Int64) -> [String] {
        let job = open.job
        let age = job.sentAt.map { DurationText.coarse(milliseconds: max(0, now - $0)) + " ago" }
        return [
            "\(job.number)", job.name, job.state.rawValue, age ?? "",
            job.price == nil ? "?" : job.cost.description, next(open, at: now),
        ].map(VisibleText.of)
    }

    private static func next(_ open: OpenJob, at now: Int64) -> String {
        let job = open.job
        let reference = "@#\(job.number)"
        if let process = open.process {
            return "process \(process)\(open.host.map { " on \($0)" } ?? "") follows it"
        }
        switch job.state {
        case .completed:
            return "not saved: `save \(reference)`" + (expiry(job, at: now).map { ", " + $0 } ?? "")
        case .unknown: return "maybe billed: " + choices(job)
        case .stale: return "no news lately: " + choices(job)
        case .unsent, .submitting, .queued, .running, .failed: return "`\(job.reattachLine)`"
        }
    }

    /// What a user can do about a job that is unknown or stale.
    package static func choices(_ job: Job) -> String {
        let reference = "@#\(job.number)"
        if job.isPolled { return "`\(job.reattachLine)` asks for it again" }
        let adopting = job.isOrphan ? "`adopt \(reference)`, " : ""
        return adopting + "`again \(reference)` or `forget \(reference)`"
    }

    /// `22 h left`, the time in which a video must be saved; `nil` for what has no link that could
    /// expire.
    package static func expiry(_ job: Job, at now: Int64) -> String? {
        guard let until = job.fetchableUntil else { return nil }
        guard until > now else { return "its link has expired" }
        return DurationText.coarse(milliseconds: until - now) + " left"
    }
}
