import NIOCore
import Testing

@testable import VeoSimulator

@Suite struct PageTests {
    private func withPage(
        _ configuration: SimulatorConfiguration = SimulatorConfiguration(),
        clock: SkippingClock = SkippingClock(),
        _ body: @Sendable (_ client: TestClient, _ browser: TestClient) async throws -> Void
    ) async throws {
        try await Simulator.with(configuration, clock: clock) { simulator in
            let client = TestClient(simulator: simulator, key: configuration.key ?? "sk-test")
            try await body(client, TestClient(simulator: simulator, key: nil))
        }
    }

    @Test func itIsThereForEveryBrowser() async throws {
        try await withPage { client, browser in
            let page = try await browser.get("/")
            #expect(page.status == 200)
            #expect(page.headers["content-type"] == "text/html; charset=utf-8")
            let policy = try #require(page.headers["content-security-policy"])
            #expect(policy.hasPrefix("default-src 'none'") && !policy.contains("unsafe"))
            #expect(page.headers["x-content-type-options"] == "nosniff")
            #expect(page.text.contains("No jobs yet"))
            #expect(page.text.contains("curl http://127.0.0.1:\(client.simulator.port)/v1/videos"))
            for (path, type) in [
                ("/simulator/page.css", "text/css"), ("/simulator/page.js", "text/javascript"),
            ] {
                let asset = try await browser.get(path)
                #expect(asset.status == 200 && asset.body.readableBytes > 1000)
                #expect(asset.headers["content-type"] == "\(type); charset=utf-8")
                #expect(page.text.contains("\"\(path)\""))
            }
            // People who look leave no trace among the requests.
            #expect(await client.simulator.journal().isEmpty)
        }
    }

    @Test func itTellsOfJobsAndMoney() async throws {
        let clock = SkippingClock()
        var configuration = SimulatorConfiguration()
        configuration.speed = 1
        configuration.faults = [
            try FaultRule(parsing: "create:fail=BAD_LUCK@2"),
            try FaultRule(parsing: "status:status=503*1"),
        ]
        try await withPage(configuration, clock: clock) { client, browser in
            let id = try await client.create()
            _ = try await client.create()
            _ = try await client.get("/v1/videos/\(id)")
            clock.advance(by: .seconds(100))
            let running = try await browser.get("/").text
            #expect(running.contains("<article class=\"job running\" id=\"job-1\">"))
            #expect(running.contains("<progress max=\"100\" value=\""))
            #expect(running.contains("held for running jobs</dt><dd>$0.30</dd>"))
            #expect(running.contains("fault status:status=503*1"))
            #expect(running.contains("1:40 of "))
            clock.advance(by: .seconds(400))
            let ended = try await browser.get("/").text
            #expect(ended.contains("<article class=\"job completed\" id=\"job-1\">"))
            #expect(ended.contains("<video "))
            #expect(ended.contains("<article class=\"job failed\" id=\"job-2\">"))
            #expect(ended.contains("Video generation failed: BAD_LUCK"))
            #expect(ended.contains("paid</dt><dd>$0.15</dd>"))
            #expect(ended.contains("given back for failures</dt><dd>$0.15</dd>"))
        }
    }

    @Test func nothingHostileBecomesAnElement() async throws {
        try await withPage { client, browser in
            let hostile = "<script>x()</script>'<img src=x onerror=y>"
            _ = try await client.create(prompt: hostile)
            _ = try await client.get("/v1/%3Cscript%3E<b>/\(hostile.replacing(" ", with: ""))")
            _ = try await client.send("<I>", "/")
            let page = try await browser.get("/").text
            for tag in ["<script>", "<img", "<b>/", "<I>"] { #expect(!page.contains(tag)) }
            #expect(page.contains("&lt;script&gt;x()&lt;/script&gt;&#39;&lt;img src=x"))
        }
    }

    @Test func theKeyIsNotOnIt() async throws {
        var configuration = SimulatorConfiguration()
        configuration.key = "sk-very-secret-0123456789"
        try await withPage(configuration) { client, browser in
            _ = try await client.create()
            _ = try await client.get("/v1/\(client.key ?? "")/x")
            let page = try await browser.get("/").text
            #expect(!page.contains("very-secret") && page.contains("$VEO_API_KEY"))
        }
    }

    @Test func itIsBounded() async throws {
        try await withPage { client, browser in
            for number in 1...60 { _ = try await client.create(prompt: "cat \(number)") }
            for _ in 1...60 { _ = try await client.get("/v1/models") }
            let page = try await browser.get("/").text
            #expect(page.ranges(of: "<article ").count == Overview.jobLimit)
            #expect(page.ranges(of: "<li><time>").count == Overview.requestLimit)
            #expect(page.contains("id=\"job-60\"") && !page.contains("id=\"job-10\""))
            let long = String(repeating: "long ", count: 5000)
            _ = try await client.create(prompt: long)
            #expect(try await browser.get("/").text.utf8.count < page.utf8.count + 2000)
        }
    }

    @Test func whatIsKnownIsNotSentAgain() async throws {
        var configuration = SimulatorConfiguration()
        configuration.speed = 1
        try await withPage(configuration) { client, browser in
            let tag = try #require(try await browser.get("/").headers["etag"])
            let same = try await browser.get("/", headers: ["If-None-Match": tag])
            #expect(same.status == 304 && same.body.readableBytes == 0)
            _ = try await client.create()
            #expect(try await browser.get("/", headers: ["If-None-Match": tag]).status == 200)
        }
    }

    /// A name that was made to point here is not this machine (DNS rebinding).
    @Test func foreignNamesAreRefused() async throws {
        try await withPage { client, browser in
            for path in ["/", "/simulator/page.js", "/openapi.json"] {
                let reply = try await browser.get(path, headers: ["Host": "evil.example:80"])
                #expect(reply.status == 421 && !reply.text.contains("veo"))
            }
            for name in ["localhost", "127.0.0.1", "[::1]"] {
                let host = "\(name):\(client.simulator.port)"
                #expect(try await browser.get("/", headers: ["Host": host]).status == 200)
            }
        }
        #expect(!SimulatorPage.isHere("127.0.0.1.evil.example") && !SimulatorPage.isHere(""))
    }

    /// The players of the page do not use up faults, and are told only of videos that are there.
    @Test func playersAreNoClients() async throws {
        let clock = SkippingClock()
        var configuration = SimulatorConfiguration()
        configuration.faults = [try FaultRule(parsing: "download:status=503*1")]
        try await withPage(configuration, clock: clock) { client, browser in
            let id = try await client.create()
            clock.advance(by: .seconds(406))
            let text = try await client.get("/v1/videos/\(id)").text
            let link = try #require(member("url", of: text))
            let name = try #require(link.split(separator: "/").last)
            let part = try await browser.get(
                "/simulator/videos/\(name)", headers: ["Range": "bytes=4-7"])
            #expect(part.status == 206 && part.text == "ftyp")
            #expect(try await client.get(link).status == 503)
            #expect(try await browser.get("/simulator/videos/x.mp4").status == 404)
            #expect(try await browser.get("/simulator/videos/..%2Fx.jpg").status == 404)
        }
    }

    @Test func textIsEscaped() {
        let text = "<&>\"'\u{0}\u{1B}\u{202E}\n一"
        let markup: Markup = "<b title=\"\(text)\">\(3)</b>"
        let escaped = "&lt;&amp;&gt;&quot;&#39;\u{FFFD}\u{FFFD}\u{FFFD}\n一"
        #expect(markup.html == "<b title=\"\(escaped)\">3</b>")
        let nested: Markup = "<i>\([markup, markup])</i>"
        #expect(nested.html == "<i>\(markup.html)\(markup.html)</i>")
    }

    @Test(arguments: [
        (0, "$0.00"), (75_000, "$0.15"), (5_000_000_000, "$10,000.00"), (750, "$0.0015"),
        (-125_000, "−$0.25"),
    ])
    func unitsAreDollars(units: Int, text: String) {
        #expect(PageFacts.dollars(units) == text)
    }
}
