import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing
import VeoSimulator

/// What each kind of fault looks like on the wire.
@Suite struct FaultKindTests {
    private func with(
        _ rules: String...,
        body: @Sendable @escaping (Simulator, TestClient, SkippingClock) async throws -> Void
    ) async throws {
        var configuration = SimulatorConfiguration()
        configuration.speed = 1
        configuration.faults = try rules.map { try FaultRule(parsing: $0) }
        let clock = SkippingClock()
        try await Simulator.with(configuration, clock: clock) { simulator in
            try await body(simulator, TestClient(simulator: simulator), clock)
        }
    }

    private static let order = #"{"model":"veo-3.1-fast","prompt":"A cat"}"#

    /// The link of a new, completed job.
    private static func link(_ client: TestClient, _ clock: SkippingClock) async throws -> String {
        let id = try await client.create()
        clock.advance(by: .seconds(406))
        return try #require(member("url", of: try await client.get("/v1/videos/\(id)").text))
    }

    @Test func aRefusalAsksForAPause() async throws {
        try await with(
            "create:status=503,retry-after=7,code=model_not_found*1",
            "create:status=429,retry-date=60*1", "create:status=500,retry-ms=1500*1"
        ) { simulator, client, _ in
            var replies: [Reply] = []
            for _ in 0..<3 { replies.append(try await client.post("/v1/videos", json: Self.order)) }
            #expect(replies.map(\.status) == [503, 429, 500])
            #expect(replies[0].headers["retry-after"] == "7")
            #expect(member("code", of: replies[0].text) == "model_not_found")
            let date = try #require(replies[1].headers["retry-after"])
            #expect(date.wholeMatch(of: /\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/) != nil)
            #expect(replies[2].headers["retry-after-ms"] == "1500")
            #expect(await simulator.ledger().held == 0)
        }
    }

    @Test func aGoodAnswerAsksForAPause() async throws {
        try await with("status:poll-after=2s*1") { _, client, _ in
            let path = "/v1/videos/\(try await client.create())"
            #expect(try await client.get(path).headers["openai-poll-after-ms"] == "2000")
            #expect(try await client.get(path).headers["openai-poll-after-ms"] == nil)
        }
    }

    /// Only a create with a file is an upload, and it is a create, too.
    @Test func anUploadHasAFile() async throws {
        try await with("upload:status=500*1", "create:status=502") { simulator, client, _ in
            let form = [
                FormPart("model", "veo-3.1-fast-fl"), FormPart("prompt", "A cat"),
                FormPart(image: FormPart.png),
            ]
            var statuses = [try await client.post(form: form).status]
            statuses.append(try await client.post("/v1/videos", json: Self.order).status)
            statuses.append(try await client.post(form: form).status)
            #expect(statuses == [500, 502, 502])
            let seen = await simulator.journal().compactMap(\.step?.rawValue)
            #expect(seen == ["create", "create", "create"])
        }
    }

    @Test(arguments: [
        ("json", #"{"error":{"message":"upstream is busy""#), ("malformed", "{\"id\": 'video'"),
        ("wrong-types", #"{"id":["video"],"#), ("deep", "[[[["), ("huge", #"{"padding":"xxx"#),
    ])
    func bodies(kind: String, start: String) async throws {
        try await with("create:body=\(kind)", "chat:body=\(kind)") { simulator, client, _ in
            let create = try await client.post("/v1/videos", json: Self.order)
            #expect(create.status == 200)
            #expect(create.text.hasPrefix(start))
            let chat = try await client.chat(stream: true)
            #expect(chat.text.hasPrefix(kind == "json" ? start : "data: " + start))
            let type = kind == "json" ? "application/json; charset=utf-8" : "text/event-stream"
            #expect(chat.headers["content-type"] == type)
            // The request was carried out.
            let ledger = await simulator.ledger()
            #expect(ledger.held == 75_000 && ledger.charged == 75_000)
        }
    }

    @Test func noAnswerEndsWithTheClient() async throws {
        try await with("create:no-answer") { simulator, client, _ in
            let request = Task { try await client.post("/v1/videos", json: Self.order) }
            while await simulator.journal().isEmpty { await Task.yield() }
            #expect(await simulator.journal().map(\.status) == [nil])
            request.cancel()
            await #expect(throws: (any Error).self) { try await request.value }
            #expect(await simulator.ledger().held == 75_000)
        }
    }

    @Test func lengthsThatAreWrong() async throws {
        try await with(
            "download:length=none*1", "download:length=+9*1", "download:length=-9*1",
            "download:cut=-1*1"
        ) { _, client, clock in
            let link = try await Self.link(client, clock)
            let whole = try await client.get(link)
            #expect(whole.headers["content-length"] == nil)
            let size = whole.body.readableBytes
            for (announced, isWhole) in [(size + 9, false), (size - 9, true), (size, false)] {
                let response = try await HTTPClient.shared.execute(
                    HTTPClientRequest(url: link), timeout: .minutes(5))
                #expect(response.headers.first(name: "content-length") == "\(announced)")
                let body = try? await response.body.collect(upTo: TestClient.bodyLimit)
                let count = body?.readableBytes
                #expect(count == (isWhole ? announced : nil))
            }
        }
    }

    @Test func rangesAndTags() async throws {
        try await with(
            "download:range=ignored*1", "download:range=wrong*1", "download:etag=none*1",
            "download:etag=weak*1", "download:etag=changed*1"
        ) { _, client, clock in
            let link = try await Self.link(client, clock)
            let range = ["Range": "bytes=100-"]
            #expect(try await client.get(link, headers: range).status == 200)
            let wrong = try await client.get(link, headers: range)
            #expect(wrong.status == 206)
            #expect(wrong.headers["content-range"]?.hasPrefix("bytes 0-") == true)
            #expect(try await client.get(link).headers["etag"] == nil)
            let weak = try await client.get(link).headers["etag"]
            #expect(weak?.hasPrefix("W/\"") == true)
            let other = try await client.get(link, headers: range)
            #expect(other.status == 200)
            let usual = try await client.get(link, headers: range)
            #expect(usual.status == 206)
            #expect(other.headers["etag"] != usual.headers["etag"])
        }
    }

    @Test func theFirstLinkExpires() async throws {
        try await with("download:expired") { _, client, clock in
            let id = try await client.create()
            clock.advance(by: .seconds(406))
            var links: [String] = []
            for _ in 1...3 {
                let text = try await client.get("/v1/videos/\(id)").text
                links.append(try #require(member("url", of: text)))
            }
            #expect(Set(links).count == 3)
            #expect(try await client.get(links[0]).status == 403)
            #expect(try await client.get(links[1]).status == 200)
            #expect(try await client.get("/v1/videos/\(id)/content").status == 200)
        }
    }

    @Test func redirects() async throws {
        try await with(
            "status:redirect=loop", "download:redirect=other-host"
        ) { simulator, client, clock in
            let id = try await client.create()
            clock.advance(by: .seconds(406))
            await #expect(throws: (any Error).self) { try await client.get("/v1/videos/\(id)") }
            #expect(await simulator.journal().last?.status == 302)
            let chat = try await client.chat(stream: true).text
            let link = try #require(chat.firstMatch(of: /http:[^)]+\.mp4/)?.output)
            #expect(try await client.get(String(link)).headers["content-type"] == "video/mp4")
            #expect(await simulator.journal().suffix(2).map(\.status) == [302, 200])
        }
    }

    @Test func aHeaderThatIsTooLarge() async throws {
        try await with("create:huge-header*1") { _, client, _ in
            let reply = try await client.post("/v1/videos", json: Self.order)
            let size = reply.headers.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
            #expect(size > 100_000)
        }
    }

    @Test func aDrippingBodyComesWhole() async throws {
        try await with("download:drip=1m*1") { _, client, clock in
            let link = try await Self.link(client, clock)
            let start = clock.now
            let slow = try await client.get(link)
            #expect(start.duration(to: clock.now) >= .seconds(100 * 60))
            let quick = try await client.get(link)
            #expect(slow.body == quick.body)
        }
    }
}
