import Glibc
import NIOCore
import Testing

@testable import VeoClient

@Suite struct RequestTests {
    private let cat = ImageFile(
        path: "/x/cat.jpg", name: "cat.jpg", mimeType: "image/jpeg", byteCount: 49_447, sha256: "")

    private func collect(_ body: RequestBody) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await buffer in StreamedBody(body: body, progress: .init()) {
            bytes += Array(buffer.readableBytesView)
        }
        return bytes
    }

    @Test func textCreateIsJSON() async throws {
        var request = textRequest
        request.prompt = "a \"cat\"\n猫"
        let body = RequestBody.create(request, boundary: "B")
        let bytes = try await collect(body)
        #expect(bytes.count == body.byteCount)
        let json = try #require(JSONValue(bytes))
        #expect(json["model"]?.text == "veo-3.1-fast")
        #expect(json["prompt"]?.text == "a \"cat\"\n猫")
    }

    @Test func formHasTheFilesInOrder() async throws {
        try await withTemporaryFolder { folder in
            try write(TestImage.jpeg(), to: folder + "/st\"art.jpg")
            try write(TestImage.png(), to: folder + "/end.png")
            let first = try await ImageFile.inspect(path: folder + "/st\"art.jpg")
            let last = try await ImageFile.inspect(path: folder + "/end.png")
            var request = textRequest
            request.images = [.file(first), .file(last)]
            let body = RequestBody.create(request, boundary: "B")
            let bytes = try await collect(body)
            #expect(bytes.count == body.byteCount)
            let field = "Content-Disposition: form-data; name="
            var expected = Array(
                ("--B\r\n\(field)\"model\"\r\n\r\nveo-3.1-fast\r\n"
                    + "--B\r\n\(field)\"prompt\"\r\n\r\na cat\r\n"
                    + "--B\r\n\(field)\"input_reference\"; filename=\"st%22art.jpg\"\r\n"
                    + "Content-Type: image/jpeg\r\n\r\n").utf8)
            expected += TestImage.jpeg()
            expected += Array(
                ("\r\n--B\r\n\(field)\"input_reference\"; filename=\"end.png\"\r\n"
                    + "Content-Type: image/png\r\n\r\n").utf8)
            expected += TestImage.png()
            expected += Array("\r\n--B--\r\n".utf8)
            #expect(bytes == expected)
        }
    }

    @Test func chatHasImagesAsAddressesAndData() async throws {
        try await withTemporaryFolder { folder in
            let content = TestImage.jpeg(data: (0..<700_000).map { UInt8($0 % 251) })
            try write(content, to: folder + "/big.jpg")
            let big = try await ImageFile.inspect(path: folder + "/big.jpg")
            var request = chatRequest
            request.images = [.url("https://i.example/a?b=\"c\""), .file(big)]
            let body = RequestBody.chat(request)
            let bytes = try await collect(body)
            #expect(bytes.count == body.byteCount)
            let json = try #require(JSONValue(bytes))
            #expect(json["stream"] == .bool(true))
            let parts = try #require(json["messages"]?.array?.first?["content"]?.array)
            #expect(parts.map { $0["type"]?.text } == ["text", "image_url", "image_url"])
            #expect(parts[1]["image_url"]?["url"]?.text == "https://i.example/a?b=\"c\"")
            #expect(
                parts[2]["image_url"]?["url"]?.text == "data:image/jpeg;base64," + base64(content))
        }
    }

    @Test func aChangedFileIsNotSent() async throws {
        try await withTemporaryFolder { folder in
            try write(TestImage.jpeg(), to: folder + "/a.jpg")
            let file = try await ImageFile.inspect(path: folder + "/a.jpg")
            try write(TestImage.jpeg(data: [1, 2]), to: folder + "/a.jpg")
            var request = textRequest
            request.images = [.file(file)]
            let body = RequestBody.create(request, boundary: "B")
            await #expect(throws: ImageChanged.self) { try await collect(body) }
        }
    }

    @Test func previewShowsNeitherKeyNorContent() {
        var request = textRequest
        request.images = [.file(cat)]
        let preview = GatewayClient.preview(request, baseURL: .standard)
        #expect(preview.method == "POST")
        #expect(preview.url == "https://api.laozhang.ai/v1/videos")
        #expect(preview.headers.contains { $0 == ("Authorization", "Bearer ***") })
        #expect(preview.body.contains("<cat.jpg, image/jpeg, 49,447 bytes>"))
        request.mode = .sync
        let chat = GatewayClient.preview(request, baseURL: .standard)
        #expect(chat.url.hasSuffix("/chat/completions"))
        #expect(chat.body.contains("data:image/jpeg;base64,<cat.jpg"))
    }

    @Test func problemsSayTheFix() {
        func problems(
            _ model: String, _ images: [ImageInput], _ mode: RequestMode = .async,
            prompt: String = "a cat"
        ) -> [String] {
            GenerationRequest(model: model, prompt: prompt, images: images, mode: mode)
                .problems(in: .standard).map { "\($0.message): \($0.help)" }
        }
        let file = ImageInput.file(cat)
        let url = ImageInput.url("https://i.example/a?sig=geheim")
        #expect(problems("veo-3.1-fl", [file, file]).isEmpty)
        #expect(problems("veo-3.1-fl", [url], .sync).isEmpty)
        #expect(problems("veo-3.1", []).isEmpty)
        #expect(
            problems("veo-3.1-fast", [file])
                == ["the model veo-3.1-fast takes no image: use veo-3.1-fast-fl"])
        #expect(problems("veo-3.1-fl", [file, file, file])[0].contains("takes at most 2"))
        #expect(problems("veo-3.1-fl", [url])[0].contains("async API takes no image address"))
        #expect(!problems("veo-3.1-fl", [url])[0].contains("geheim"))
        #expect(problems("veo-3.1-fl", [.url("file:///etc/passwd")], .sync).count == 1)
        #expect(problems("veo-9\u{1b}", [])[0].contains("no model 'veo-9\\u{1b}'"))
        #expect(problems("veo-3.1", [], prompt: " \n")[0].contains("the prompt is empty"))
        for control in ["\0", "\u{1B}", "\r", "\u{7F}", "\u{85}"] {
            #expect(
                problems("veo-3.1", [], prompt: "a\(control)b")[0].contains("control character"))
        }
        let long = String(repeating: "猫", count: 32_001)
        #expect(problems("veo-3.1", [], prompt: long)[0].contains("32,001 characters"))
    }

    @Test func imagesAreChecked() async throws {
        try await withTemporaryFolder { folder in
            func message(_ path: String) async -> String {
                do {
                    _ = try await ImageFile.inspect(path: path)
                    return "fine"
                } catch {
                    return error.message
                }
            }
            try write([], to: folder + "/empty.jpg")
            try write(Array("GIF89a".utf8), to: folder + "/a.jpg")
            try write(
                [0xff, 0xd8, 0xff] + [UInt8](repeating: 0, count: 10_000_000),
                to: folder + "/big.jpg")
            try write(TestImage.webp(), to: folder + "/w.png")
            mkfifo(folder + "/pipe.jpg", 0o600)
            #expect(await message(folder + "/none.jpg").contains("there is no image"))
            #expect(await message(folder).contains("is a folder"))
            #expect(await message(folder + "/pipe.jpg").contains("is no plain file"))
            #expect(await message(folder + "/empty.jpg").contains("is empty"))
            #expect(await message(folder + "/a.jpg").contains("is no JPEG, PNG or WebP image"))
            #expect(await message(folder + "/big.jpg").contains("at most 10,000,000 (10 MB)"))
            #expect(await message("a\0b").contains("there is no image"))
            let webp = try await ImageFile.inspect(path: folder + "/w.png")
            #expect(webp.mimeType == "image/webp")
            #expect(webp.name == "w.png")
            #expect(webp.byteCount == TestImage.webp().count)
        }
    }
}
