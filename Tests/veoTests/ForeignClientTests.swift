import Testing
import VeoSimulator

/// Clients that nobody here wrote, unchanged but for the address.
@Suite(.enabled(if: PythonTool.isThere, Comment(rawValue: PythonTool.comment)))
struct ForeignClientTests {
    /// - Parameter speed: such that nothing expires even on a machine that is very slow.
    private func run(
        _ script: String, _ arguments: [String] = [], profile: SimulatorProfile,
        speed: Double = 500, faults: [String] = []
    ) async throws -> String {
        var configuration = SimulatorConfiguration()
        configuration.profile = profile
        configuration.speed = speed
        configuration.faults = try faults.map { try FaultRule(parsing: $0) }
        return try await Simulator.with(configuration) { simulator in
            try await PythonTool.run(script, arguments + [simulator.baseURL], "")
        }
    }

    @Test(.timeLimit(.minutes(5))) func videosOfTheOpenAIPackage() async throws {
        let seen = try await run("openai_client.py", ["videos"], profile: .openai)
        #expect(
            seen == """
                created video completed sora-2 100
                it has 4 720x1280 A cat on a fence None
                times True
                video video/mp4 b'ftyp'
                thumbnail image/webp b'WEBP'
                spritesheet image/webp b'WEBP'
                wide queued 1280x720 8 sora-2-pro 海边的灯塔
                framed completed
                remix queued True The same, at night
                page 3 True True
                newest first True
                oldest first True
                after True
                deleted video.deleted True True
                left 3
                request id True
                models True model

                """)
    }

    /// A slow simulator, so that the first job still runs at the end.
    @Test(.timeLimit(.minutes(5))) func errorsOfTheOpenAIPackage() async throws {
        let faults = [
            "create:status=403@2*1", "create:status=429@2*1", "create:status=500@2*1",
            "create:status=503,retry-ms=1@2*1",
        ]
        let seen = try await run(
            "openai_client.py", ["errors"], profile: .openai, speed: 0.1, faults: faults)
        #expect(
            seen == """
                key AuthenticationError 401 invalid_api_key None
                unknown NotFoundError 404 None None
                delete NotFoundError 404 None None
                after NotFoundError 404 None None
                model NotFoundError 404 model_not_found None
                prompt BadRequestError 400 missing_required_parameter prompt
                seconds BadRequestError 400 invalid_value seconds
                size BadRequestError 400 invalid_value size
                limit BadRequestError 400 invalid_value limit
                image BadRequestError 400 invalid_image_format None
                early BadRequestError 400 None None
                running BadRequestError 400 None None
                route NotFoundError 404 None None
                method APIStatusError 405 method_not_supported None
                forbidden PermissionDeniedError 403 insufficient_quota None
                throttled RateLimitError 429 rate_limit_exceeded None
                broken InternalServerError 500 None None
                retried queued

                """)
    }

    @Test(
        .timeLimit(.minutes(5)),
        arguments: [
            (SimulatorProfile.recorded, 1, false), (.documented, 1, false), (.openai, 2, false),
            (.newapi, 2, false), (.flow, 1, true),
        ])
    func chatOfTheOpenAIPackage(
        profile: SimulatorProfile, choices: Int, thinks: Bool
    ) async throws {
        let seen = try await run("openai_client.py", ["chat"], profile: profile)
        // Two videos: as two lines of one choice, or as two choices.
        var expected = (0..<choices).map { "choice \($0) stop \(2 / choices)" }
        expected += (0..<choices).map { "streamed \($0) \(2 / choices)" }
        expected += ["thoughts \(thinks ? "True" : "False")", "finish ['stop']"]
        expected += ["usage \(profile == .documented ? "False" : "True")", ""]
        #expect(seen == expected.joined(separator: "\n"))
    }

    @Test(.timeLimit(.minutes(5)), arguments: SimulatorProfile.allCases)
    func scriptsWithRequests(profile: SimulatorProfile) async throws {
        let seen = try await run("requests_client.py", profile: profile, speed: 200)
        #expect(
            seen == """
                text completed whole
                image completed whole
                stream whole
                spent 0.45

                """)
    }
}
