import RawServer
import Testing

@testable import VeoClient

/// Videos that stand in the JSON of an answer.
@Suite("Videos in answers") struct InlineVideoTests {
    private static func video(_ length: Int) -> [UInt8] {
        VideoProperties.box("ftyp", Array("isom0000isomavc1".utf8))
            + VideoProperties.box("mdat", (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) })
            + VideoProperties.box("moov", [1, 2, 3])
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        String(decoding: base64Bytes(bytes[...]), as: UTF8.self)
    }

    /// In whatever pieces it comes, the video comes out as it was, and little of its text is kept.
    @Test(arguments: [0, 1, 5, 77])
    func decodedInPieces(number: Int) throws {
        for length in [0, 1, 2, 3, 200_000] {
            let video = Self.video(length)
            let text = Self.base64(video)
            for value in [text, "data:video/mp4;base64,\(text)"] {
                let answer =
                    #"{"id":"v","prompt":"a \"cat\"","x":["\#(value)"],"status":"completed"}"#
                var reader = InlineVideoReader()
                var decoded: [UInt8] = []
                for piece in FuzzInput.pieces(Array(answer.utf8), by: number) {
                    decoded += reader.feed(piece)
                }
                #expect(reader.hasVideo)
                #expect(decoded == video)
                #expect(reader.document.count < 1_000)
                #expect(JSONValue(reader.document)?["status"]?.text == "completed")
            }
        }
    }

    @Test func otherTextsStay() {
        let answer =
            #"{"image":"data:image/png;base64,iVBORw0KGgo=","text":"AAAAIGZ0eXBhdmlm","n":1}"#
        var reader = InlineVideoReader()
        #expect(reader.feed(Array(answer.utf8)).isEmpty)
        #expect(!reader.hasVideo)
        #expect(reader.document == Array(answer.utf8))
    }

    /// A long text is cut where no escape is torn.
    @Test func longTextsAreCut() {
        let text = String(repeating: #"\"\\"#, count: InlineVideoReader.stringByteLimit)
        var reader = InlineVideoReader()
        _ = reader.feed(Array(#"{"prompt":"\#(text)","status":"queued"}"#.utf8))
        #expect(reader.document.count < InlineVideoReader.stringByteLimit + 100)
        #expect(JSONValue(reader.document)?["status"]?.text == "queued")
    }

    /// The poll that holds a video larger than any other answer may be names itself as its place.
    @Test func aVideoInTheStatusIsSaved() async throws {
        let video = Self.video(3_000_000)
        let answer =
            #"{"id":"v","status":"completed","metadata":{"url":"data:video/mp4;base64,"#
            + Self.base64(video) + #""}}"#
        try await withTemporaryFolder { folder in
            try await withGateway({ _, _ in RawStep.answer(200, answer) }) { client, _ in
                let task = try await client.status(of: "v")
                #expect(task.status == .completed)
                #expect(task.holdsVideo)
                let link = try #require(task.link)
                let part = try await client.download(
                    .links([link], id: "v"), toPart: folder + "/v.part")
                #expect(part.byteCount == Int64(video.count))
                part.discard()
            }
        }
    }
}
