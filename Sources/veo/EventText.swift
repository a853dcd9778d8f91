import VeoClient
import VeoLanguage
import VeoSession

/// What happened to jobs, one sentence a line. The state is a word, so nothing is lost where
/// there are no colours.
enum EventText {
    /// `nil` for what only a live board shows.
    static func sentence(_ event: SessionEvent, color: Bool) -> String? {
        switch event {
        case .submitted(let jobs): submitted(jobs)
        case .resumed(let job, let source, let isTold): isTold ? nil : resumed(job, source)
        case .changed(let job, _): changed(job, color: color)
        case .retrying(let job, let notice):
            "\(job.name): \(notice.reason); try \(notice.attempt + 1) of \(notice.of) "
                + "in \(DurationText.rounded(notice.delay))"
        case .awaiting(let jobs, let limit):
            "\(JobNames.text(jobs.map(\.name))): the answer is awaited for "
                + "\(limit.components.seconds) s at most; Ctrl-C again leaves at once"
        case .warning(let text): painted("warning", .yellow, color) + ": \(text)"
        case .notice(let text): text
        case .prepared(let job, _):
            "\(job.name): \(job.price?.description ?? "price unknown") "
                + "(\(job.model), \(job.mode.rawValue)), not sent"
        case .progressed, .downloading, .saved: nil
        }
    }

    private static func submitted(_ jobs: [Job]) -> String? {
        guard let first = jobs.first, let last = jobs.last else { return nil }
        let price = jobs.reduce(Money.zero) { $0 + ($1.price ?? .zero) }
        let cost = first.price == nil ? "price unknown" : price.description
        let names =
            jobs.count == 1
            ? first.name : "\(first.name) to \(last.name), \(jobs.count) jobs"
        let simulated = first.isSimulated ? ", simulated" : ""
        return "\(names): submitted, \(cost) (\(first.model), \(first.mode.rawValue)\(simulated))"
    }

    private static func resumed(_ job: Job, _ source: TakenFrom) -> String {
        let state =
            switch job.state {
            case .unsent, .submitting, .queued, .running: "still on the way"
            case .completed: job.file.map { "saved as \($0)" } ?? "completed"
            case .failed: "failed, and not sent again without `--retry-failed`"
            case .unknown: "unknown, maybe billed; not sent again"
            case .stale: "stale"
            }
        return switch source {
        case .run: "\(job.name): taken up from the last run, \(state)"
        case .renamed(let name):
            "\(job.name): taken up from an earlier run, where it was '\(name)', \(state)"
        case .other(let script):
            "\(job.name): taken up from \(script), which has asked for the same, \(state)"
        case .result(let path): "\(job.name): taken from \(path): already made, \(state)"
        }
    }

    private static func changed(_ job: Job, color: Bool) -> String? {
        switch job.state {
        case .unsent, .submitting: return nil
        case .queued: return job.serverID.map { "\(job.name): queued as \($0)" }
        case .running: return "\(job.name): running"
        case .completed:
            let elapsed = job.endedAt.flatMap(job.elapsed(at:)).map {
                " after " + DurationText.clock(milliseconds: $0)
            }
            return "\(job.name): \(painted("completed", .green, color))\(elapsed ?? "")"
        case .failed where job.failure?.isWithdrawn == true: return nil
        case .failed, .unknown, .stale: return ended(job, color: color)
        }
    }

    private static func ended(_ job: Job, color: Bool) -> String {
        let word = job.state == .unknown ? "unknown, maybe billed" : job.state.rawValue
        let painted = painted(word, job.state.isUncertain ? .yellow : .red, color)
        var lines = ["\(job.name): \(painted): \(job.failure?.message ?? "")"]
        if let advice = job.failure?.advice, !advice.isEmpty { lines.append(" = help: \(advice)") }
        // What is simulated ends with the program, and is paid for by nobody.
        if job.state == .unknown, job.settledAt == nil, !job.isSimulated {
            lines.append(" = help: at the prompt: \(OpenJobsTable.choices(job))")
        }
        return lines.joined(separator: "\n")
    }

    private enum Color: Int {
        case red = 31
        case green = 32
        case yellow = 33
    }

    private static func painted(_ text: String, _ color: Color, _ isOn: Bool) -> String {
        isOn ? "\u{1b}[\(color.rawValue)m\(text)\u{1b}[0m" : text
    }
}

// MARK: Many at once

extension EventText {
    /// By what a sentence is gathered with others; `nil` for one that is always told by itself.
    static func kind(_ event: SessionEvent) -> (Notices.Kind, [Job])? {
        switch event {
        case .submitted(let jobs):
            jobs.first.map { (.submitted(model: $0.model, mode: $0.mode.rawValue), jobs) }
        case .prepared(let job, _): (.prepared(model: job.model, mode: job.mode.rawValue), [job])
        case .resumed(let job, _, _): (.resumed(job.state), [job])
        case .retrying(let job, let notice): (.retrying(reason: notice.reason), [job])
        case .warning(let text), .notice(let text): (.warning(text), [])
        case .changed(let job, _):
            switch job.state {
            case .unsent, .submitting: nil
            case .queued: (.queued, [job])
            case .running: (.running, [job])
            case .completed: (.completed, [job])
            case .failed: (.failed(code: job.failure?.code ?? ""), [job])
            case .unknown: (.unknown(code: job.failure?.code ?? ""), [job])
            case .stale: (.stale(code: job.failure?.code ?? ""), [job])
            }
        case .awaiting, .progressed, .downloading, .saved: nil
        }
    }

    /// What `times` sentences of one kind tell together.
    /// - Parameter first: the first of them.
    static func gathered(
        _ kind: Notices.Kind, _ jobs: [Job], times: Int, _ first: String
    ) -> String {
        var seen: Set<Int> = []
        let jobs = jobs.filter { seen.insert($0.number).inserted }
        let names = JobNames.text(jobs.map(\.name))
        let count = "\(jobs.count) jobs"
        return switch kind {
        case .submitted(let model, let mode):
            "\(names): submitted, \(count), \(Estimate.price(of: jobs)) (\(model), \(mode))"
        case .prepared(let model, let mode):
            "\(names): \(count), \(Estimate.price(of: jobs)) (\(model), \(mode)), not sent"
        case .queued: "\(names): queued, \(count)"
        case .running: "\(names): running, \(count)"
        case .completed: "\(names): completed, \(count)"
        case .failed: "\(names): failed, \(count), the first: \(message(jobs))"
        case .unknown:
            "\(names): unknown, maybe billed, \(count), the first: \(message(jobs))\n"
                + " = help: at the prompt: `jobs @open` tells what can be done about each"
        case .stale: "\(names): stale, \(count), the first: \(message(jobs))"
        case .resumed(let state):
            "\(names): taken up from earlier runs, \(count), \(state.rawValue)"
        case .retrying(let reason): "\(names): \(reason); tried again, \(times) times"
        case .warning: "\(first) (\(times) times)"
        }
    }

    private static func message(_ jobs: [Job]) -> String {
        guard let failure = jobs.first?.failure else { return "" }
        return failure.message + (failure.advice.isEmpty ? "" : "\n = help: \(failure.advice)")
    }
}
