import FoundationEssentials
import Testing
import VeoClient
import VeoLanguage
import VeoSimulator

@testable import VeoSession

/// A job that is sent again asks for what it asked for then: the bytes of its images, not what
/// lies at their paths now.
@Suite(.timeLimit(.minutes(5))) struct FormerImageTests {
    private static func image(_ byte: UInt8, at path: String) throws {
        try TestFile.writeImage(path)
        // Within the image, before the mark of its end.
        let whole = try Data(contentsOf: URL(filePath: path))
        let bytes = whole.dropLast(2) + [byte] + whole.suffix(2)
        try bytes.write(to: URL(filePath: path))
    }

    /// The first session sends a job with an image; `then` goes on in a second one.
    private static func twoSessions(
        then: @Sendable @escaping (Session, Job, String, Simulator) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            try await Gateway.with { simulator in
                var test = TestSession()
                test.history = folder + "/history"
                try Self.image(1, at: folder + "/cat.jpg")
                let number = try await test.run(on: simulator) { session in
                    await session.set(
                        .model(try #require(await session.catalog["veo-3.1-fast-fl"])))
                    await session.setFrames([folder + "/cat.jpg"])
                    return try await session.ended(try await session.submitted("cat"))[0].number
                }
                var later = TestSession()
                later.history = folder + "/history"
                try await later.run(on: simulator) { session in
                    await session.set(
                        .model(try #require(await session.catalog["veo-3.1-fast-fl"])))
                    let job = try await session.jobs(.number(number), text: "@#1")[0]
                    try await then(session, job, folder, simulator)
                }
            }
        }
    }

    private static func again(_ job: Job, in session: Session) async throws -> Job {
        var order = SubmitOrder()
        order.source = job
        order.text = job.prompt
        return try await session.submit(order)[0]
    }

    @Test func theHistoryKnowsTheBytes() async throws {
        try await Self.twoSessions { session, job, folder, _ async throws in
            guard case .file(let path, let sha256)? = job.frames?.first else {
                Issue.record("no frame")
                return
            }
            #expect(path == folder + "/cat.jpg")
            #expect(sha256.count == 64)
            let again = try await Self.again(job, in: session)
            #expect(again.frames == job.frames)
            #expect(again.requestHash == job.requestHash)
            #expect(again.againOf == job.number)
        }
    }

    @Test func anotherImageIsNotSent() async throws {
        try await Self.twoSessions { session, job, folder, simulator async throws in
            let before = await simulator.count(.upload)
            try Self.image(2, at: folder + "/cat.jpg")
            let changed = await failure { try await Self.again(job, in: session) }
            #expect(
                changed?.message
                    == "the image of 'cat' has changed: \(folder)/cat.jpg is another image now than "
                    + "the one that was sent")
            #expect(changed?.help.first?.hasPrefix("nothing was sent; put the image") == true)
            try FileManager.default.removeItem(atPath: folder + "/cat.jpg")
            let gone = await failure { try await Self.again(job, in: session) }
            #expect(gone?.message.hasPrefix("the image of 'cat' cannot be sent again") == true)
            #expect(await session.allJobs.count == 1)
            #expect(await simulator.count(.upload) == before)
            try Self.image(1, at: folder + "/cat.jpg")
            #expect(try await Self.again(job, in: session).requestHash == job.requestHash)
        }
    }

    /// A row of an earlier version has one hash of the whole request.
    @Test func aRowOfAnEarlierVersion() async throws {
        try await Self.twoSessions { session, job, folder, _ async throws in
            var old = job
            old.frames = nil
            try Self.image(2, at: folder + "/cat.jpg")
            let changed = await failure { [old] in try await Self.again(old, in: session) }
            #expect(changed?.message.hasPrefix("the images of 'cat' are not those") == true)
            try Self.image(1, at: folder + "/cat.jpg")
            #expect(try await Self.again(old, in: session).requestHash == job.requestHash)
        }
    }

    /// The program that has sent it has a copy.
    @Test func inItsOwnSessionItIsAtHand() async throws {
        try await TemporaryFolder.with { folder in
            try await Gateway.with { simulator in
                try Self.image(1, at: folder + "/cat.jpg")
                try await TestSession().run(on: simulator) { session in
                    await session.set(
                        .model(try #require(await session.catalog["veo-3.1-fast-fl"])))
                    await session.setFrames([folder + "/cat.jpg"])
                    let job = try await session.submitted("cat")[0]
                    try Self.image(2, at: folder + "/cat.jpg")
                    let again = try await Self.again(job, in: session)
                    #expect(again.requestHash == job.requestHash)
                }
            }
        }
    }

    /// What was asked of one gateway is not asked of another without a word.
    @Test func anotherGatewayIsNotAsked() async throws {
        try await Self.twoSessions { session, job, _, simulator async throws in
            let before = await simulator.count(.upload)
            await session.set(.baseURL(try BaseURL(parsing: "https://gateway.example/v1")))
            let parsed = Parser.parse(
                SourceFile(name: "test", text: "again @#\(job.number)"), dialect: .prompt)
            let checked = await ScriptChecker.check(
                parsed, origin: .prompt, state: await session.checkState)
            let found = EventLog()
            var interpreter = Interpreter(
                session: session,
                output: Output(
                    result: { _ in }, note: { _ in },
                    diagnostic: { found.add(.warning($0.message)) }, waiting: { _ in },
                    clear: {}),
                origin: .prompt)
            _ = try await interpreter.run(checked)
            #expect(
                found.warnings.first?.hasPrefix("'cat' was sent to \(job.baseURL), and this")
                    == true)
            #expect(await simulator.count(.upload) == before)
        }
    }

    @Test(arguments: ["", "[]x", "{}", #"[{"path":"a"}]"#, #"[{"sha256":"a","url":"b"}]"#])
    func framesThatNobodyWrote(text: String) {
        #expect(JobFrame.frames(text) == nil)
    }

    @Test func framesAreReadAsTheyWereWritten() {
        let frames = [
            JobFrame.file(path: "/a\nb \"c\"\u{202e}.png", sha256: "00"), .url("https://a/b?c=d"),
        ]
        #expect(JobFrame.frames(JobFrame.text(frames)) == frames)
        #expect(JobFrame.frames(JobFrame.text([])) == [])
    }
}
