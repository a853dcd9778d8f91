import FoundationEssentials
import Testing
import VeoSimulator

/// `/openapi.json` and what the simulator really answers, compared by validators that nobody here
/// wrote.
@Suite(.enabled(if: PythonTool.isThere, Comment(rawValue: PythonTool.comment)))
struct DescriptionTests {
    @Test(.timeLimit(.minutes(5)), arguments: SimulatorProfile.allCases)
    func everyAnswerIsDescribed(profile: SimulatorProfile) async throws {
        var fast = SimulatorConfiguration()
        fast.profile = profile
        fast.speed = 100
        fast.generationTime = .seconds(1)...(.seconds(2))
        let failures = ["", "=string", "=empty", "=null"].enumerated()
        fast.faults = try failures.flatMap { index, form in
            [
                try FaultRule(parsing: "create:fail\(form)@\(index + 2)"),
                try FaultRule(parsing: "chat:fail\(form)@\(index + 7)"),
            ]
        }
        var slow = fast
        slow.generationTime = .seconds(3600)...(.seconds(7200))
        slow.faults = []
        // Enough for one video.
        var poor = fast
        poor.faults = []
        poor.quota = 125_000
        let (second, third) = (slow, poor)
        let findings = try await Simulator.with(fast) { fast in
            try await Simulator.with(second) { slow in
                try await Simulator.with(third) { poor in
                    let origins = [fast, slow, poor].map { "http://127.0.0.1:\($0.port)" }
                    return try await PythonTool.run("openapi.py", origins, "")
                }
            }
        }
        #expect(findings == "")
    }
}
