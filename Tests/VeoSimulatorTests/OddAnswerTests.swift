import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Testing
import VeoSimulator

/// What the texts and the conditions of rules make of answers.
@Suite struct OddAnswerTests {
    private func with(
        _ rules: String..., seed: UInt64 = 1, profile: SimulatorProfile = .recorded,
        body: @Sendable @escaping (Simulator, TestClient, SkippingClock) async throws -> Void
    ) async throws {
        var configuration = SimulatorConfiguration()
        configuration.speed = 1
        configuration.seed = seed
        configuration.profile = profile
        configuration.faults = try rules.map { try FaultRule(parsing: $0) }
        let clock = SkippingClock()
        try await Simulator.with(configuration, clock: clock) { simulator in
            try await body(simulator, TestClient(simulator: simulator), clock)
        }
    }

    private static let order = #"{"model":"veo-3.1-fast","prompt":"A \"cat\""}"#

    @Test func aTextStandsForTheAnswer() async throws {
        try await with(
            #"create:answer={"data":{"id":12345,"task_id":"{id}","prompt":"{prompt}\ud83d"}}%0A%FF"#,
            #"status/completed:answer={"status":"success","data":{body}}#1"#,
            #"status:answer=%EF%BB%BF{"s":"{status}","p":{progress},"url":["{link}"]}"#
        ) { _, client, clock in
            let create = try await client.post("/v1/videos", json: Self.order)
            let bytes = Array(create.body.readableBytesView)
            #expect(bytes.last == 0xFF && bytes.dropLast().last == 0x0A)
            #expect(create.text.contains(#""prompt":"A \"cat\"\ud83d"}}"#))
            #expect(create.headers["content-type"] == "application/json; charset=utf-8")
            let id = try #require(member("task_id", of: create.text))
            let queued = try await client.get("/v1/videos/\(id)").text
            #expect(queued == "\u{FEFF}" + #"{"s":"queued","p":0,"url":[""]}"#)
            clock.advance(by: .seconds(406))
            let done = try await client.get("/v1/videos/\(id)").text
            #expect(done.contains(#""s":"completed","p":100,"url":["http://127.0.0.1:"#))
        }
        try await with(#"status/completed:answer={"data":{body}}"#) { _, client, clock in
            let id = try await client.create()
            let queued = try await client.get("/v1/videos/\(id)").text
            #expect(queued.hasPrefix(#"{"created_at""#))
            clock.advance(by: .seconds(406))
            let done = try await client.get("/v1/videos/\(id)").text
            #expect(done.hasPrefix(#"{"data":{"completed_at""#) && done.hasSuffix("}}"))
        }
    }

    @Test func idsOfManyShapes() async throws {
        try await with(
            #"create:id={snowflake} & answer={"id":{id}}@1"#, "create:id=a/b c+%3D{number}@2"
        ) { _, client, _ in
            let reply = try await client.post("/v1/videos", json: Self.order).text
            let id = try #require(Int64(reply.filter(\.isNumber)))
            #expect(id > 1 << 53 && Int64(exactly: Double(id)) != id)
            #expect(try await client.get("/v1/videos/\(id)").status == 200)
            #expect(try await client.get("/v1/videos/\(id + 1)").status == 404)
            let second = try await client.post("/v1/videos", json: Self.order).text
            #expect(second.contains(#""id":"a/b c+=2""#))
            #expect(try await client.get("/v1/videos/a%2Fb%20c%2B%3D2").status == 200)
        }
    }

    /// The same bytes in every range, and the tag of the whole.
    @Test func bytesAroundAFile() async throws {
        try await with("download:answer=%00%00%00%08free{body}%00%00%00%00") { _, client, clock in
            let link = try await Self.link(client, clock)
            let whole = try await client.get(link).body
            let bytes = Array(whole.readableBytesView)
            #expect(Array(bytes.prefix(8)) == [0, 0, 0, 8, 0x66, 0x72, 0x65, 0x65])
            #expect(Array(bytes.suffix(4)) == [0, 0, 0, 0])
            let rest = try await client.get(link, headers: ["Range": "bytes=5-"])
            #expect(rest.status == 206 && rest.body == ByteBuffer(bytes: bytes.dropFirst(5)))
        }
        try await with("download:answer=no video & header=Content-Type: text/html") {
            _, client, clock in
            let reply = try await client.get(try await Self.link(client, clock))
            #expect(reply.text == "no video" && reply.headers["content-type"] == "text/html")
        }
    }

    @Test func aLinkOpensWithItsQueryAlone() async throws {
        try await with("download:signed=name=视频.mp4&Signature=a%252Fb") { _, client, clock in
            let link = try await Self.link(client, clock)
            #expect(link.hasSuffix("?name=视频.mp4&Signature=a%2Fb"))
            let address = link.replacing("视频", with: "%E8%A7%86%E9%A2%91")
            #expect(try await client.get(address).status == 200)
            for wrong in [
                address.replacing("%2F", with: "/"), address.replacing("%2F", with: "%252F"),
                String(address.prefix { $0 != "?" }),
            ] {
                #expect(try await client.get(wrong).status == 403)
            }
        }
    }

    @Test func aVideoInsideAnAnswer() async throws {
        try await with(
            #"status/completed:answer={"status":"completed","url":"data:video/mp4;base64,{video}"}"#
        ) { simulator, client, clock in
            let id = try await client.create()
            clock.advance(by: .seconds(406))
            let text = try await client.get("/v1/videos/\(id)").text
            let code = try #require(text.split(separator: ",").last?.dropLast(2))
            let content = try await client.get("/v1/videos/\(id)/content").body
            let decoded = try #require(Data(base64Encoded: String(code)))
            #expect(ByteBuffer(bytes: decoded) == content)
        }
    }

    @Test func whatAChatSays() async throws {
        try await with("chat:say=看{origin}/ 然后{link}点击") { simulator, client, _ in
            let text = try await client.chat(stream: true).text
            #expect(text.contains("看http://127.0.0.1:\(simulator.port)/ 然后http://127.0.0.1:"))
            #expect(text.contains(".mp4点击\""))
            #expect(text.hasSuffix("data: [DONE]\n\n"))
        }
    }

    @Test func someRequestsOfSomeJobs() async throws {
        try await with("status:status=404#2,/4@/2") { _, client, _ in
            let (first, second) = (try await client.create(), try await client.create())
            var statuses: [[Int]] = [[], []]
            for _ in 1...8 {
                statuses[0].append(try await client.get("/v1/videos/\(first)").status)
                statuses[1].append(try await client.get("/v1/videos/\(second)").status)
            }
            #expect(statuses[0].allSatisfy { $0 == 200 })
            #expect(statuses[1] == [200, 404, 200, 404, 200, 200, 200, 404])
        }
    }

    /// The same share of the same requests with the same seed, another one with another.
    @Test func aShareOfTheRequests() async throws {
        func statuses(seed: UInt64) async throws -> [Int] {
            nonisolated(unsafe) var statuses: [Int] = []
            try await with("status:status=404~1/4", seed: seed) { _, client, _ in
                let id = try await client.create()
                for _ in 1...100 {
                    statuses.append(try await client.get("/v1/videos/\(id)").status)
                }
            }
            return statuses
        }
        let first = try await statuses(seed: 1)
        #expect((10...40).contains(first.count { $0 == 404 }))
        #expect(try await statuses(seed: 1) == first)
        #expect(try await statuses(seed: 2) != first)
    }

    @Test func aCapOfRunningJobs() async throws {
        try await with(
            #"create,chat:status=429 & answer={"error":{"message":"2 at most"}}^2"#
        ) { simulator, client, clock in
            var replies: [Reply] = []
            for _ in 1...4 {
                replies.append(try await client.post("/v1/videos", json: Self.order))
            }
            #expect(replies.map(\.status) == [200, 200, 429, 429])
            #expect(replies[3].text == #"{"error":{"message":"2 at most"}}"#)
            #expect(await simulator.ledger().held == 150_000)
            clock.advance(by: .seconds(406))
            #expect(try await client.post("/v1/videos", json: Self.order).status == 200)
        }
    }

    @Test func onlyForAWhile() async throws {
        try await with("create:status=429<5m", "download:status=404<30s") { _, client, clock in
            #expect(try await client.post("/v1/videos", json: Self.order).status == 429)
            clock.advance(by: .seconds(300))
            let id = try await client.create()
            clock.advance(by: .seconds(151))
            var link: String?
            while link == nil {
                clock.advance(by: .seconds(1))
                link = member("url", of: try await client.get("/v1/videos/\(id)").text)
            }
            let address = try #require(link)
            #expect(try await client.get(address).status == 404)
            clock.advance(by: .seconds(30))
            #expect(try await client.get(address).status == 200)
        }
    }

    @Test func statusesThatAreNoErrors() async throws {
        try await with(
            "create:status=202 & answer= & header=Location: /v1/videos/{id}",
            "status:status=403 & body=html*1"
        ) { simulator, client, _ in
            let created = try await client.post("/v1/videos", json: Self.order)
            #expect(created.status == 202 && created.text.isEmpty)
            let path = try #require(created.headers["location"])
            let page = try await client.get(path)
            #expect(page.status == 403 && page.text.hasPrefix("<!doctype html>"))
            #expect(try await client.get(path).status == 200)
            #expect(await simulator.journal().map(\.status) == [202, 403, 200])
        }
    }

    /// The first job is told by the wrong clock, the second one by the right one.
    @Test(arguments: [("+5m", 300), ("-5m", -300)])
    func aClockThatIsWrong(clock: String, seconds: Int) async throws {
        try await with("create:clock=\(clock)@1") { _, client, _ in
            let (wrong, right) = (try await Self.created(client), try await Self.created(client))
            #expect(wrong - right == seconds)
        }
    }

    @Test func aClockOfMilliseconds() async throws {
        try await with(
            "create:clock=ms@1", "models:header=Date: Thu, 01 Jan 1970 00:00:00 GMT*1"
        ) { _, client, _ in
            let (wrong, right) = (try await Self.created(client), try await Self.created(client))
            #expect(wrong == right * 1_000)
            let date = try await client.get("/v1/models").headers["date"]
            #expect(date == "Thu, 01 Jan 1970 00:00:00 GMT")
            #expect(try await client.get("/v1/models").headers["date"]?.contains("1970") == false)
        }
    }

    private static func created(_ client: TestClient) async throws -> Int {
        let text = try await client.post("/v1/videos", json: order).text
        let digits = text.split(separator: #""created_at":"#).last?.prefix(while: \.isNumber)
        return try #require(digits.flatMap { Int($0) })
    }

    @Test func routesThatAreAboutNoJob() async throws {
        try await with(
            "models:status=503*1", "account:body=html", "list:clock=ms", profile: .openai
        ) { simulator, client, _ in
            #expect(try await client.get("/v1/models").status == 503)
            #expect(try await client.get("/v1/models").status == 200)
            #expect(try await client.get("/api/user/self").text.hasPrefix("<!doctype"))
            _ = try await client.create()
            let list = try await client.get("/v1/videos").text
            #expect(list.contains(#"000,"status":"#))
            #expect(await simulator.journal().compactMap(\.fault).count == 3)
        }
    }

    private static func link(_ client: TestClient, _ clock: SkippingClock) async throws -> String {
        let id = try await client.create()
        clock.advance(by: .seconds(406))
        return try #require(member("url", of: try await client.get("/v1/videos/\(id)").text))
    }
}
