import FoundationEssentials
import RawServer
import Synchronization
import Testing

/// A server that sends more than anybody asked for: it is left early, and costs little memory.
@Suite struct HostileCostTests {
    /// The memory that a hostile answer may cost beyond that of a good one, in bytes.
    static let memoryLimit = 64 * 1024 * 1024

    /// What a server does, and the words of the message that tells of it.
    struct Attack: Sendable {
        let steps: [RawStep]
        let message: String
    }

    /// The attacks on one kind of call, by name; one run meets them all, one after the other.
    struct Series: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let attacks: [String: Attack]
    }

    private static func head(_ type: String, _ fields: String = "") -> RawStep {
        .send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: \(type)\r\n\(fields)\r\n")
    }

    private static func filled(_ text: String, _ byteCount: Int = 64 * 1024) -> [UInt8] {
        Array(String(repeating: text, count: byteCount / text.utf8.count).utf8)
    }

    /// An event that adds a text to the answer.
    private static func event(_ json: String) -> String {
        "data: {\"choices\":[{\"delta\":{\"content\":\"\(json)\"}}]}\n\n"
    }

    /// A whole answer of the same few characters, a quarter of the most that is read, then its end.
    private static func talk(_ json: String) -> [RawStep] {
        let piece = event(String(repeating: json, count: 10_000))
        let bytes = json.replacing("\\n", with: "\n").utf8.count * 10_000
        return [
            .streamHead, .endless(Array(piece.utf8), limit: 250_000 / bytes * piece.utf8.count),
        ]
            + [.send("data: [DONE]\n\n")]
    }

    static let series = [
        Series(
            testDescription: "creating a task",
            attacks: [
                "endless-body": Attack(
                    steps: [head("application/json"), .endless(filled(" "))],
                    message: "1,048,576 bytes"),
                "endless-header": Attack(
                    steps: [.send("HTTP/1.1 200 OK\r\n"), .endless(filled("X-Field: value\r\n"))],
                    message: "more header fields than are read"),
                "endless-field": Attack(
                    steps: [.send("HTTP/1.1 200 OK\r\nX-Field: "), .endless(filled("x"))],
                    message: "more header fields than are read"),
                "deep-json": Attack(
                    steps: RawStep.answer(
                        200,
                        String(repeating: "[", count: 500_000)
                            + String(repeating: "]", count: 500_000)),
                    message: "named no usable task id"),
                "wide-json": Attack(
                    steps: RawStep.answer(
                        200, "[" + String(repeating: "{},", count: 300_000) + "1]"),
                    message: "named no usable task id"),
                "compressed-body": Attack(
                    steps: [
                        head("application/json", "Content-Encoding: gzip\r\n"),
                        .bytes(
                            [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]
                                + [UInt8](repeating: 0, count: 100_000)),
                    ], message: "packed, and damaged"),
            ]),
        Series(
            testDescription: "a sync generation",
            attacks: [
                "endless-line": Attack(
                    steps: [.streamHead, .endless(filled("x"))],
                    message: "longer than 1048576 bytes"),
                "endless-event": Attack(
                    steps: [.streamHead, .endless(filled("data: xxxxxxxx\n"))],
                    message: "larger than 1048576 bytes"),
                "endless-events": Attack(
                    steps: [
                        .streamHead,
                        .endless(Array(event(String(repeating: "ab", count: 200)).utf8)),
                    ],
                    message: "more than 1,048,576 bytes of text"),
                "line-ends": Attack(
                    steps: talk("\\n"),
                    message: "without a video"),
                "half-links": Attack(
                    steps: talk("]("),
                    message: "without a video"),
                "addresses": Attack(
                    steps: talk("http://a "),
                    message: "completed"),
                "failures": Attack(
                    steps: talk("task failed:"),
                    message: "failed"),
            ]),
        Series(
            testDescription: "a download",
            attacks: [
                "endless-redirects": Attack(
                    steps: RawStep.redirect("/video_endless-redirects"),
                    message: "more than 5 redirects"),
                "endless-nonsense": Attack(
                    steps: [head("video/mp4"), .endless(filled("x"))], message: "no video"),
                "many-pieces": Attack(
                    steps: [
                        head("video/mp4", "Transfer-Encoding: chunked\r\n"),
                        .bytes(
                            Array("10\r\n".utf8) + Array(HostileServer.video[..<16])
                                + Array("\r\n".utf8)),
                        .bytes(Array("8\r\n".utf8) + [0x7f, 0, 0, 0] + Array("mdat\r\n".utf8)),
                        .endless(filled("1\r\nx\r\n"), limit: 1_700_000), .send("0\r\n\r\n"),
                    ], message: "are missing"),
            ]),
    ]

    private struct Run {
        var errors: String
        var exitCode: Int32
        /// The most memory that the program had had when it was through with the attacks, in bytes.
        var peakMemory: Int
    }

    /// Meets all attacks, one after the other, then submits a job by which this test knows that the
    /// program is still there to be measured.
    private static func run(_ series: Series?) async throws -> Run {
        let isDownload = series?.testDescription == "a download" || series == nil
        let attacks = series?.attacks ?? ["good": Attack(steps: [], message: "")]
        let served = Mutex<Set<String>>([])
        let peak = Mutex<Int?>(nil)
        return try await TemporaryFolder.with { folder in
            let server = HostileServer(
                create: { name in
                    if name == "measure" {
                        let process = Processes.arguments(with: "\(folder)/x.veo").keys.first
                        peak.withLock { $0 = process.flatMap(Processes.peakMemory) }
                    }
                    return isDownload ? nil : attacks[name]?.steps
                },
                status: { #"{"id":"\#($0)","status":"completed","url":"/\#($0)"}"# },
                chat: { name in attacks[name]?.steps ?? [] },
                download: { path in
                    let name = String(path.dropFirst("/video_".count))
                    // One try is enough: a 402 is the end of a download.
                    let isFirst = served.withLock { $0.insert(name).inserted }
                    guard isFirst || name == "endless-redirects" else {
                        return RawStep.answer(402, "{}")
                    }
                    return series != nil ? attacks[name]?.steps ?? [] : HostileServer.goodVideo
                })
            return try await RawServer.with(server.respond) { server in
                let mode = series?.testDescription == "a sync generation" ? "sync" : "async"
                var script = "on-error continue\nset parallel 1\n"
                for name in attacks.keys.sorted() {
                    script += "submit as \(name) mode=\(mode) -- \(name)\nwait @\(name)\n"
                    script += isDownload ? "save @\(name)\n" : ""
                }
                script += "submit as measure -- measure\nwait @measure\n"
                try Data(script.utf8).write(to: URL(filePath: "\(folder)/x.veo"))
                let key = "sk-test-1234567890"
                let run = try await Program.run(
                    ["run", "\(folder)/x.veo"], in: folder,
                    environment: ["VEO_BASE_URL": server.origin + "/v1", "VEO_API_KEY": key])
                try Leftovers.check(run, in: folder, key: key)
                let memory = try #require(peak.withLock { $0 }, "\(run.errors)")
                return Run(errors: run.errors, exitCode: run.exitCode, peakMemory: memory)
            }
        }
    }

    private static let baseline = Task { try await run(nil) }

    @Test(.timeLimit(.minutes(5)), arguments: series)
    func costsLittle(series: Series) async throws {
        let good = try await Self.baseline.value
        #expect(good.exitCode == 0, "\(good.errors)")
        let seen = try await Self.run(series)
        #expect(seen.exitCode > 2, "\(seen.errors)")
        for (name, attack) in series.attacks {
            let told = seen.errors.split(separator: "\n").filter { $0.contains(name) }
            #expect(
                told.contains { $0.contains(attack.message) },
                "\(name): \(told.map { $0.prefix(300) })")
        }
        let cost = seen.peakMemory - good.peakMemory
        #expect(cost < Self.memoryLimit, "\(cost / 1_048_576) MB")
    }
}
