import NIOCore
import Testing
import VeoSimulator

@Suite struct DownloadTests {
    private func withVideo(
        model: String = "veo-3.1-fast",
        _ body: @Sendable @escaping (TestClient, _ id: String, _ link: String) async throws -> Void
    ) async throws {
        let clock = SkippingClock()
        try await Simulator.with(SimulatorConfiguration(), clock: clock) { simulator in
            let client = TestClient(simulator: simulator)
            let id = try await client.create(model: model)
            clock.advance(by: .seconds(406))
            let text = try await client.get("/v1/videos/\(id)").text
            try await body(client, id, try #require(member("url", of: text)))
        }
    }

    /// The types of the boxes at the top of an MP4 file (ISO/IEC 14496-12).
    private func boxes(of file: ByteBuffer) -> [String] {
        var file = file
        var types: [String] = []
        while let size = file.readInteger(as: UInt32.self), let type = file.readString(length: 4),
            size >= 8, file.readSlice(length: Int(size) - 8) != nil
        {
            types.append(type)
        }
        return file.readableBytes == 0 ? types : []
    }

    @Test(arguments: ["veo-3.1-fast", "veo-3.1-landscape"])
    func aVideoIsAWholeFileWithMoovLast(model: String) async throws {
        try await withVideo(model: model) { client, id, link in
            var open = client
            open.key = nil
            let file = try await open.get(link)
            #expect(file.status == 200)
            #expect(file.headers["content-type"] == "video/mp4")
            #expect(file.headers["content-length"] == String(file.body.readableBytes))
            #expect(boxes(of: file.body) == ["ftyp", "free", "mdat", "free", "moov"])
            #expect((100_000...250_000).contains(file.body.readableBytes))
            let content = try await client.get("/v1/videos/\(id)/content")
            #expect(content.headers["content-type"] == "video/mp4")
            #expect(content.body == file.body)
            #expect(try await open.get("/v1/videos/\(id)/content").status == 401)
        }
    }

    /// However often one is asked for, and although both show the same.
    @Test func twoJobsHaveTwoVideosThatDifferAtBothEnds() async throws {
        let clock = SkippingClock()
        try await Simulator.with(SimulatorConfiguration(), clock: clock) { simulator in
            let client = TestClient(simulator: simulator)
            let ids = [try await client.create(), try await client.create()]
            clock.advance(by: .seconds(406))
            var videos: [ByteBuffer] = []
            for id in ids {
                let link = try #require(
                    member("url", of: try await client.get("/v1/videos/\(id)").text))
                videos.append(try await client.get(link).body)
                #expect(try await client.get("/v1/videos/\(id)/content").body == videos.last)
            }
            let half = videos[0].readableBytes / 2
            let firsts = videos.map { $0.getSlice(at: 0, length: half) }
            let rests = videos.map { $0.getSlice(at: half, length: $0.readableBytes - half) }
            #expect(firsts[0] != firsts[1] && rests[0] != rests[1])
            #expect(videos[0].readableBytes == videos[1].readableBytes)
        }
    }

    @Test func theTwoOrientationsDiffer() async throws {
        try await withVideo { client, _, link in
            let portrait = try await client.get(link)
            try await withVideo(model: "veo-3.1-landscape") { client, _, link in
                let landscape = try await client.get(link)
                #expect(landscape.body != portrait.body)
            }
        }
    }

    @Test func partsCanBeAskedFor() async throws {
        try await withVideo { client, _, link in
            let whole = try await client.get(link)
            let length = whole.body.readableBytes
            let tag = try #require(whole.headers["etag"])
            for (range, start, end) in [
                ("bytes=0-0", 0, 0), ("bytes=1000-1999", 1000, 1999),
                ("bytes=70000-", 70_000, length - 1), ("bytes=-10", length - 10, length - 1),
                ("bytes=10-99999999", 10, length - 1),
            ] {
                let part = try await client.get(link, headers: ["Range": range, "If-Range": tag])
                #expect(part.status == 206)
                #expect(part.headers["content-range"] == "bytes \(start)-\(end)/\(length)")
                #expect(part.body == whole.body.getSlice(at: start, length: end - start + 1))
            }
            let none = try await client.get(link, headers: ["Range": "bytes=\(length)-"])
            #expect(none.status == 416 && none.headers["content-range"] == "bytes */\(length)")
            for headers in [
                ["Range": "bytes=5-2"], ["Range": "lines=1-2"],
                ["Range": "bytes=1-2", "If-Range": "\"other\""],
            ] {
                #expect(try await client.get(link, headers: headers).status == 200)
            }
        }
    }

    @Test func headGivesTheLengthAlone() async throws {
        try await withVideo { client, _, link in
            let head = try await client.send("HEAD", link)
            let whole = try await client.get(link)
            #expect(head.status == 200 && head.body.readableBytes == 0)
            #expect(head.headers["content-length"] == String(whole.body.readableBytes))
        }
    }

    @Test func aVideoIsNotThereBeforeItsTime() async throws {
        try await Simulator.with(SimulatorConfiguration(), clock: SkippingClock()) { simulator in
            let client = TestClient(simulator: simulator)
            let reply = try await client.get("/flow/cd810292-fa41-4178-8f9c-337123262ff5.mp4")
            #expect(reply.status == 404)
        }
    }
}
