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
        ("[a](https://x.example/1.mp4) then [b](\(signed))", [signed, "https://x.example/1.mp4"]),
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

    @Test func signaturesAreNotShown() throws {
        let link = try #require(VideoLink(Self.signed, relativeTo: .standard))
        #expect(link.withoutQuery == "https://o.example/v/1")
        #expect(link.url == Self.signed)
    }
}
