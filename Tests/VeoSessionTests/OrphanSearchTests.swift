import Testing
import VeoLanguage

@testable import VeoClient
@testable import VeoSession

/// Which task of a gateway an unknown job may be.
@Suite struct OrphanSearchTests {
    private static let sent: Int64 = 1_700_000_000

    private static func search(
        _ base: String = "https://gateway.example/v1",
        prompt: String = "a cat  in a garden\nand some more words behind it, for a long text"
    ) throws -> OrphanSearch {
        var job = try Job.sample { job in
            job.state = .unknown
            job.prompt = prompt
            job.sentAt = sent * 1000
        }
        job.baseURL = try BaseURL(parsing: base)
        return OrphanSearch(of: job, in: .standard)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var after: Int64? = 10
        var model: String? = "veo-3.1-fast"
        var prompt: String?
        let fit: OrphanSearch.Fit?
        var isSure = false
        let why: String
        var testDescription: String { why }
    }

    private static let whole = "a cat in a garden and some more words behind it, for a long text"

    static let rows = [
        Row(fit: .model, isSure: true, why: "the model, a few seconds later"),
        Row(
            model: "sora2_video_generation", fit: .model, isSure: true,
            why: "the gateway's name of the work"),
        Row(model: nil, fit: .model, isSure: true, why: "no model"),
        Row(model: "veo-3.1", fit: nil, why: "another model"),
        Row(model: "veo-3.1", prompt: whole, fit: nil, why: "another model, the same text"),
        Row(after: -60, fit: .model, isSure: true, why: "a clock that is behind"),
        Row(after: -121, fit: .model, why: "made before it was sent, by some clock"),
        Row(after: 299, fit: .model, isSure: true, why: "a slow create and a clock ahead"),
        Row(after: 301, fit: .model, why: "made long after, by some clock"),
        Row(after: nil, fit: .model, why: "no time"),
        Row(prompt: whole, fit: .text, isSure: true, why: "the text with other blanks"),
        Row(after: -300, prompt: whole, fit: .text, isSure: true, why: "five minutes off"),
        Row(after: 8 * 3600, prompt: whole, fit: .text, isSure: true, why: "a zone off"),
        Row(after: nil, prompt: whole, fit: .text, isSure: true, why: "the text, no time"),
        Row(
            prompt: "a cat in a garden and some more words behind", fit: .cutText, isSure: true,
            why: "the text, cut short"),
        Row(
            prompt: "a cat in a garden and some more words be…", fit: .cutText, isSure: true,
            why: "cut short, with a mark"),
        Row(
            after: 8 * 3600, prompt: "a cat in a garden and some more words be...",
            fit: .cutText, why: "cut short, at another time: nothing is guessed"),
        Row(prompt: "a cat in a garden", fit: nil, why: "too short to tell"),
        Row(prompt: "a dog", fit: nil, why: "another text"),
        Row(prompt: "", fit: nil, why: "an empty text"),
    ]

    @Test(arguments: rows) func fits(row: Row) throws {
        let task = VideoTask(
            id: "v", status: .running, createdAt: row.after.map { Int(Self.sent + $0) },
            model: row.model, prompt: row.prompt)
        let search = try Self.search()
        #expect(search.fit(task) == row.fit)
        if let fit = row.fit { #expect(search.isSure(fit, of: task) == row.isSure) }
    }

    /// What a list says that was cut to be shown is not what came.
    @Test func aLongTextOfSeveralLinesIsFound() throws {
        let prompt = (1...60).map { "Line \($0): a cat walks, \u{201C}quoted\u{201D}." }
            .joined(separator: "\n")
        let search = try Self.search(prompt: prompt)
        let task = VideoTask(
            id: "v", status: .running, createdAt: nil, model: nil, prompt: prompt)
        #expect(search.fit(task) == .text)
    }

    /// The clock of a gateway on this machine may be a simulated one.
    @Test func onLoopbackTheTimeTellsNothing() throws {
        let search = try Self.search("http://127.0.0.1:1/v1")
        let task = VideoTask(id: "v", status: .running, createdAt: 5, model: nil, prompt: nil)
        #expect(search.fit(task) == .model)
        #expect(!search.isSure(.model, of: task))
    }

    /// A whole text is worth more than a cut one, and the nearest comes first.
    @Test func theBestComesFirst() throws {
        let tasks = [
            ("late", 500, Self.whole), ("near", 20, Self.whole),
            ("cut", 10, String(Self.whole.unicodeScalars.prefix(50))), ("other", 10, "a dog"),
        ].map { id, after, prompt in
            VideoTask(
                id: id, status: .running, createdAt: Int(Self.sent) + after, model: nil,
                prompt: prompt)
        }
        let found = try #require(try Self.search().candidates(tasks))
        #expect(found.fit == .text)
        #expect(found.tasks.map(\.id) == ["near", "late"])
        #expect(try Self.search().candidates([tasks[3]]) == nil)
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
