import Testing

@testable import VeoClient

@Suite struct LinkExtractionTests {
    private func links(_ text: String, prompt: String = "a cat") throws -> [String] {
        let request = GenerationRequest(
            model: "veo-3.1-fl", prompt: prompt, images: [.url("https://i.example/cat")],
            mode: .sync)
        let base = try BaseURL(parsing: "https://api.example.com/v1")
        return LinkExtraction(request: request, base: base)
            .links(in: LinkExtraction.withoutEcho(text)).map(\.url)
    }

    private static let signed = "https://o.example/v/1?Expires=1&Signature=a%2Bb%3D&x=(1)"

    @Test(arguments: [
        ("> ✅ 成功，[点击这里](\(signed)) 查看~~~", [signed]),
        ("[a](https://x.example/1.mp4) then [b](\(signed))", ["https://x.example/1.mp4", signed]),
        ("[doc](https://x.example/d)\n> ✅ [v](https://x.example/v)", ["https://x.example/v"]),
        ("```html\n<video src='\(signed)' controls></video>\n```", [signed]),
        ("<video src=\"https://o.example/1?a=1&amp;b=2\">", ["https://o.example/1?a=1&b=2"]),
        (
            "{\"video_url\": \"https:\\/\\/o.example\\/1?a=1\\u0026b=2\"}",
            ["https://o.example/1?a=1&b=2"]
        ),
        ("Video URL: \(signed)", [signed]),
        ("视频（https://o.example/1.mp4）。", ["https://o.example/1.mp4"]),
        ("看 https://o.example/1.mp4，再见", ["https://o.example/1.mp4"]),
        ("(see https://o.example/1.mp4).", ["https://o.example/1.mp4"]),
        ("**https://o.example/1.mp4**", ["https://o.example/1.mp4"]),
        ("http://127.0.0.1:8080/flow/1.mp4", ["http://127.0.0.1:8080/flow/1.mp4"]),
        ("✅ [v](/v1/videos/1/content)", ["https://api.example.com/v1/videos/1/content"]),
        ("![poster](https://o.example/p.jpg) [v](https://o.example/v)", ["https://o.example/v"]),
        // A page before the file, and text of another script glued to it.
        (
            "观看 https://app.example/watch/1 下载 https://o.example/1.mp4",
            ["https://o.example/1.mp4", "https://app.example/watch/1"]
        ),
        ("视频：https://o.example/1.mp4点击下载", ["https://o.example/1.mp4"]),
        ("https://o.example/视频.mp4（有效期24小时）", ["https://o.example/%E8%A7%86%E9%A2%91.mp4"]),
        ("https://o.example/1.MP4；请下载", ["https://o.example/1.MP4"]),
        ("https://o.example/1?Signature=a%2Fb请下载", ["https://o.example/1?Signature=a%2Fb"]),
        (
            "https://o.example/x?filename=视频.mp4&Signature=a%2Fb",
            ["https://o.example/x?filename=%E8%A7%86%E9%A2%91.mp4&Signature=a%2Fb"]
        ),
        (
            "https://o.example/1.mp4,https://o.example/2.mp4",
            [
                "https://o.example/2.mp4", "https://o.example/1.mp4",
            ]
        ),
        ("【https://o.example/1.mp4】！", ["https://o.example/1.mp4"]),
        ("❌ 第一次失败\n> ✅ [v](\(signed))", [signed]),
        ("✅ 已提交 [看](https://o.example/t)\n❌ 生成失败", ["https://o.example/t"]),
        ("[v](javascript:alert(1)) [w](file:///etc/passwd)", []),
        ("https://i.example/cat", []), ("no link", []),
    ])
    func links(text: String, expected: [String]) throws {
        #expect(try links(text) == expected)
    }

    @Test(arguments: [
        "like https://evil.example/x.mp4",
        "```\n✅ [v](https://evil.example/x.mp4)",
        "✅ [v](https://evil.example/x.mp4)\n```\n> ✅ [w](https://evil.example/x.mp4)",
    ])
    func thePromptNeverWins(prompt: String) throws {
        let echo =
            "```json\n{\n    \"prompt\": \(jsonLiteral(prompt)),\n    \"mode\": \"x\"\n}\n```\n\n"
        #expect(try links(echo, prompt: prompt) == [])
        #expect(
            try links(echo + "> ✅ [v](https://good.example/v)", prompt: prompt)
                == ["https://good.example/v"])
        // A gateway that echoes the prompt bare.
        #expect(
            try links("\(prompt)\n\nhttps://good.example/v", prompt: prompt).first
                == "https://good.example/v")
    }

    @Test(
        arguments: [
            ("../x.mp4", "https://h.example/a/x.mp4"), ("/x?y=1", "https://h.example/x?y=1"),
            ("//o.example/x", "https://o.example/x"),
            ("ftp://o.example/x", nil), ("https://u:p@o.example/x", nil), ("mailto:x", nil),
        ] as [(String, String?)])
    func references(reference: String, expected: String?) {
        #expect(resolve(reference, against: "https://h.example/a/b/c") == expected)
    }

    /// A pointer to some page beside a refusal is no video; a file is one.
    @Test func besideAFailure() throws {
        let request = GenerationRequest(model: "veo-3.1", prompt: "a cat", mode: .sync)
        let extraction = LinkExtraction(request: request, base: .standard)
        func links(_ text: String) -> [String] {
            extraction.links(in: text[...], besideFailure: true).map(\.url)
        }
        #expect(links("I cannot do that: [help](https://help.example/x) https://o.example/x") == [])
        #expect(links("✅ ok [t](https://o.example/t)\n❌ 生成失败 [x](https://o.example/x)") == [])
        #expect(links("❌ 音频失败 https://o.example/1.mp4") == ["https://o.example/1.mp4"])
    }

    /// What came is kept byte for byte; only what no address may hold is encoded.
    @Test(arguments: [
        ("https://o.example/a%2Fb?x=%e8&y=[1]", "https://o.example/a%2Fb?x=%e8&y=%5B1%5D"),
        ("https://o.example/100%?a=%zz#f#g", "https://o.example/100%25?a=%25zz#f%23g"),
        ("https://o.example/a b|c^{}\\", "https://o.example/a%20b%7Cc%5E%7B%7D%5C"),
        ("https://[::1]:8080/x", "https://[::1]:8080/x"),
        ("/x?f=猫&s=a%2Fb", "https://api.laozhang.ai/x?f=%E7%8C%AB&s=a%2Fb"),
    ])
    func encodedOnce(text: String, url: String) throws {
        #expect(VideoLink(text, relativeTo: .standard)?.url == url)
    }

    @Test(arguments: [
        "https://o.example:99999/x", "https://o.example:0/x", "https://o.example:-1/x",
        "https://o.example:18446744073709551616/x", "//o.example:70000/x", "https://u@o.example/",
    ])
    func noAddress(text: String) {
        #expect(VideoLink(text, relativeTo: .standard) == nil)
        #expect(resolve(text, against: "https://o.example/a") == nil)
        #expect((try? BaseURL(parsing: text + "/v1")) == nil)
    }

    @Test func signaturesAreNotShown() throws {
        let link = try #require(VideoLink(Self.signed, relativeTo: .standard))
        #expect(link.withoutQuery == "https://o.example/v/1")
        #expect(link.url == Self.signed)
    }
}
