extension PageView {
    /// Lines for a shell that do what the page talks about.
    var examples: Markup {
        let key = facts.hasOneKey ? "$VEO_API_KEY" : "sk-demo"
        let bearer = "-H \"Authorization: Bearer \(key)\""
        let json = "-H 'Content-Type: application/json'"
        let id = overview.jobs.first { $0.isAsync }?.id ?? "VIDEO_ID"
        let video = "\(origin)/v1/videos/\(id)"
        let lines: [(String, String)] = [
            (
                "Make a video:",
                "curl \(origin)/v1/videos \(bearer) \(json) "
                    + #"-d '{"model":"veo-3.1-fast","prompt":"一只猫咪在花园里玩耍"}'"#
            ),
            ("Ask how far it is:", "curl \(video) \(bearer)"),
            ("Fetch it:", "curl -o video.mp4 \(video)/content \(bearer)"),
            (
                "The same in one request that streams its progress:",
                "curl -N \(origin)/v1/chat/completions \(bearer) \(json) "
                    + #"-d '{"model":"veo-3.1-fast","stream":true,"#
                    + #""messages":[{"role":"user","content":"A cat in a garden"}]}'"#
            ),
            ("With veo:", "VEO_API_KEY=\(key) veo --base-url \(origin)/v1"),
            ("All requests so far, a JSON object a line:", "curl \(origin)/simulator/journal"),
        ]
        let items: [Markup] = lines.map { title, line in
            """
            <li><p>\(title)</p><div class="line"><code>\(line)</code>\
            <button class="copy" type="button">copy</button></div></li>
            """
        }
        let note =
            facts.hasOneKey
            ? "This simulator takes one key only." : "Any key that starts with sk- is accepted."
        return """
            <details open><summary>Try it from a shell</summary><ol>\(items)</ol>\
            <ol><li><p>\(note) <a href="/openapi.json">The description of the API</a> is in \
            OpenAPI 3.1.</p></li></ol></details>
            """
    }
}
