import VeoSession

/// Sentences about jobs, so many of one kind become one. A few are told as they come, whoever runs
/// a small script sees each; of more, the rest is held back and told together. A value: it is told
/// what happens and what time it is, and says what is to be shown.
struct Notices {
    /// What two sentences have in common that become one.
    enum Kind: Hashable {
        case submitted(model: String, mode: String)
        case prepared(model: String, mode: String)
        case queued
        case running
        case completed
        /// By the code of the failure: messages name what is the job's own.
        case failed(code: String)
        case unknown(code: String)
        case stale(code: String)
        case resumed(JobState)
        case retrying(reason: String)
        case warning(String)
    }

    /// Sentences of a kind that are told as they come.
    static let burst = 12
    /// How long it takes until one more is, in milliseconds.
    static let refill: Int64 = 30_000
    /// After so long without another one, many that are held are told, in milliseconds.
    static let quiet: Int64 = 1_000
    /// Kinds that are told apart; servers make up codes and reasons.
    static let kindLimit = 100

    private struct Group {
        /// How many sentences may be told now.
        var left = Notices.burst
        /// Since when ``left`` grows.
        var since: Int64
        var held: [Entry] = []
        var heldAt: Int64 = 0
    }

    private struct Entry {
        let jobs: [Job]
        let sentence: String
    }

    private var groups: [Kind: Group] = [:]
    /// The kinds of which something is held, the first one first.
    private var order: [Kind] = []

    /// What is to be told now of a sentence: itself, or nothing yet.
    mutating func take(
        _ sentence: String, _ kind: Kind, _ jobs: [Job], at now: Int64
    ) -> [String] {
        var lines: [String] = []
        if groups[kind] == nil, groups.count >= Self.kindLimit {
            lines = flush()
            groups = [:]
        }
        var group = groups[kind] ?? Group(since: now)
        Self.fill(&group, at: now)
        if group.held.isEmpty, group.left > 0 {
            group.left -= 1
            lines.append(sentence)
        } else {
            if group.held.isEmpty { order.append(kind) }
            group.held.append(Entry(jobs: jobs, sentence: sentence))
            group.heldAt = now
        }
        groups[kind] = group
        return lines
    }

    /// What has been held for long enough.
    mutating func due(at now: Int64) -> [String] {
        guard !order.isEmpty else { return [] }
        return release { group in
            Self.fill(&group, at: now)
            return group.left > 0
                || group.held.count >= Self.burst && now - group.heldAt >= Self.quiet
        }
    }

    /// All that is held: something comes that stands behind it.
    mutating func flush() -> [String] { release { _ in true } }

    private mutating func release(_ isDue: (inout Group) -> Bool) -> [String] {
        var lines: [String] = []
        var rest: [Kind] = []
        for kind in order {
            guard var group = groups[kind] else { continue }
            if isDue(&group) {
                lines.append(Self.text(kind, group.held))
                group.held = []
                group.left = max(0, group.left - 1)
            } else {
                rest.append(kind)
            }
            groups[kind] = group
        }
        order = rest
        return lines
    }

    private static func fill(_ group: inout Group, at now: Int64) {
        // A clock that was set back begins anew.
        let steps = max(0, now - group.since) / refill
        guard steps > 0 || now < group.since else { return }
        group.left = Int(min(Int64(burst), Int64(group.left) + steps))
        group.since = group.left == burst ? now : group.since + steps * refill
        if now < group.since { group.since = now }
    }

    private static func text(_ kind: Kind, _ held: [Entry]) -> String {
        guard held.count > 1 else { return held.first?.sentence ?? "" }
        return EventText.gathered(kind, held.flatMap(\.jobs), times: held.count, held[0].sentence)
    }
}
