package import VeoClient
package import VeoLanguage

/// One video: what was asked for, where it is, what came of it. A value; the history holds the
/// truth and the session the newest copy.
package struct Job: Sendable, Hashable, Identifiable {
    /// Its number in the history: `@#7`. 0 until the history has given one.
    package var number: Int
    package var run: Int
    package var name: String
    package var state: JobState

    package var model: String
    package var mode: Mode
    package var prompt: String
    /// Paths or URLs, as the user wrote them: for people. What is sent is in ``frames``.
    package var imageNames: [String]
    /// SHA-256 over everything that the gateway is asked for.
    package var requestHash: String
    package var baseURL: BaseURL
    package var isSimulated: Bool
    package var price: Money?

    package var serverID: String?
    package var progress: Double?
    /// Where its video is, in the order in which they are tried.
    package var links: [VideoLink] = []
    /// As the gateway said them; recorded answers say "4" for eight seconds.
    package var seconds: String?
    package var size: String?
    package var failure: JobFailure?

    /// Milliseconds since 1970.
    package var createdAt: Int64
    package var sentAt: Int64?
    package var endedAt: Int64?

    /// How long half of such jobs took, as far as the history knows; not stored.
    package var usualDuration: Duration?

    package var file: String?
    package var byteCount: Int64?
    package var sha256: String?

    /// The run that follows it, where that is not its own: `nil` while nobody has taken it up.
    package var followedBy: Int?
    /// The job whose request was submitted again with this one.
    package var againOf: Int?
    /// How often in a row it was asked for and the gateway did not know its id.
    package var lostCount = 0
    /// When the user found this job, which was unknown, on the server.
    package var adoptedAt: Int64?
    /// When the user decided that nothing is left to do about it.
    package var settledAt: Int64?
    /// Until when its video can be fetched.
    package var expiresAt: Int64?
    /// Its images as they were sent; `nil` for a job of an earlier version, and an adopted one.
    package var frames: [JobFrame]?

    package var id: Int { number }
    /// The images as they may be shown: addresses without their queries, which may be signed.
    package var shownImages: [String] {
        imageNames.map { name in
            name.contains("://") ? VideoLink.withoutQuery(name) : name
        }
    }
    package var link: VideoLink? { links.first }
    package var isSaved: Bool { file != nil }
    /// Its progress in whole percent, from 0 to 100.
    package var percent: Int? {
        progress.flatMap { $0.isNaN ? nil : min(max(Int(clamping: $0), 0), 100) }
    }

    /// What it costs as far as is known: a job that never left or was refused costs nothing, and
    /// a failed async job gives its price back; everything else that was sent counts in full.
    package var cost: Money {
        guard let price else { return .zero }
        switch state {
        case .unsent: return .zero
        case .submitting, .queued, .running, .completed, .unknown, .stale: return price
        case .failed: return mayHaveCost ? price : .zero
        }
    }

    /// Whether it failed, and was charged perhaps: the pages of the gateways contradict each other,
    /// and of one that was lost nobody says anything.
    var mayHaveCost: Bool {
        state == .failed
            && (mode == .sync && failure?.kind == .generation || failure?.kind == .lost)
    }

    /// Time since it was sent, or that it took, in milliseconds. An adopted job was sent by the
    /// server's clock, which may be ahead of this one.
    package func elapsed(at now: Int64) -> Int64? {
        sentAt.map { Timestamp.span(from: $0, to: endedAt ?? now) }
    }

    /// How long it probably still takes, in milliseconds; `nil` where nobody knows, and for a job
    /// that takes longer than usual.
    package func remaining(at now: Int64) -> Int64? {
        guard !state.isFinal, let usualDuration, let elapsed = elapsed(at: now) else { return nil }
        let left = DurationText.milliseconds(usualDuration) - elapsed
        return left > 0 ? left : nil
    }

    /// How long a gateway of this family keeps a video, in milliseconds: 24 hours, says its page.
    static let linkLife: Int64 = 24 * 3600 * 1000

    /// Until when its video can be fetched, in milliseconds since 1970; `nil` where there is none
    /// to fetch, or none that outlives the program.
    package var fetchableUntil: Int64? {
        guard state == .completed, !isSaved, !isSimulated else { return nil }
        return linkExpiry
    }

    private var linkExpiry: Int64? { expiresAt ?? endedAt.map { $0 + Self.linkLife } }

    /// Whether the gateway still has the video, saved or not.
    func isFetchable(at now: Int64) -> Bool {
        state == .completed && linkExpiry.map { $0 > now } ?? true
    }

    /// The line that takes it up again in another session.
    package var reattachLine: String { "wait @#\(number)" }
}
