import Glibc
import Synchronization
import Testing
import VeoClient

@testable import VeoSession

@Suite struct KeyResolverTests {
    static let secret = "sk-very-secret-42"

    static func resolver(_ environment: [String: String] = [:]) -> KeyResolver {
        KeyResolver(environment: environment)
    }

    static func failure(_ resolver: KeyResolver, _ source: KeySource) async -> RunFailure? {
        await VeoSessionTests.failure { try await resolver.key(from: source) }
    }

    @Test func fromTheEnvironment() async throws {
        let resolver = Self.resolver(["MY_KEY": Self.secret])
        #expect(try await resolver.key(from: .environment("MY_KEY")) == APIKey(Self.secret))
    }

    @Test(arguments: [[:], ["VEO_API_KEY": ""]])
    func notSet(environment: [String: String]) async throws {
        let failure = await Self.failure(Self.resolver(environment), .environment("VEO_API_KEY"))
        #expect(failure?.message == "no key: the environment variable VEO_API_KEY is not set")
        #expect(failure?.exitCode == .script)
        #expect(failure?.help.contains { $0.contains("--simulator") } == true)
    }

    @Test func fromAFile() async throws {
        try await TemporaryFolder.with { folder in
            try TestFile.write("\n  \(Self.secret)\r\n", to: folder + "/key")
            let key = try await Self.resolver().key(from: .file(folder + "/key"))
            #expect(key == (try APIKey(Self.secret)))
        }
    }

    /// A file that others can read is taken, and told of.
    @Test(arguments: [(0o600, 0), (0o400, 0), (0o644, 1), (0o640, 1), (0o604, 1)])
    func aFileThatOthersCanRead(mode: UInt32, warnings: Int) async throws {
        try await TemporaryFolder.with { folder in
            try TestFile.write(Self.secret, to: folder + "/key")
            chmod(folder + "/key", mode)
            let told = Mutex<[String]>([])
            let resolver = KeyResolver(environment: [:]) { text in
                told.withLock { $0.append(text) }
            }
            _ = try await resolver.key(from: .file(folder + "/key"))
            let texts = told.withLock { $0 }
            #expect(texts.count == warnings)
            #expect(texts.allSatisfy { $0.contains("`chmod 600`") && !$0.contains(Self.secret) })
        }
    }

    @Test func theCommandGetsNoKey() async throws {
        let resolver = Self.resolver(["VEO_API_KEY": "sk-old", "KEPT": Self.secret])
        let command = KeySource.command("printf %s \"$KEPT$VEO_API_KEY\"")
        #expect(try await resolver.key(from: command) == APIKey(Self.secret))
    }

    @Test func fromACommand() async throws {
        let key = try await Self.resolver().key(from: .command("printf '%s\\n' \(Self.secret)"))
        #expect(key == (try APIKey(Self.secret)))
    }

    @Test func aFileThatIsNone() async throws {
        try await TemporaryFolder.with { folder in
            let missing = await Self.failure(Self.resolver(), .file(folder + "/none"))
            #expect(missing?.message.hasSuffix("/none: No such file or directory") == true)
            let directory = await Self.failure(Self.resolver(), .file(folder))
            #expect(directory?.message == "no key: cannot read the file \(folder): Is a directory")
            try TestFile.write(String(repeating: "k", count: 9_000), to: folder + "/long")
            let long = await Self.failure(Self.resolver(), .file(folder + "/long"))
            #expect(long?.message == "the key file \(folder)/long holds more than 8192 bytes")
        }
    }

    @Test func aCommandThatFails() async {
        let failure = await Self.failure(Self.resolver(), .command("echo \(Self.secret); exit 3"))
        #expect(failure?.message == "no key: the command of key-from ended with exit code 3")
        #expect(failure?.exitCode == .script)
    }

    /// What is no key may be one with a slip of the hand.
    @Test(arguments: ["two words", "sk-\u{e9}t\u{e9}", "sk-a\nsk-b"])
    func aBadKeyIsNeverShown(text: String) async throws {
        let resolver = Self.resolver(["K": text + Self.secret])
        let failure = try #require(await Self.failure(resolver, .environment("K")))
        #expect(!"\(failure)".contains(Self.secret))
        #expect(failure.exitCode == .script)
    }

    /// The command of a user may hold a key; what it prints never comes into a message.
    @Test func theOutputOfACommandIsNeverShown() async throws {
        let command = KeySource.command("cat /dev/zero | tr '\\0' k | head -c 9000")
        let failure = try #require(await Self.failure(Self.resolver(), command))
        #expect(!"\(failure)".contains("kkkk"))
    }
}
