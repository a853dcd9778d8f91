import VeoClient
import VeoLanguage

/// What `cost` shows: what is spent and what runs, by model, and what the next submit costs.
enum CostReport {
    static func text(_ session: Session, at origin: ScriptOrigin) async -> String {
        let jobs = await session.ownJobs
        let model = await session.settings.model
        var rows = [["model", "jobs", "spent", "running"]]
        var order: [String] = []
        var byModel: [String: [Job]] = [:]
        for job in jobs {
            if byModel[job.model] == nil { order.append(job.model) }
            byModel[job.model, default: []].append(job)
        }
        for name in order { rows.append(row(name, byModel[name] ?? [])) }
        if order.count != 1 { rows.append(row("all", jobs)) }
        var lines = [TextTable(rows: rows, rightAligned: [1, 2, 3]).text]
        lines.append("next submit: \(model.price?.description ?? "price unknown") (\(model.name))")
        let spending = await session.spending
        if let text = spending.text(at: origin) {
            lines.append(text)
        } else if spending.before > .zero {
            lines.append("earlier runs of this script: \(spending.before)")
        }
        if jobs.contains(where: \.isSimulated) { lines.append("simulated jobs cost nothing") }
        return lines.joined(separator: "\n")
    }

    private static func row(_ name: String, _ jobs: [Job]) -> [String] {
        let ended = jobs.filter(\.state.isFinal).reduce(Money.zero) { $0 + $1.cost }
        let running = jobs.filter { !$0.state.isFinal }.reduce(Money.zero) {
            $0 + ($1.price ?? .zero)
        }
        return [name, "\(jobs.count)", ended.description, running.description]
    }
}
