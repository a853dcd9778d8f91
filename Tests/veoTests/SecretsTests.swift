import FoundationEssentials
import Glibc
import RawServer
import Testing

/// Where the key goes and where it does not, with the real program.
@Suite struct SecretsTests {
    private static let key = "sk-sacred+key/0123456789"

    /// The forms in which a server may repeat the key it was sent.
    private static let echoes = [
        key, "Bearer \(key)", "sk-sacred%2Bkey%2F0123456789", "sk-sacred\\n+key\\/0123456789",
        "c2stc2FjcmVkK2tleS8wMTIzNDU2Nzg5", "Y2s6c2stc2FjcmVkK2tleS8wMTIzNDU2Nzg5",
        "736b2d7361637265642b6b65792f30313233343536373839", "&#115;&#107;-sacred+key/0123456789",
    ]

    /// A gateway that repeats the key in every field, header, id, link and video.
    private static func server(_ echo: String) -> HostileServer {
        let fields =
            #""model":"\#(echo)","size":"\#(echo)","message":"\#(echo)","seconds":"\#(echo)""#
        return HostileServer(
            create: { prompt in
                switch prompt {
                case "refused":
                    RawStep.answer(
                        400,
                        #"{"error":{"message":"\#(echo)","code":"\#(echo)","type":"\#(echo)"}}"#,
                        headers: ["X-Echo: \(key)", "Set-Cookie: k=\(key)"])
                case "moved":
                    RawStep.answer(307, key, headers: ["Location: /\(key)?k=\(key)#\(key)"])
                case "id": RawStep.answer(200, #"{"id":"\#(echo)","status":"queued"}"#)
                case "page": RawStep.answer(200, "<html>\(key)</html>", type: "text/html")
                default: nil
                }
            },
            status: { id in
                switch id {
                case "video_link":
                    #"{"id":"\#(id)","status":"completed","url":"/\#(echo)",\#(fields)}"#
                case "video_fails":
                    #"{"id":"\#(id)","status":"failed","error":{"message":"\#(echo)","code":"\#(echo)"}}"#
                default:
                    #"{"id":"\#(id)","status":"completed","url":"/\#(id).mp4?k=1",\#(fields)}"#
                }
            },
            chat: { _ in
                [
                    .streamHead,
                    .send(
                        #"data: {"id":"\#(echo)","error":{"message":"\#(echo)","code":"x"}}"#
                            + "\n\n"),
                ]
            },
            download: { path in
                path.hasPrefix("/video_nonsense")
                    ? RawStep.answer(
                        200, key + key, type: "video/mp4", headers: ["ETag: \"\(key)\""])
                    : RawStep.answer(200, bytes: HostileServer.video, type: "video/mp4")
            })
    }

    private static let script = """
        on-error continue
        submit as good -- good
        submit as link -- link
        submit as fails -- fails
        submit as nonsense -- nonsense
        submit as refused -- refused
        submit as moved -- moved
        submit as id -- id
        submit as page -- page
        submit as talk mode=sync -- talk
        wait
        try save @good
        try save @link
        try save @nonsense
        show @good
        prompt a cat
        show request
        show request curl
        jobs
        print the end
        """

    @Test(.timeLimit(.minutes(5)), arguments: echoes)
    func anEchoOfTheKeyIsNowhere(echo: String) async throws {
        try await RawServer.with(Self.server(echo).respond) { server in
            try await TemporaryFolder.with { folder in
                try Data(Self.script.utf8).write(to: URL(filePath: "\(folder)/echo.veo"))
                try FileManager.default.createDirectory(
                    atPath: "\(folder)/tmp", withIntermediateDirectories: true)
                let environment = [
                    "VEO_BASE_URL": server.origin + "/v1", "VEO_API_KEY": Self.key,
                    "TMPDIR": "\(folder)/tmp",
                ]
                for options in [[], ["--json", "--again"]] {
                    let run = try await Program.run(
                        ["run", "echo.veo"] + options, in: folder, environment: environment)
                    #expect(run.errors.contains("***"), "\(run.errors)")
                    #expect((run.output + run.errors).contains("the end"))
                    #expect(run.exitCode != 2, "\(run.errors)")
                    #expect(!(run.output + run.errors).contains("k=1"), "a signature")
                    try Leftovers.checkNoKey(Self.key, run, in: folder)
                }
                let jobs = try await Program.run(
                    ["jobs", "--json"], in: folder, environment: environment)
                #expect(!jobs.output.contains("k=1"), "a signature")
                try Leftovers.checkNoKey(Self.key, jobs, in: folder)
                let requests = server.requests
                #expect(requests.contains { $0.headers["authorization"] == "Bearer \(Self.key)" })
            }
        }
    }

    /// While it runs: not in the arguments, and not in the history with its log of pages.
    @Test(.timeLimit(.minutes(5))) func nothingHoldsItMeanwhile() async throws {
        let server = HostileServer(
            create: { _ in nil }, status: { #"{"id":"\#($0)","status":"queued"}"# })
        try await RawServer.with(server.respond) { server in
            try await TemporaryFolder.with { folder in
                try Data("submit as x -- x\nwait\n".utf8)
                    .write(to: URL(filePath: "\(folder)/x.veo"))
                try await Program.whileRunning(
                    ["run", "\(folder)/x.veo"], in: folder,
                    environment: ["VEO_BASE_URL": server.origin + "/v1", "VEO_API_KEY": Self.key],
                    after: "x: queued"
                ) {
                    let state = "\(folder)/.local/state/veo"
                    let files = try FileManager.default.contentsOfDirectory(atPath: state)
                    #expect(files.contains("history.sqlite-wal"))
                    let silent = ProgramRun(output: "", errors: "", exitCode: 0)
                    try Leftovers.checkNoKey(Self.key, silent, in: folder)
                    let arguments = Processes.arguments(with: "\(folder)/x.veo").values
                    #expect(!arguments.isEmpty)
                    #expect(arguments.allSatisfy { KeyForms(Self.key).found(in: $0) == [] })
                }
            }
        }
    }

    /// The command of `key-from` gets the environment but for the key; others can read the file.
    @Test(arguments: ["command", "file"])
    func theSourceOfTheKey(source: String) async throws {
        try await TemporaryFolder.with { folder in
            let config = "\(folder)/.config/veo"
            try FileManager.default.createDirectory(
                atPath: config, withIntermediateDirectories: true)
            try Data("\(Self.key)\n".utf8).write(to: URL(filePath: "\(folder)/key"))
            let line =
                source == "file"
                ? "set key-from file \(folder)/key"
                : "set key-from command env >\(folder)/child; cat \(folder)/key"
            try Data("\(line)\n".utf8).write(to: URL(filePath: "\(config)/init.veo"))
            try Data("submit as x -- x\nwait\n".utf8).write(to: URL(filePath: "\(folder)/x.veo"))
            let server = HostileServer(
                create: { _ in nil },
                status: { #"{"id":"\#($0)","status":"completed","url":"/x.mp4"}"# })
            try await RawServer.with(server.respond) { server in
                let environment = ["VEO_BASE_URL": server.origin + "/v1", "OTHER": "kept"]
                let run = try await Program.run(
                    ["run", "x.veo"], in: folder, environment: environment)
                #expect(run.exitCode == 0, "\(run.errors)")
                #expect(run.errors.contains("others can read the key") == (source == "file"))
                let key = server.requests.first?.headers["authorization"]
                #expect(key == "Bearer \(Self.key)")
                try Leftovers.checkNoKey(Self.key, run, in: folder, except: ["key"])
                if source == "command" {
                    #expect(Fixtures.text("\(folder)/child").contains("OTHER=kept"))
                }
            }
        }
    }

    /// History, its log and the folders are their owner's alone even where the mask allows all;
    /// videos and the JSON beside them follow the mask.
    @Test func filesHaveTheirModes() async throws {
        try await TemporaryFolder.with { folder in
            try Data("submit as x -- x\nwait\nsave to out/x.mp4\n".utf8)
                .write(to: URL(filePath: "\(folder)/x.veo"))
            let run = try await Program.run(
                ["run", "--simulator", "--speed", "200", "x.veo"], in: folder,
                line: "umask 000; exec \"$@\"")
            #expect(run.exitCode == 0, "\(run.errors)")
            var modes: [String: String] = [:]
            for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
                var information = stat()
                stat("\(folder)/\(name)", &information)
                modes[name] = String(information.st_mode & 0o777, radix: 8)
            }
            for (name, mode) in modes where name.hasPrefix(".local") {
                let isFolder = ["share", "state", "veo", ".local"].contains {
                    name.hasSuffix($0)
                }
                #expect(mode == (isFolder ? "700" : "600"), "\(name)")
            }
            #expect(modes[".local/state/veo/history.sqlite"] == "600")
            #expect(modes["out/x.mp4"] == "666")
            #expect(modes["out/x.json"] == "666")
        }
    }

    /// What a crash leaves: no registers, no memory, no core.
    @Test(arguments: [SIGSEGV, SIGABRT, SIGQUIT])
    func aCrashTellsNothing(signal: Int32) async throws {
        try await TemporaryFolder.with { folder in
            let key = Self.key
            try Data("sleep 1m\n".utf8).write(to: URL(filePath: "\(folder)/x.veo"))
            // The program is up as soon as its history is there.
            let line = """
                ulimit -c unlimited 2>/dev/null; "$@" & child=$!
                until [ -e .local/state/veo/history.sqlite-wal ]; do sleep 0.02; done
                kill -\(signal) $child; wait $child
                """
            let run = try await Program.run(
                ["run", "--base-url", "http://127.0.0.1:1/v1", "x.veo"], in: folder,
                environment: ["VEO_API_KEY": key], line: line)
            #expect(run.exitCode == 128 + signal)
            #expect(!run.errors.contains("rax"), "\(run.errors)")
            #expect(!run.errors.contains("Crash"), "\(run.errors)")
            try Leftovers.checkNoKey(key, run, in: folder)
            #expect(!Fixtures.files(in: folder).contains { $0.contains("core") })
        }
    }
}
