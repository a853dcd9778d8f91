import FoundationEssentials
import RawServer
import Testing

/// What is typed while a command of the shell works.
@Suite(.timeLimit(.minutes(5))) struct TypedAheadTests {
    private static let unseen = "submit as ghost -- a ghost\r"

    /// Gives the key when what is typed meanwhile is no longer echoed, and a line was typed.
    private static let keyCommand = """
        use POSIX;
        open my $terminal, "+<", "/dev/tty" or die;
        my $modes = POSIX::Termios->new;
        do {
            select undef, undef, undef, 0.02;
            $modes->getattr(fileno $terminal);
        } while $modes->getlflag & ECHO;
        syswrite $terminal, "READY\\n";
        my $count = pack "i", 0;
        do {
            select undef, undef, undef, 0.02;
            ioctl $terminal, 0x541B, $count;  # FIONREAD
        } until unpack("i", $count) >= \(unseen.utf8.count);
        print "sk-test-1234567890\\n";

        """

    /// A paid line is not run before somebody has read it.
    @Test func aLineTypedWhileACommandWorksIsShownAndNotRun() async throws {
        try await TemporaryFolder.with { folder in
            let config = "\(folder)/.config/veo"
            try FileManager.default.createDirectory(
                atPath: config, withIntermediateDirectories: true)
            try Data(Self.keyCommand.utf8).write(to: URL(filePath: "\(folder)/key.pl"))
            try Data("set key-from command perl \(folder)/key.pl\n".utf8)
                .write(to: URL(filePath: "\(config)/init.veo"))
            let server = HostileServer(
                create: { _ in nil }, status: { #"{"id":"\#($0)","status":"in_progress"}"# })
            try await RawServer.with(server.respond) { origin in
                let run = try await TerminalProgram.run(
                    [], in: folder,
                    environment: ["VEO_BASE_URL": origin.origin + "/v1", "TERM": "xterm"],
                    [
                        .init("veo> ", .type("submit as cat -- a cat\r")),
                        .init("READY", .type(Self.unseen)),
                        .init("was not run", .type("")), .init("ghost", .hangUp),
                    ])
                #expect(run.output.contains("was not run: Enter runs it"))
                #expect(!run.output.contains("ghost: submitted"))
                #expect(origin.requests.count { $0.method == "POST" } <= 1)
            }
        }
    }
}
