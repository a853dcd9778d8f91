import FoundationEssentials
import Glibc
import NIOCore
import NIOPosix
import Subprocess
import SystemPackage
import Testing

@testable import VeoSimulator

/// Videos of their own: most of it with a stand-in for ffmpeg, a script that is first on the PATH.
@Suite struct PictureTests {
    /// - Parameter script: what the stand-in does; it is started in the private folder.
    private func withStudio(
        _ script: String,
        _ body: @Sendable (TestClient, SkippingClock, _ folder: String) async throws -> Void
    ) async throws {
        var template = Array("/tmp/veo-test-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let folder = String(
            decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = "\(folder)/ffmpeg"
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(filePath: path))
        chmod(path, 0o700)
        var configuration = SimulatorConfiguration()
        configuration.pictures = PictureTool(environment: [
            "PATH": "\(folder):/usr/bin:/bin", "TMPDIR": folder, "VEO_API_KEY": "sk-secret",
        ])
        let clock = SkippingClock()
        try await Simulator.with(configuration, clock: clock) { simulator in
            try await body(TestClient(simulator: simulator), clock, folder)
        }
        // Nothing is left but the stand-in and what it wrote itself.
        let left = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(!left.contains { $0.hasPrefix("veo-pictures-") }, "\(left)")
    }

    private func pipe(_ body: @Sendable @escaping () throws -> Void) async throws {
        try await NIOThreadPool.singleton.runIfActive(body)
    }

    private static let works = "printf drawn-video > video.mp4; printf still > poster.jpg"

    @Test func aJobHasItsOwnVideo() async throws {
        try await withStudio(Self.works) { client, clock, _ in
            let id = try await client.create()
            await client.simulator.pictures?.idle()
            clock.advance(by: .seconds(406))
            let reply = try await client.get("/v1/videos/\(id)/content")
            #expect(reply.headers["content-type"] == "video/mp4")
            let link = try #require(
                member("url", of: try await client.get("/v1/videos/\(id)").text))
            // Behind what was drawn, since this has no index: a box with the name.
            let name = try #require(link.split(separator: "/").last?.prefix { $0 != "." })
            #expect(reply.text == "drawn-video\0\0\0\u{2C}free" + name)
            let part = try await client.get(link, headers: ["Range": "bytes=6-"])
            #expect(part.status == 206 && part.text == reply.text.dropFirst(6))
            #expect(part.headers["content-range"] == "bytes 6-54/55")
        }
    }

    @Test func eachVideoOfARequestIsDrawn() async throws {
        try await withStudio("\(Self.works); echo >> \"$TMPDIR/runs\"") { client, _, folder in
            _ = try await client.chat(stream: true, more: #","n":3"#)
            await client.simulator.pictures?.idle()
            let runs = try Data(contentsOf: URL(filePath: "\(folder)/runs"))
            #expect(runs.count == 3)
        }
    }

    @Test func whatIsAskedForTooEarlyStaysTheClip() async throws {
        let waits = """
            : > "$TMPDIR/started"
            read line < "$TMPDIR/gate"
            \(Self.works)
            """
        try await withStudio(waits) { client, clock, folder in
            for name in ["started", "gate"] { mkfifo("\(folder)/\(name)", 0o600) }
            let id = try await client.create()
            clock.advance(by: .seconds(406))
            // A pipe is opened when both sides have come: now the stand-in is at work.
            try await pipe { close(open("\(folder)/started", O_RDONLY)) }
            let early = try await client.get("/v1/videos/\(id)/content")
            #expect(early.body.readableBytes > 100_000)
            try await pipe { close(open("\(folder)/gate", O_WRONLY)) }
            await client.simulator.pictures?.idle()
            let late = try await client.get("/v1/videos/\(id)/content")
            #expect(late.body == early.body && late.headers["etag"] == early.headers["etag"])
        }
    }

    @Test func aFailureGivesTheClipAndThreeEndIt() async throws {
        let fails = "echo >> \"$TMPDIR/runs\"; echo 'No such filter: ass' >&2; exit 1"
        try await withStudio(fails) { client, clock, folder in
            var ids: [String] = []
            for number in 1...5 { ids.append(try await client.create(prompt: "cat \(number)")) }
            await client.simulator.pictures?.idle()
            clock.advance(by: .seconds(406))
            for id in ids {
                let reply = try await client.get("/v1/videos/\(id)/content")
                #expect(reply.status == 200 && reply.body.readableBytes > 100_000)
            }
            let runs = try Data(contentsOf: URL(filePath: "\(folder)/runs"))
            #expect(runs.count == PictureStudio.failureLimit)
            #expect(await client.simulator.pictures?.failure == "No such filter: ass")
        }
    }

    @Test(.timeLimit(.minutes(5))) func theEndDoesNotWaitForADrawing() async throws {
        try await withStudio("sleep 600") { client, _, _ in _ = try await client.create() }
    }

    @Test func theImageIsThereAndTheKeyIsNot() async throws {
        let looks =
            "env > \"$TMPDIR/env\"; cp image0 \"$TMPDIR/seen\"; echo \"$@\" > "
            + "\"$TMPDIR/arguments\"; \(Self.works)"
        try await withStudio(looks) { client, _, folder in
            let reply = try await client.post(form: [
                FormPart("model", "veo-3.1-fast-fl"), FormPart("prompt", "a $(secret) 'prompt'"),
                FormPart(image: FormPart.png),
            ])
            #expect(reply.status == 200)
            await client.simulator.pictures?.idle()
            let seen = try Data(contentsOf: URL(filePath: "\(folder)/seen"))
            #expect(Array(seen) == FormPart.png)
            let environment = try String(contentsOfFile: "\(folder)/env", encoding: .utf8)
            #expect(environment.contains("PATH=") && !environment.contains("sk-secret"))
            let arguments = try String(contentsOfFile: "\(folder)/arguments", encoding: .utf8)
            #expect(arguments.contains("-protocol_whitelist file"))
            #expect(arguments.contains("-f png_pipe -i image0") && !arguments.contains("secret"))
        }
    }

    @Test func thereIsNoToolWithoutFFmpeg() {
        #expect(PictureTool(environment: [:]) == nil)
        #expect(PictureTool(environment: ["PATH": "/nonexistent:relative"]) == nil)
    }
}

/// What the real ffmpeg makes of it.
@Suite(
    .enabled(
        if: FileManager.default.isExecutableFile(atPath: "/usr/bin/ffprobe"), "needs ffmpeg"))
struct DrawnVideoTests {
    @Test(arguments: [true, false])
    func itIsLikeARecordedVideo(isLandscape: Bool) async throws {
        var configuration = SimulatorConfiguration()
        var tool = try #require(PictureTool(environment: ["PATH": "/usr/bin:/bin"]))
        // However busy the machine is.
        tool.deadline = .seconds(1200)
        tool.niceness = 0
        configuration.pictures = tool
        let clock = SkippingClock()
        let bytes = try await Simulator.with(configuration, clock: clock) { simulator in
            let client = TestClient(simulator: simulator)
            let frame = try Data(contentsOf: URL(filePath: Self.harbour))
            let model = isLandscape ? "veo-3.1-landscape-fast-fl" : "veo-3.1-fast"
            var parts = [FormPart("model", model), FormPart("prompt", "一只猫咪, {\\p1} 'x' % : \\")]
            if isLandscape { parts.append(FormPart(image: Array(frame), type: "image/jpeg")) }
            let id = try #require(member("id", of: try await client.post(form: parts).text))
            await simulator.pictures?.idle()
            #expect(await simulator.pictures?.failure == nil)
            clock.advance(by: .seconds(406))
            return try await client.get("/v1/videos/\(id)/content").body
        }
        let boxes = Self.boxes(of: bytes)
        #expect(boxes == ["ftyp", "free", "mdat", "free", "moov"])
        let file = FileManager.default.temporaryDirectory
            .appending(path: "veo-test-\(getpid())-\(isLandscape).mp4")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(Array(buffer: bytes)).write(to: file)
        let result = try await Subprocess.run(
            .path("/usr/bin/ffprobe"),
            arguments: [
                "-v", "error", "-show_entries",
                "stream=codec_name,width,height,r_frame_rate,nb_frames,sample_rate",
                "-of", "csv", file.path,
            ], output: .string(limit: 4096))
        let size = isLandscape ? "1280,720" : "720,1280"
        let lines = result.standardOutput.split(separator: "\n")
        #expect(lines.first == "stream,h264,\(size),24/1,192", "\(lines)")
        #expect(lines.last?.hasPrefix("stream,aac,48000,") == true, "\(lines)")
    }

    private static let harbour =
        URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
        + "/Scripts/examples/harbour.jpg"

    private static func boxes(of bytes: ByteBuffer) -> [String] {
        var bytes = bytes
        var names: [String] = []
        while let length = bytes.readInteger(as: UInt32.self), length >= 8,
            let name = bytes.readString(length: 4)
        {
            names.append(name)
            bytes.moveReaderIndex(forwardBy: min(Int(length) - 8, bytes.readableBytes))
        }
        return names
    }
}
