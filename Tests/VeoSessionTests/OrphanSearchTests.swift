import Testing
import VeoLanguage

@testable import VeoClient
@testable import VeoSession

/// Which task of a gateway an unknown job may be.
@Suite struct OrphanSearchTests {
    private static let sent: Int64 = 1_700_000_000

    private static func search(_ base: String = "https://gateway.example/v1") throws
        -> OrphanSearch
    {
        let job = try Job.sample { job in
            job.state = .unknown
            job.prompt = "a cat  in a garden\nand some more words behind it, for a long text"
            job.sentAt = sent * 1000
        }
        var other = job
        other.baseURL = try BaseURL(parsing: base)
        return OrphanSearch(of: other, in: .standard)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var after: Int64? = 10
        var model: String? = "veo-3.1-fast"
        var prompt: String?
        let fits: Bool
        let why: String
        var testDescription: String { why }
    }

    static let rows = [
        Row(fits: true, why: "the model, a few seconds later"),
        Row(model: "sora2_video_generation", fits: true, why: "the gateway's name of the work"),
        Row(model: nil, fits: true, why: "no model"),
        Row(model: "veo-3.1", fits: false, why: "another model"),
        Row(after: -60, fits: true, why: "a clock that is behind"),
        Row(after: -121, fits: false, why: "made before it was sent"),
        Row(after: 299, fits: true, why: "a slow create and a clock that is ahead"),
        Row(after: 301, fits: false, why: "made long after"),
        Row(after: nil, fits: true, why: "no time"),
        Row(
            prompt: "a cat in a garden and some more words behind it, for a long text", fits: true,
            why: "the text with other blanks"),
        Row(
            prompt: "a cat in a garden and some more words behind", fits: true,
            why: "the text, cut short"),
        Row(prompt: "a cat in a garden", fits: false, why: "too short to tell"),
        Row(prompt: "a dog", fits: false, why: "another text"),
    ]

    @Test(arguments: rows) func fits(row: Row) throws {
        let task = VideoTask(
            id: "v", status: .running, createdAt: row.after.map { Int(Self.sent + $0) },
            model: row.model, prompt: row.prompt)
        #expect(try Self.search().fits(task) == row.fits)
    }

    /// The clock of a gateway on this machine may be a simulated one.
    @Test func onLoopbackTheTimeTellsNothing() throws {
        let search = try Self.search("http://127.0.0.1:1/v1")
        let task = VideoTask(id: "v", status: .running, createdAt: 5, model: nil, prompt: nil)
        #expect(search.fits(task))
        #expect(!search.isSure(of: task))
        #expect(search.earliest == nil)
    }
}

extension VideoTask {
    init(id: String, status: TaskStatus, createdAt: Int?, model: String?, prompt: String?) {
        self.init(
            id: id, status: status, rawStatus: status.rawValue, progress: nil, links: [],
            holdsVideo: false,
            createdAt: createdAt, completedAt: nil, seconds: nil, size: nil, model: model,
            prompt: prompt.map(ServerText.init), namedModel: model.map(ServerText.init), error: nil)
    }
}
