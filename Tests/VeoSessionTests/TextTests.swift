import Testing
import VeoClient
import VeoLanguage

@testable import VeoSession

@Suite struct DurationTextTests {
    @Test(arguments: [
        (Duration.milliseconds(500), "500ms"), (.seconds(90), "90s"), (.seconds(600), "10m"),
        (.seconds(7_200), "2h"), (.zero, "0s"), (.milliseconds(1_500), "1500ms"),
    ])
    func short(duration: Duration, expected: String) {
        #expect(DurationText.short(duration) == expected)
    }

    @Test(arguments: [
        (Int64(0), "0:00"), (7_999, "0:07"), (192_000, "3:12"), (3_723_000, "1:02:03"),
        (-5, "0:00"),
    ])
    func clock(milliseconds: Int64, expected: String) {
        #expect(DurationText.clock(milliseconds: milliseconds) == expected)
    }

    @Test(arguments: [
        (Duration.milliseconds(430), "0.4 s"), (.milliseconds(9_950), "10.0 s"),
        (.milliseconds(12_400), "12 s"),
    ])
    func rounded(duration: Duration, expected: String) {
        #expect(DurationText.rounded(duration) == expected)
    }
}

@Suite struct TextTableTests {
    @Test func columnsAlignInCells() {
        let table = TextTable(
            rows: [["名", "state", "n"], ["cat", "ok", "10"], ["x", ""]], rightAligned: [2])
        #expect(
            table.text == """
                名   state   n
                cat  ok     10
                x
                """)
    }

    @Test func jobsShowTheirPrice() throws {
        let jobs = [
            try Job.sample { $0.file = "cat.mp4" },
            try Job.sample {
                $0.number = 12
                $0.name = "dog"
                $0.state = .failed
                $0.failure = JobFailure(kind: .generation, code: "x", message: "no luck")
                $0.progress = 40
            },
        ]
        #expect(
            JobsTable.text(jobs, at: 0) == """
                 #  name  state      done  model         mode   elapsed   cost  file
                 7  cat   completed        veo-3.1-fast  async     2:40  $0.15  cat.mp4
                12  dog   failed      40%  veo-3.1-fast  async     2:40  $0.00  no luck
                """)
    }
}

@Suite struct RequestHashTests {
    static let request = GenerationRequest(model: "m", prompt: "p", images: [], mode: .async)

    static func hash(_ change: (inout GenerationRequest) -> Void = { _ in }) -> String {
        var request = request
        change(&request)
        return RequestHash.of(request)
    }

    static func file(_ sha256: String) -> ImageInput {
        .file(ImageFile(path: "a", name: "a", mimeType: "image/png", byteCount: 1, sha256: sha256))
    }

    /// It is stored: another value would buy again what was made.
    @Test func itIsStable() throws {
        #expect(
            Self.hash() == "9280b0d9c1800b201be5683e4ccfe8cc6c4fa78495b95173c2dc4e7fbb67cc10")
        let gateway = try BaseURL(parsing: "https://gateway.example/v1")
        #expect(
            RequestHash.former(Self.request, at: gateway)
                == "at:5881a473864a5a430a8f3cfecd7009152ef375c550d8bd20dd959a980e4904b3")
    }

    @Test func everythingThatIsAskedForCounts() {
        let all = [
            Self.hash(), Self.hash { $0.model = "n" }, Self.hash { $0.prompt = "q" },
            Self.hash { $0.mode = .sync }, Self.hash { $0.images = [Self.file("1")] },
            Self.hash { $0.images = [Self.file("2")] },
            Self.hash { $0.images = [Self.file("1"), Self.file("2")] },
            Self.hash { $0.images = [Self.file("2"), Self.file("1")] },
            Self.hash { $0.images = [.url("file:1")] },
            // Where one part ends and the next begins counts, too.
            Self.hash { ($0.model, $0.prompt) = ("mp", "") },
            Self.hash { ($0.model, $0.prompt) = ("", "mp") },
        ]
        #expect(Set(all).count == all.count)
    }

    /// The same bytes under another name are the same request.
    @Test func theNameOfAnImageDoesNotCount() {
        let other = ImageInput.file(
            ImageFile(path: "b", name: "b", mimeType: "image/png", byteCount: 1, sha256: "1"))
        #expect(Self.hash { $0.images = [Self.file("1")] } == Self.hash { $0.images = [other] })
    }
}
