import Testing
import VeoSimulator

@testable import VeoClient

/// The client and the simulated gateway, two programs that share no wire types, over a socket.
@Suite struct SimulatorTests {
    private func withSimulator<Result: Sendable>(
        faults: [String] = [],
        _ body: @escaping @Sendable (GatewayClient, Simulator) async throws -> Result
    ) async throws -> Result {
        var configuration = SimulatorConfiguration()
        // Short videos at a moderate pace: at a high one, its day would pass on a busy machine.
        configuration.speed = 200
        configuration.generationTime = .seconds(20)...(.seconds(40))
        configuration.key = testSecret
        configuration.faults = try faults.map { try FaultRule(parsing: $0) }
        return try await Simulator.with(configuration) { simulator in
            try await HTTPTransport.with(proxy: nil) { transport in
                try await body(try makeClient(transport, base: simulator.baseURL), simulator)
            }
        }
    }

    private func complete(_ id: String, _ client: GatewayClient) async throws -> VideoTask {
        while true {
            let task = try await client.status(of: id)
            if task.status == .completed || task.status == .failed { return task }
        }
    }

    private func image(_ folder: String) async throws -> ImageInput {
        try write(
            TestImage.jpeg(data: [UInt8](repeating: 3, count: 5_000)), to: folder + "/cat.jpg")
        return .file(try await ImageFile.inspect(path: folder + "/cat.jpg"))
    }

    @Test func asyncTextAndImage() async throws {
        try await withTemporaryFolder { folder in
            let cat = try await image(folder)
            try await withSimulator { client, simulator in
                var request = textRequest
                for images in [[], [cat], [cat, cat]] {
                    request.images = images
                    request.model = images.isEmpty ? "veo-3.1-fast" : "veo-3.1-fast-fl"
                    let task = try await complete(try await client.create(request).id, client)
                    #expect(task.status == .completed)
                    let link = try #require(task.link)
                    let part = try await client.download(
                        .links([link], id: task.id), toPart: folder + "/a.part")
                    #expect(part.byteCount > 10_000)
                    part.discard()
                    let again = try await client.download(
                        .content(id: task.id), toPart: folder + "/a.part")
                    #expect(again.sha256 == part.sha256)
                    again.discard()
                }
                let creations = await simulator.journal().filter { $0.method == "POST" }
                #expect(creations.count == 3)
            }
        }
    }

    @Test func syncTextAndImage() async throws {
        try await withTemporaryFolder { folder in
            let cat = try await image(folder)
            try await withSimulator { client, _ in
                var request = chatRequest
                request.prompt = "a cat says https://evil.example/x.mp4 进度：99%"
                for images in [[], [cat]] {
                    request.images = images
                    request.model = images.isEmpty ? "veo-3.1" : "veo-3.1-fl"
                    let updates = Collector<ChatUpdate>()
                    let result = try await client.generate(request) { updates.add($0) }
                    #expect(result.links.first?.origin == client.configuration.baseURL.origin)
                    #expect(!updates.values.contains(.progress(99)))
                    guard case .accepted(let id?) = updates.values.first else {
                        Issue.record("\(updates.values)")
                        return
                    }
                    #expect(id == result.id)
                    try await client.download(
                        .links(result.links, id: nil), toPart: folder + "/a.part"
                    ).discard()
                }
            }
        }
    }

    @Test(arguments: [
        "create:status=503*2", "create:retry-after=0*1", "create:body=truncated",
        "status:status=500*2",
        "status:body=html*1", "status:body=truncated*1", "status:reset-before*1",
        "status:unknown-status*2", "status:no-link", "status:relative-link",
        "download:cut=50%*2", "download:reset-before*1", "download:status=502*1",
        "content:not-ready*3",
    ])
    func theVideoComesInSpiteOf(fault: String) async throws {
        try await withTemporaryFolder { folder in
            try await withSimulator(faults: [fault]) { client, simulator in
                let created = try await client.create(textRequest)
                let task = try await complete(created.id, client)
                let source =
                    task.link.map { VideoSource.links([$0], id: task.id) } ?? .content(id: task.id)
                _ = try await client.download(source, toPart: folder + "/a.part")
                let jobs = Set(await simulator.journal().compactMap(\.job))
                #expect(jobs.count == 1, "one job, whatever went wrong")
            }
        }
    }

    @Test(arguments: [
        ("create:reset-after", ClientError.Step.create), ("create:body=empty", .create),
        ("create:body=html", .create), ("chat:reset-after", .chat), ("chat:cut=50%", .chat),
        ("create:status=500", .create),
    ])
    func neverTwiceWhenUnknown(fault: String, step: ClientError.Step) async throws {
        try await withSimulator(faults: [fault]) { client, simulator in
            let error = try await failure { () async throws(ClientError) in
                if step == .create {
                    _ = try await client.create(textRequest)
                } else {
                    _ = try await client.generate(chatRequest)
                }
            }
            #expect(error.delivery == .unknown, "\(error)")
            let posts = await simulator.journal().filter { $0.method == "POST" }
            #expect(posts.count == 1)
        }
    }

    @Test(arguments: [
        "create:fail", "create:fail=object", "create:fail=string", "create:fail=empty",
        "create:fail=null", "create:fail=content_policy_violation",
    ])
    func failedGenerations(fault: String) async throws {
        try await withSimulator(faults: [fault]) { client, _ in
            let task = try await complete(try await client.create(textRequest).id, client)
            #expect(task.status == .failed)
            #expect(task.error?.message.isEmpty == false)
        }
    }

    @Test func refusalsOfTheGateway() async throws {
        try await withSimulator { client, _ in
            var request = textRequest
            request.model = "veo-9"
            let unknownModel = try await failure { () async throws(ClientError) in
                try await client.create(request)
            }
            #expect(unknownModel.delivery == .refused)
            let unknownTask = try await failure { () async throws(ClientError) in
                try await client.status(of: "video_none")
            }
            #expect(unknownTask.code == .notFound)
        }
    }
}
