import Subprocess
import Testing

/// `veo simulate` as a program.
@Suite struct SimulateTests {
    @Test func anAddressBeyondLoopbackIsWarnedOf() async throws {
        try await TemporaryFolder.with { folder in
            let run = try await Program.run(
                ["simulate", "--host", "0.0.0.0", "--pictures", "off"], in: folder,
                environment: [:], sending: [.interrupt], whenPrinting: "http://")
            #expect(
                run.errors.hasPrefix(
                    """
                    warning: the simulator listens on 0.0.0.0: anyone who reaches this machine can \
                    use it

                    """), "\(run.errors)")
            #expect(run.output.hasPrefix("listening on http://0.0.0.0:"))
            #expect(run.exitCode == 130)
        }
    }

    @Test(arguments: [
        (["--profile", "sora"], "recorded, documented, openai, newapi, flow"),
        (["--video-size", "0"], "--video-size takes a number of MiB from 1 to 1024."),
        (["--host", ""], "--host takes an address."),
        (["--host", "::zz"], "cannot listen on '::zz'"),
    ])
    func whatCannotBeIsSaid(options: [String], message: String) async throws {
        try await TemporaryFolder.with { folder in
            let run = try await Program.run(["simulate"] + options, in: folder)
            #expect(run.exitCode != 0 && run.output.isEmpty)
            #expect(run.errors.contains(message), "\(run.errors)")
        }
    }
}
