import NIOCore
import Testing
import VeoSimulator

@Suite struct ErrorTests {
    private func with(
        key: String? = nil, quota: Int? = nil,
        _ body: @Sendable @escaping (TestClient) async throws -> Void
    ) async throws {
        var configuration = SimulatorConfiguration()
        configuration.key = key
        configuration.speed = 1
        if let quota { configuration.quota = quota }
        try await Simulator.with(configuration) { simulator in
            try await body(TestClient(simulator: simulator))
        }
    }

    @Test func theKeyIsCheckedBeforeAnythingElse() async throws {
        try await with(key: "sk-right") { client in
            for key in [nil, "sk-wrong", ""] {
                var client = client
                client.key = key
                let reply = try await client.post("/v1/videos", json: "no JSON")
                #expect(reply.status == 401)
                #expect(
                    reply.text == """
                        {"error":{"message":"Incorrect API key provided",\
                        "type":"invalid_request_error","code":"invalid_api_key"}}
                        """)
            }
            var client = client
            client.key = "sk-right"
            #expect(try await client.get("/v1/models").status == 200)
        }
    }

    @Test(arguments: [
        ("no JSON", 400, "Invalid message format"),
        ("[]", 400, "Invalid message format"),
        (#"{"prompt":"A cat"}"#, 400, "missing_model"),
        (#"{"model":"veo-31"}"#, 404, "The model 'veo-31' does not exist"),
        (#"{"model":"veo-3.1"}"#, 400, "prompt is required"),
        (#"{"model":"veo-3.1","prompt":" \n"}"#, 400, "prompt is required"),
        (
            #"{"model":"veo-3.1-fl","prompt":"A","input_reference":"https://a.example/b.png"}"#,
            400, "expected a file, but got a string instead."
        ),
    ])
    func badCreates(body: String, status: Int, message: String) async throws {
        try await with { client in
            let reply = try await client.post("/v1/videos", json: body)
            #expect(reply.status == status)
            #expect(reply.text.contains(message))
            #expect(reply.text.hasPrefix(#"{"error":{"message":"#))
        }
    }

    @Test func imagesAreCheckedForSupportCountFormatAndSize() async throws {
        try await with { client in
            let image = FormPart(image: FormPart.png)
            let gif = FormPart(image: Array("GIF89a".utf8), type: "image/gif")
            let large = FormPart(
                image: FormPart.png + [UInt8](repeating: 0, count: 10 * 1024 * 1024))
            let mislabelled = FormPart(image: FormPart.png, type: "image/jpeg")
            let untyped = FormPart(image: FormPart.png, type: "application/octet-stream")
            let text = FormPart("input_reference", "https://a.example/b.png")
            for (model, images, code) in [
                ("veo-3.1", [gif, gif, gif], "model_not_support_image"),
                ("veo-3.1-fl", [gif, gif, gif], "too_many_images"),
                ("veo-3.1-fl", [large, gif], "invalid_image_format"),
                ("veo-3.1-fl", [image, large], "image_too_large"),
                ("veo-3.1-fl", [mislabelled], "invalid_image_format"),
                ("veo-3.1-fl", [untyped], "invalid_image_format"),
                ("veo-3.1-fl", [text], "invalid_type"),
            ] {
                let reply = try await client.post(
                    form: [FormPart("model", model), FormPart("prompt", "A cat")] + images)
                #expect(reply.status == 400)
                #expect(member("code", of: reply.text) == code)
            }
        }
    }

    @Test(arguments: [
        "", "--frontier", "--frontier--", "--frontier\r\n\r\n\r\n--frontier--",
        "--frontier\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nveo-3.1\r\n",
        "--other\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nveo-3.1\r\n--other--",
    ])
    func brokenForms(body: String) async throws {
        try await with { client in
            let reply = try await client.send(
                "POST", "/v1/videos", type: "multipart/form-data; boundary=frontier",
                body: ByteBuffer(string: body))
            #expect(reply.status == 400)
        }
    }

    @Test func moneyIsCheckedLast() async throws {
        try await with(quota: 100_000) { client in
            let bad = try await client.post("/v1/videos", json: #"{"model":"veo-3.1"}"#)
            #expect(bad.status == 400)
            _ = try await client.create(model: "veo-3.1-fast")
            let reply = try await client.post(
                "/v1/videos", json: #"{"model":"veo-3.1-fast","prompt":"A cat"}"#)
            #expect(reply.status == 402)
            #expect(member("code", of: reply.text) == "insufficient_balance")
        }
    }

    @Test func aBodyOverTheLimitIsRefused() async throws {
        try await with { client in
            let body = ByteBuffer(repeating: UInt8(ascii: " "), count: 32 * 1024 * 1024 + 1)
            let reply = try await client.send(
                "POST", "/v1/videos", type: "application/json", body: body)
            #expect(reply.status == 413)
        }
    }

    @Test(arguments: [
        ("GET", "/v1/videos"), ("DELETE", "/v1/videos/video_1"), ("PUT", "/"),
        ("POST", "/v1/v1/videos"), ("GET", "/flow/../secret"), ("PUT", "/flow/a.mp4"),
    ])
    func unknownRoutesGetTheGatewaysError(method: String, path: String) async throws {
        try await with { client in
            let reply = try await client.send(method, path)
            #expect(reply.status == 404)
            #expect(reply.text.hasPrefix(#"{"error":{"message":"Invalid URL (\#(method) /"#))
        }
    }

    @Test func unknownJobsAndUnfinishedContent() async throws {
        try await with { client in
            let unknown = try await client.get("/v1/videos/video_1")
            #expect(unknown.status == 404)
            #expect(member("message", of: unknown.text) == "Task not found")
            let id = try await client.create()
            let early = try await client.get("/v1/videos/\(id)/content")
            #expect(early.status == 400)
            #expect(early.text.contains("Task is not completed yet, current status: "))
        }
    }

    @Test func theConfigurationIsChecked() async throws {
        for speed in [0, -1, Double.nan, .infinity, 1e300, 1e-300] {
            var configuration = SimulatorConfiguration()
            configuration.speed = speed
            await #expect(throws: SimulatorError.self) {
                try await Simulator.with(configuration) { _ in }
            }
        }
    }
}
