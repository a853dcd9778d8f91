import RawServer
import Testing

@testable import VeoClient

/// Videos in answers that say little else, or say it in their own way.
@Suite("Videos that are found") struct FoundVideoTests {
    private static let base = "https://api.example.com/v1"
    private static let one = "https://o.example/1.mp4"
    private static let two = "https://o.example/2"

    struct Poll: Sendable {
        let answer: String
        let status: TaskStatus?
    }

    static let polls = [
        Poll(answer: #"{"id":"v","video_url":"\#(two)"}"#, status: .completed),
        Poll(answer: #"{"success":true,"data":{"video_url":"\#(two)"}}"#, status: .completed),
        Poll(answer: #"{"id":"v","status":"已完成","video_url":"\#(two)"}"#, status: .completed),
        Poll(answer: #"{"id":"v","status":2,"video_url":"\#(two)"}"#, status: .completed),
        Poll(
            answer: #"{"id":"v","status":2,"progress":"100%","video_url":"\#(two)"}"#,
            status: .completed),
        // Nothing is made of a word alone, nor where something speaks against it.
        Poll(answer: #"{"id":"v","status":2}"#, status: .unrecognized),
        Poll(answer: #"{"id":"v","status":"生成中","video_url":"\#(two)"}"#, status: .unrecognized),
        Poll(answer: #"{"id":"v","status":"baking","video_url":"\#(two)"}"#, status: .unrecognized),
        Poll(
            answer: #"{"id":"v","status":2,"progress":30,"video_url":"\#(two)"}"#,
            status: .unrecognized),
        Poll(
            answer: #"{"id":"v","status":"失败","video_url":"\#(two)"}"#, status: .unrecognized),
        Poll(answer: #"{"id":"v","error":"no","video_url":"\#(two)"}"#, status: nil),
        Poll(answer: #"{"id":"v","url":"https://o.example/page"}"#, status: nil),
        Poll(answer: #"{"id":"v","input":{"video_url":"\#(one)"}}"#, status: nil),
    ]

    @Test(arguments: polls) func statuses(row: Poll) throws {
        let task = VideoTask(
            body: try #require(JSONValue(row.answer)), id: "v",
            base: try BaseURL(parsing: Self.base), secrets: SecretFilter(try APIKey(testSecret)))
        #expect(task?.status == row.status, "\(row.answer)")
    }

    struct Links: Sendable {
        let answer: String
        let urls: [String]
    }

    static let links = [
        Links(
            answer: #"{"video_url":"HTTP://o.example/1.mp4"}"#, urls: ["http://o.example/1.mp4"]),
        Links(answer: #"{"video_with_audio":"\#(two)"}"#, urls: [two]),
        Links(answer: #"{"task_result":{"image2video":{"url":"\#(two)"}}}"#, urls: [two]),
        Links(
            answer: #"{"first_frame_url":"https://o.example/f.mp4","preview_video_url":"\#(one)"}"#,
            urls: [one]),
        Links(answer: #"{"preview_video_url":"\#(one)","url":"\#(two)"}"#, urls: [two]),
        Links(answer: #"{"preview_video_cover":"\#(one)"}"#, urls: []),
        Links(answer: #"{"result":"Your video: [here](\#(one)), enjoy"}"#, urls: [one]),
        Links(answer: #"{"result":"see https://help.example/page for more"}"#, urls: []),
        Links(answer: #"{"video_url":"\#(one) \#(one)?b=2"}"#, urls: [one, one + "?b=2"]),
        Links(
            answer: #"{"video_url":"f/x.mp4"}"#,
            urls: ["https://api.example.com/v1/f/x.mp4", "https://api.example.com/f/x.mp4"]),
        Links(answer: #"{"video_url":"x.mp4","url":"not/found"}"#, urls: []),
        Links(
            answer: #"{"video_url":"https://o.example/a b"}"#, urls: ["https://o.example/a%20b"]),
    ]

    @Test(arguments: links) func findsLinks(row: Links) throws {
        let found = AnswerLinks(
            try #require(JSONValue(row.answer)), base: try BaseURL(parsing: Self.base))
        #expect(Set(found.links.map(\.url)) == Set(row.urls), "\(row.answer) \(found.links)")
    }

    /// An address that gives the text of a video gives the video.
    @Test(arguments: ["", "data:video/mp4;base64,", "\n data:video/mp4;base64,"])
    func textsOfVideosAreDecoded(opening: String) async throws {
        let text = opening + String(decoding: base64Bytes(sampleMP4[...]), as: UTF8.self)
        for ending in ["", "\n"] {
            try await withTemporaryFolder { folder in
                let steps = RawStep.answer(200, text + ending, type: "video/mp4")
                try await withGateway({ _, _ in steps }) { client, server in
                    let link = try #require(
                        VideoLink(server.origin + "/1.mp4", relativeTo: .standard))
                    let part = try await client.download(
                        .links([link], id: nil), toPart: folder + "/v.part")
                    #expect(read(folder + "/v.part") == sampleMP4)
                    part.discard()
                }
            }
        }
    }
}
