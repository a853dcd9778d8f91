import FoundationEssentials
import RawServer
import Testing

@testable import LineEditor
@testable import VeoClient
@testable import VeoLanguage

/// A gateway whose every string would do something to a terminal, against the real program.
@Suite struct HostileTextTests {
    /// Colours, a title, a cleared screen in C1, a bell, turned and hidden text, line ends, a path
    /// and markup, as JSON writes them.
    static let text =
        #"\u001b[31m\u001b]0;owned\u0007\u009b2J\u0085\u0000\b\u007f\u202eevil\u2066\u200b\ufeff"#
        + #"\u2028\u00ad\u3164\udb40\udc41\r\n../../etc/passwd<script>alert(1)</script>"#

    private static func task(_ id: String) -> String {
        let common =
            #""model":"\#(text)","size":"\#(text)","seconds":"\#(text)","progress":"\#(text)","#
            + #""message":"\#(text)","created_at":"\#(text)""#
        return switch id {
        case "video_good":
            #"{"id":"\#(id)","status":"completed","url":"/file.mp4?sig=1",\#(common)}"#
        case "video_link": #"{"id":"\#(id)","status":"completed","url":"/\#(text)",\#(common)}"#
        case "video_word": #"{"id":"\#(id)","status":"FAILED","error":"\#(text)",\#(common)}"#
        default:
            #"{"id":"\#(id)","status":"failed","#
                + #""error":{"message":"\#(text)","code":"\#(text)","type":"\#(text)"},\#(common)}"#
        }
    }

    private static let server = HostileServer(
        create: { prompt in
            switch prompt {
            case "refused":
                RawStep.answer(
                    400, #"{"error":{"message":"\#(text)","code":"\#(text)","type":"\#(text)"}}"#)
            case "moved":
                RawStep.answer(
                    302, "", headers: ["Location: /\u{9b}2J\u{202e}\u{200b}?sig=1", "X: \u{9b}1m"])
            case "id": RawStep.answer(200, #"{"id":"\#(text)","status":"queued"}"#)
            default: nil
            }
        },
        status: task,
        chat: { prompt in
            let content = #"{"choices":[{"delta":{"content":"\#(text)"}}]}"#
            let error = #"{"id":"\#(text)","error":{"message":"\#(text)","code":"\#(text)"}}"#
            let object = prompt == "talk" ? content : error
            return [.streamHead, .send("event: \u{1b}[2J\ndata: \(object)\n\ndata: [DONE]\n\n")]
        },
        download: { path in
            path.hasPrefix("/file.mp4")
                ? RawStep.answer(200, bytes: HostileServer.video, type: "video/mp4")
                : RawStep.answer(404, #"{"error":{"message":"\#(text)","code":"\#(text)"}}"#)
        })

    private static let script = """
        on-error continue
        adopt video_good as good
        submit as link -- link
        submit as word -- word
        submit as object -- object
        submit as refused -- refused
        submit as moved -- moved
        submit as id -- id
        submit as talk mode=sync -- talk
        submit as fails mode=sync -- fails
        wait
        save @good to out/${job.model}-${job.size}-${job.seconds}.mp4
        save @link
        for name in list good link word object refused moved id talk fails
          show @${name}
        end
        jobs
        """

    /// What is printed in whatever way, and what is written, holds no hidden character.
    @Test(.timeLimit(.minutes(5)), arguments: [[], ["--json"]])
    func nothingHiddenComesOut(options: [String]) async throws {
        try await RawServer.with(Self.server.respond) { server in
            try await TemporaryFolder.with { folder in
                try Data(Self.script.utf8).write(to: URL(filePath: "\(folder)/hostile.veo"))
                let environment = [
                    "VEO_BASE_URL": server.origin + "/v1", "VEO_API_KEY": "sk-test-1234567890",
                ]
                let run = try await Program.run(
                    ["run", "hostile.veo"] + options, in: folder, environment: environment)
                #expect(run.errors.contains("evil"), "the words themselves are shown")
                #expect(run.errors.contains("\\u{1b}[31m"))
                try Self.check(run, "run")
                for options in [[], ["--json"]] {
                    let jobs = try await Program.run(
                        ["jobs"] + options, in: folder, environment: environment)
                    #expect(jobs.output.contains("evil"))
                    try Self.check(jobs, "jobs")
                }
                try Leftovers.check(run, in: folder, key: "sk-test-1234567890")
                try Self.checkFiles(in: folder)
            }
        }
    }

    /// No text of the server made a folder or left one.
    private static func checkFiles(in folder: String) throws {
        let files = Fixtures.files(in: folder).filter { !$0.hasPrefix(".local/") }
        let videos = files.filter { $0.hasSuffix(".mp4") }
        #expect(videos.count == 1, "\(files)")
        #expect(files.count == 3, "the script, the video, its JSON: \(files)")
        for file in files where !file.hasSuffix(".veo") {
            #expect(file.hasPrefix("out/"))
            #expect(file.split(separator: "/").count == 2)
            #expect(!file.unicodeScalars.contains(where: isHidden), "\(file)")
            guard file.hasSuffix(".json") else { continue }
            let text = Fixtures.text("\(folder)/\(file)")
            #expect(!text.unicodeScalars.contains { $0 != "\n" && isHidden($0) }, "\(text)")
            #expect(!text.contains("sig=1"))
        }
    }

    private static func check(_ run: ProgramRun, _ what: String) throws {
        for text in [run.output, run.errors] {
            let hidden = text.unicodeScalars.filter { $0 != "\n" && isHidden($0) }
            #expect(hidden.isEmpty, "\(what): \(hidden.map { String($0.value, radix: 16) })")
            #expect(!text.contains("sig=1"), "\(what): a signature")
        }
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    /// Three filters, each for texts of its own, agree: what a terminal obeys is escaped by all of
    /// them, what turns or splits lines by both that quote texts in messages, and what only cannot
    /// be seen by the one for texts of a server.
    @Test func theFiltersAgree() {
        // Where Unicode has characters that cannot be seen.
        for value in Array(UInt32(0)...0x2_ffff) + Array(0xe_0000...0xe_0fff) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let ofServers = TextFilter.isHidden(scalar)
            let ofScripts = VeoLanguage.VisibleText.escape(scalar) != nil
            let isObeyed =
                value < 0x3000 && TerminalText.escaped(String(scalar)) != String(scalar)
            if ofScripts && !ofServers || isObeyed && !ofScripts {
                Issue.record("U+\(String(value, radix: 16))")
            }
        }
    }
}
