import NIOCore
import Testing
import VeoSimulator

/// The shapes of the gateways, by profile.
@Suite struct ProfileTests {
    /// One second of the clock is one simulated second.
    private func with(
        _ profile: SimulatorProfile, faults: [String] = [],
        _ body: @Sendable @escaping (TestClient, SkippingClock) async throws -> Void
    ) async throws {
        var configuration = SimulatorConfiguration()
        configuration.profile = profile
        configuration.speed = 1
        configuration.generationTime = .seconds(200)...(.seconds(200))
        configuration.faults = try faults.map { try FaultRule(parsing: $0) }
        let clock = SkippingClock()
        try await Simulator.with(configuration, clock: clock) { simulator in
            try await body(TestClient(simulator: simulator), clock)
        }
    }

    /// The names of an object's members in their order, at the first level of a flat object.
    private func names(_ json: String) -> [String] {
        json.matches(of: /"([a-z_]+)":/).map { String($0.1) }
    }

    @Test func documentedTasks() async throws {
        try await with(.documented) { client, clock in
            let created = try await client.post(
                "/v1/videos", json: #"{"model":"veo-3.1","prompt":"A cat"}"#
            ).text
            #expect(names(created) == ["id", "object", "created", "status", "model"])
            let id = try #require(member("id", of: created))
            clock.advance(by: .seconds(100))
            let running = try await client.get("/v1/videos/\(id)").text
            #expect(names(running) == ["id", "object", "model", "status", "created"])
            #expect(member("status", of: running) == "processing")
            clock.advance(by: .seconds(100))
            let done = try await client.get("/v1/videos/\(id)").text
            #expect(names(done) == ["id", "object", "model", "status", "prompt", "created"])
            let content = try await client.get("/v1/videos/\(id)/content")
            #expect(content.headers["content-type"]?.hasPrefix("application/json") == true)
            #expect(member("resolution", of: content.text) == "720x1280")
            let link = try #require(member("url", of: content.text))
            #expect(try await client.get(link).headers["content-type"] == "video/mp4")
        }
    }

    @Test func documentedChatEndsWithItsLink() async throws {
        try await with(.documented) { client, _ in
            let stream = try await client.chat(stream: true, more: #","n":2"#).text
            let events = stream.split(separator: "\n\n")
            #expect(events.count == 3 && events[2] == "data: [DONE]")
            #expect(events[1].contains("Video URL: http") && events[1].contains("mp4\\nVideo URL"))
            #expect(events[1].contains(#""finish_reason":"stop""#))
        }
    }

    @Test func newAPITasks() async throws {
        try await with(.newapi, faults: ["status:fail=AUDIO_FILTERED@2"]) { client, clock in
            let id = try await client.create()
            #expect(id.wholeMatch(of: /task_[0-9A-Za-z]{32}/) != nil)
            _ = try await client.create()
            clock.advance(by: .seconds(100))
            let running = try await client.get("/v1/videos/\(id)").text
            #expect(member("task_id", of: running) == id)
            #expect(member("status", of: running) == "in_progress")
            #expect(running.contains(#""progress":50"#) && !running.contains("completed_at"))
            clock.advance(by: .seconds(100))
            let done = try await client.get("/v1/videos/\(id)").text
            #expect(done.contains(#""progress":100"#) && !done.contains("url"))
            let content = try await client.get("/v1/videos/\(id)/content")
            #expect(content.headers["content-type"] == "video/mp4")
            #expect(content.headers["cache-control"] == "public, max-age=86400")
        }
    }

    @Test func newAPIErrorsHaveThreeForms() async throws {
        try await with(.newapi) { client, _ in
            let unknown = try await client.get("/v1/videos/task_1")
            #expect(unknown.status == 400)
            #expect(
                unknown.text == #"{"code":"task_not_exist","message":"task_not_exist","data":null}"#
            )
            var stranger = client
            stranger.key = "none"
            let refused = try await stranger.get("/v1/videos/task_1")
            #expect(refused.status == 401)
            let requestID = try #require(refused.headers["x-oneapi-request-id"])
            #expect(requestID.wholeMatch(of: /\d{14,23}[0-9A-Za-z]{8}/) != nil)
            #expect(
                refused.text == """
                    {"error":{"message":"Invalid token (request id: \(requestID))",\
                    "type":"new_api_error","code":""}}
                    """)
            let channel = try await client.post(
                "/v1/videos", json: #"{"model":"veo-31","prompt":"A cat"}"#)
            #expect(channel.status == 503 && member("code", of: channel.text) == "model_not_found")
            let prompt = try await client.post("/v1/videos", json: #"{"model":"veo-3.1"}"#)
            #expect(
                prompt.text
                    == #"{"code":"invalid_request","message":"prompt is required","data":null}"#)
            let id = try await client.create()
            let early = try await client.get("/v1/videos/\(id)/content")
            #expect(early.status == 400)
            #expect(
                early.text == """
                    {"error":{"message":"Task is not completed yet, current status: QUEUED",\
                    "type":"invalid_request_error"}}
                    """)
            #expect(try await client.get("/v1/videos/task_1/content").status == 404)
        }
    }

    @Test func newAPIChatKeepsAliveAndTellsItsUsage() async throws {
        try await with(.newapi) { client, _ in
            let stream = try await client.chat(stream: true, more: #","n":3"#).text
            #expect(stream.matches(of: /: PING\n\n/).count == 20)
            let events = stream.split(separator: "\n\n")
            #expect(events[events.count - 2].contains(#""choices":[],"usage":{"#))
            for index in 0..<3 {
                #expect(
                    events.contains {
                        $0.contains(#""index":\#(index),"delta":{"content":"> ✅"#)
                    })
            }
        }
    }

    @Test func aKeyWithoutBearerIsTakenByNewAPIAlone() async throws {
        for (profile, status) in [(SimulatorProfile.newapi, 200), (.recorded, 401)] {
            try await with(profile) { client, _ in
                var bare = client
                bare.key = nil
                let reply = try await bare.get("/v1/models", headers: ["Authorization": "sk-a"])
                #expect(reply.status == status)
            }
        }
    }

    @Test func flowThinksAndSignsItsLinks() async throws {
        try await with(.flow) { client, clock in
            let stream = try await client.chat(stream: true).text
            let events = stream.split(separator: "\n\n")
            #expect(events[0].contains(#""role":"assistant","reasoning_content":"✨ "#))
            #expect(events[1].contains(#""reasoning_content":"生成进度: 0%\n""#))
            #expect(Set(events.dropLast().compactMap { member("id", of: String($0)) }).count > 4)
            let found = try #require(stream.firstMatch(of: /<video src='([^']+)' controls/))
            let link = String(found.1)
            #expect(!link.contains(".mp4") && link.contains("&Signature="))
            #expect(try await client.get(link).status == 200)
            let cut = try await client.get(String(link.prefix { $0 != "?" }))
            #expect(cut.status == 403 && cut.text.contains("SignatureDoesNotMatch"))
            clock.advance(by: .seconds(6 * 60 * 60))
            let late = try await client.get(link)
            #expect(late.status == 400 && late.text.contains("ExpiredToken"))
        }
    }

    @Test func flowFailsInItsThoughts() async throws {
        try await with(.flow, faults: ["chat:fail"]) { client, _ in
            let events = try await client.chat(stream: true).text.split(separator: "\n\n")
            #expect(events[events.count - 3].contains(#"{"reasoning_content":"❌ 生成失败: "#))
            #expect(events[events.count - 2].contains(#""choices":[],"usage":{"#))
            #expect(!events.contains { $0.contains("\"stop\"") || $0.contains("<video") })
            #expect(events.last == "data: [DONE]")
        }
    }

    @Test(arguments: SimulatorProfile.allCases)
    func faultsAreShownInEveryProfile(profile: SimulatorProfile) async throws {
        let faults = [
            "create:status=503*1", "status:unknown-status@1*1", "status:relative-link@1*1",
            "download:expired@1", "chat:link=http://a.example/b.mp4",
        ]
        try await with(profile, faults: faults) { client, clock in
            let order = #"{"model":"veo-3.1","prompt":"A cat"}"#
            let busy = try await client.post("/v1/videos", json: order)
            #expect(busy.status == 503 && busy.text.contains("message"))
            let id = try await client.create()
            clock.advance(by: .seconds(200))
            let strange = try await client.get("/v1/videos/\(id)").text
            #expect(member("status", of: strange) == "reviewing" && !strange.contains("url"))
            let relative = try await client.get("/v1/videos/\(id)").text
            #expect(member("status", of: relative) == "completed")
            #expect(member("url", of: relative) == "/v1/videos/\(id)/content")
            let step = profile == .documented ? "/content" : ""
            if profile != .openai, profile != .newapi {
                // The first link was named before, or is named now: it is dead, a fresh one lives.
                let first = try await client.get("/v1/videos/\(id)\(step)").text
                let second = try await client.get("/v1/videos/\(id)\(step)").text
                let links = [first, second].compactMap { member("url", of: $0) }
                #expect(try await client.get(links[1]).status == 200)
                let dead = String(links[1].split(separator: "fresh=")[0].dropLast())
                #expect(try await client.get(dead).status == 403)
            }
            #expect(try await client.chat(stream: true).text.contains("http://a.example/b.mp4"))
        }
    }

    @Test(arguments: SimulatorProfile.allCases)
    func everyProfileListsItsModels(profile: SimulatorProfile) async throws {
        try await with(profile) { client, _ in
            let list = try await client.get("/v1/models")
            #expect(list.status == 200 && list.text.contains(#""object":"list""#))
            #expect(list.text.contains(#"{"id":"veo-3.1-landscape-fast-fl","object":"model""#))
            #expect(list.text.contains("sora-2") == (profile == .openai))
            let one = try await client.get("/v1/models/veo-3.1")
            #expect(member("id", of: one.text) == "veo-3.1")
        }
    }
}
