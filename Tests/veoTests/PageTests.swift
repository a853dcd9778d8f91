import FoundationEssentials
import Testing
import VeoSimulator

/// The page in a real browser.
@Suite(
    .enabled(
        if: FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium"), "needs chromium"),
    .enabled(if: PythonTool.isThere, Comment(rawValue: PythonTool.comment)))
struct PageTests {
    @Test(.timeLimit(.minutes(5))) func aBrowserShowsWhatHappens() async throws {
        let findings = try await Simulator.with(.quick) { simulator in
            try await PythonTool.run("page.py", ["http://127.0.0.1:\(simulator.port)"], "")
        }
        #expect(findings == "")
    }
}
