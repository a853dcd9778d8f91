import NIOCore
import Testing
import VeoSimulator

@Suite struct PaddedVideoTests {
    @Test func aVideoIsAsLargeAsAskedForAndItsIndexStaysLast() async throws {
        var configuration = SimulatorConfiguration()
        configuration.videoSize = 3 * 1024 * 1024
        let clock = SkippingClock()
        try await Simulator.with(configuration, clock: clock) { simulator in
            let client = TestClient(simulator: simulator)
            let id = try await client.create()
            clock.advance(by: .seconds(406))
            let whole = try await client.get("/v1/videos/\(id)/content").body
            #expect(whole.readableBytes == 3 * 1024 * 1024)
            var rest = whole
            var types: [String] = []
            while let size = rest.readInteger(as: UInt32.self),
                let type = rest.readString(length: 4),
                rest.readSlice(length: Int(size) - 8) != nil
            {
                types.append(type)
            }
            #expect(rest.readableBytes == 0)
            #expect(types == ["ftyp", "free", "mdat", "free", "moov"])
            // Across the borders of its parts.
            for range in [0..<1, 100_000..<2_500_000, 3_000_000..<3 * 1024 * 1024] {
                let part = try await client.get(
                    "/v1/videos/\(id)/content",
                    headers: ["Range": "bytes=\(range.lowerBound)-\(range.upperBound - 1)"])
                #expect(part.status == 206)
                #expect(
                    part.body == whole.getSlice(at: range.lowerBound, length: range.count))
            }
        }
    }
}
