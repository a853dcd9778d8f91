import Testing
import VeoClient
import VeoLanguage

@testable import VeoSession

@Suite struct ScriptCheckerTests {
    /// The messages of a check, each with its line; warnings are marked.
    static func check(
        _ text: String, name: String = "test.veo", origin: ScriptOrigin = .file,
        _ change: (inout CheckState) -> Void = { _ in }
    ) async -> [String] {
        var state = CheckState()
        change(&state)
        let source = SourceFile(name: name, text: text)
        let dialect: Dialect = origin == .prompt ? .prompt : .file
        let checked = await ScriptChecker.check(
            Parser.parse(source, dialect: dialect), origin: origin, state: state)
        return checked.diagnostics.map { diagnostic in
            let line = diagnostic.range.map {
                diagnostic.source.position(of: $0.lowerBound).line
            }
            let mark = diagnostic.severity == .warning ? "warning: " : ""
            return "\(line ?? 0): \(mark)\(diagnostic.message)"
        }
    }

    static let table: [(script: String, expected: [String])] = [
        ("set model veo-3.1-fast\nprompt 一只猫咪在花园里玩耍\nsubmit\nwait\nsave", []),
        ("submit", ["1: there is no prompt yet"]),
        ("submit -- a cat", []),
        ("set model veo-3.1-fsat", ["1: unknown model 'veo-3.1-fsat'"]),
        ("submit model=veo-9 -- a cat", ["1: unknown model 'veo-9'"]),
        ("let m = asnyc\nsubmit mode=${m} -- a cat", ["2: 'asnyc' is not a mode"]),
        (
            "let x = a b\nsubmit as ${x} model=veo-9 -- ${x}",
            ["2: a name cannot hold ' '", "2: unknown model 'veo-9'"]
        ),
        // Names
        ("prompt a\nsubmit as cat\nsubmit as CAT -- b", ["3: the name 'CAT' is used twice"]),
        ("prompt a\nsubmit x3 as cat\nsubmit as cat-2 -- b", ["3: the name 'cat-2' is used twice"]),
        ("prompt a\nsubmit x3 as cat\nsubmit as cat -- b", []),
        ("adopt video_1 as cat\nadopt video_2 as cat", ["2: the name 'cat' is used twice"]),
        // References
        ("wait @last", ["1: @last has no job to speak of: nothing is submitted before it"]),
        ("prompt a\nsubmit as cat\nwait @cta", ["3: no job is @cta"]),
        ("prompt a\nwait @cat\nsubmit as cat", ["2: no job is @cat"]),
        (
            "prompt a\nsubmit x2 as cat\nwait @cat-* @*-2 @cat-1\nsave @cat-3",
            ["4: no job is @cat-3"]
        ),
        ("prompt a\nsubmit\nwait @job-*\nsave @last", []),
        ("wait @#7 @id:video_1 @all @failed @active", []),
        (
            "forget @cat\njobs @cat\nshow @cat",
            [
                "1: no job is @cat", "2: no job is @cat", "3: no job is @cat",
            ]
        ),
        // Images
        (
            "image none-such.jpg\nset model veo-3.1-fast-fl\nsubmit -- a",
            [
                "1: there is no image 'none-such.jpg'"
            ]
        ),
        (
            "image https://images.example/a.jpg\nset model veo-3.1-fast-fl\nsubmit -- a",
            [
                "3: the async API takes no image address: https://images.example/a.jpg"
            ]
        ),
        (
            "image https://images.example/a.jpg\nset model veo-3.1-fast-fl\nset mode sync\nsubmit -- a",
            []
        ),
        (
            "image https://images.example/a.jpg\nset mode sync\nsubmit -- a",
            [
                "3: the model veo-3.1-fast takes no image"
            ]
        ),
        ("image https://images.example/a.jpg\nimage none\nsubmit -- a", []),
        (
            "set model veo-3.1-fl\nsubmit -- a",
            [
                "2: warning: veo-3.1-fl animates an image, and there is none"
            ]
        ),
        (
            "submit model=veo-3.1-fl mode=sync -- a",
            [
                "1: warning: veo-3.1-fl animates an image, and there is none"
            ]
        ),
        // Settings that belong to the user
        ("set base-url https://evil.example/v1", ["1: 'base-url' cannot be set in a script"]),
        ("set key-from env AWS_SECRET", ["1: 'key-from' cannot be set in a script"]),
        (
            "unset base-url\nunset key-from",
            [
                "1: 'base-url' cannot be set in a script",
                "2: 'key-from' cannot be set in a script",
            ]
        ),
        // Values
        ("prompt ${env.WHO} dances", []),
        ("prompt ${env.OTHER} dances", ["1: ${env.OTHER} has no value here"]),
        ("prompt ${env.BLANK}", ["1: the prompt is blank"]),
        ("set parallel ${env.WHO}", ["1: 'Ann' is not a whole number"]),
        ("set parallel ${env.TEN}", []),
        ("submit x${env.TEN} as a -- b\nwait @a-10", []),
        ("submit as ${env.WHO} -- b\nwait @Ann @${env.WHO}", []),
        ("set out ${env.EMPTY}", ["1: the path is empty"]),
        ("prompt a\nsubmit\nsave to ${env.EMPTY}", ["3: the path is empty"]),
        ("submit -- a\nwait timeout=${env.WHO}", ["2: 'Ann' is not a duration"]),
        (
            "submit -- a\nsave if-exists=${env.WHO}",
            [
                "2: 'Ann' is not a way to treat a file that exists"
            ]
        ),
        // All errors, in the order of the text
        (
            "submit\nset model x\nfrobnicate\nwait @y",
            [
                "1: there is no prompt yet", "2: unknown model 'x'",
                "3: unknown command 'frobnicate'",
                "4: no job is @y",
            ]
        ),
    ]

    @Test(arguments: table.indices)
    func whatIsFoundBeforeTheRun(row: Int) async {
        let (script, expected) = Self.table[row]
        let found = await Self.check(script) {
            $0.values.environment = ["WHO": "Ann", "TEN": "10", "BLANK": " ", "EMPTY": ""]
        }
        #expect(found == expected, "\(script)")
    }

    @Test func aLongValueIsNoPrompt() async {
        let found = await Self.check("prompt ${env.LONG}") {
            $0.values.environment = ["LONG": String(repeating: "x", count: 32_001)]
        }
        #expect(found == ["1: the prompt has 32001 characters"])
    }

    /// `unset` goes back to what init.veo and the command line say, in the check as in the run.
    @Test func unsetGoesBackToTheDefaultsOfTheSession() async throws {
        let model = try #require(ModelCatalog.standard["veo-3.1-fl"])
        let found = await Self.check("unset model\nsubmit -- a") { $0.defaults.model = model }
        #expect(found == ["2: warning: veo-3.1-fl animates an image, and there is none"])
    }

    @Test(arguments: [ScriptOrigin.prompt, .initFile])
    func theUserMaySetTheGateway(origin: ScriptOrigin) async {
        let script = "set base-url https://mine.example/v1\nset key-from env MINE\nunset key-from"
        #expect(await Self.check(script, origin: origin) == [])
        #expect(
            await Self.check("set base-url http://mine.example/v1", origin: origin).count == 1)
    }

    @Test func theSessionsJobsAndPromptCount() async {
        let script = "submit as dog\nsubmit as Cat\nwait @cat"
        let found = await Self.check(script, origin: .prompt) {
            $0.hasPrompt = true
            $0.jobNames = ["cat"]
        }
        #expect(found == ["2: a job named 'Cat' exists already"])
    }

    // MARK: Folders

    @Test func foldersAreMadeAndTriedBeforeTheRun() async throws {
        try await TemporaryFolder.with { folder in
            let script = "submit -- a\nsave to \(folder)/a/b/${job.name}.mp4\nsave to \(folder)/c/"
            let checked = await ScriptChecker.check(
                Parser.parse(SourceFile(name: "t", text: script), dialect: .file), origin: .file,
                state: CheckState())
            #expect(checked.folders == ["\(folder)/a/b/", "\(folder)/c/"])
            try checked.prepareFolders()
            #expect(try TestFile.names(in: folder) == ["a", "c"])
            #expect(try TestFile.names(in: folder + "/a") == ["b"])
            #expect(try TestFile.names(in: folder + "/a/b") == [])
        }
    }

    @Test func aFolderThatCannotBeWrittenIsFoundBeforeTheRun() async throws {
        try await TemporaryFolder.with { folder in
            try TestFile.write("", to: folder + "/file")
            let script = "submit -- a\nset out \(folder)/file/${job.name}.mp4\nsave"
            let checked = await ScriptChecker.check(
                Parser.parse(SourceFile(name: "t", text: script), dialect: .file), origin: .file,
                state: CheckState())
            let failure = await failure { try checked.prepareFolders() }
            #expect(failure?.exitCode == .machine)
            #expect(failure?.message.contains(folder + "/file") == true)
        }
    }

    @Test(arguments: [("submit -- a", true), ("wait @#1", true), ("print hello\nmodels", false)])
    func whetherTheGatewayIsNeeded(script: String, expected: Bool) async {
        let checked = await ScriptChecker.check(
            Parser.parse(SourceFile(name: "t", text: script), dialect: .file), origin: .file,
            state: CheckState())
        #expect(checked.needsGateway == expected)
    }

    // MARK: Includes

    /// Writes scripts and checks the first.
    static func check(
        _ scripts: KeyValuePairs<String, String>, origin: ScriptOrigin = .file
    ) async throws -> [String] {
        try await TemporaryFolder.with { folder in
            for (name, text) in scripts {
                let path = "\(folder)/\(name)"
                try PrivateFile.makeFolders(of: path, mode: 0o755)
                try TestFile.write(text.replacing("FOLDER", with: folder), to: path)
            }
            let first = try #require(scripts.first)
            return await Self.check(
                first.value.replacing("FOLDER", with: folder), name: "\(folder)/\(first.key)",
                origin: origin
            ).map { $0.replacing(folder, with: "FOLDER") }
        }
    }

    @Test func includesAreReadRelativeToTheirFile() async throws {
        let found = try await Self.check([
            "main.veo": "include parts/look.veo\nsubmit as cat -- b\nwait @dog",
            "parts/look.veo": "include more/deep.veo\nsubmit as dog",
            "parts/more/deep.veo": "prompt a\nset model nope",
        ])
        #expect(found == ["2: unknown model 'nope'"])
    }

    @Test func anIncludeThatIsNotThere() async throws {
        let found = try await Self.check(["main.veo": "include gone.veo"])
        #expect(
            found == ["1: cannot read the script FOLDER/gone.veo: No such file or directory"])
    }

    @Test(arguments: ["b.veo", "./b.veo", "../x/b.veo"])
    func aCycleIsFound(way: String) async throws {
        let found = try await Self.check([
            "x/a.veo": "include \(way)",
            "x/b.veo": "include \(way.replacing("b.veo", with: "a.veo"))",
        ])
        #expect(found.count == 1)
        #expect(found[0].hasSuffix("a.veo includes itself"))
    }

    @Test func includesMayBeSixteenDeep() async throws {
        func chain(_ count: Int) async throws -> [String] {
            try await TemporaryFolder.with { folder in
                for index in 1...count {
                    let text = index < count ? "include \(index + 1).veo" : "print end"
                    try TestFile.write(text, to: "\(folder)/\(index).veo")
                }
                return await Self.check("include 1.veo", name: folder + "/main.veo")
            }
        }
        #expect(try await chain(16) == [])
        #expect(try await chain(17) == ["1: includes are nested deeper than 16"])
    }

    /// Each level doubles: 2^16 checks of the innermost script without a limit.
    @Test(.timeLimit(.minutes(5))) func includesAreBoundedInAll() async throws {
        let found = try await TemporaryFolder.with { folder in
            for index in 1...15 {
                let text = "include \(index + 1).veo\ninclude \(index + 1).veo"
                try TestFile.write(text, to: "\(folder)/\(index).veo")
            }
            try TestFile.write("print end", to: folder + "/16.veo")
            return await Self.check("include 1.veo", name: folder + "/main.veo")
        }
        #expect(found.count == 1)
        #expect(found[0].hasSuffix("the script includes others more than 1000 times in all"))
    }

    /// A script that someone sends is no better for being included at the prompt.
    @Test(arguments: [ScriptOrigin.prompt, .initFile])
    func anIncludedScriptMayNotSetTheGateway(origin: ScriptOrigin) async throws {
        let found = try await Self.check(
            ["main.veo": "include evil.veo", "evil.veo": "set base-url https://evil.example/v1"],
            origin: origin)
        #expect(found == ["1: 'base-url' cannot be set in a script"])
    }

    @Test func whatIsWrongInAScriptThatIsIncludedTwiceIsSaidOnce() async throws {
        let found = try await Self.check([
            "main.veo": "include a.veo\ninclude a.veo", "a.veo": "set model nope",
        ])
        #expect(found == ["1: unknown model 'nope'"])
    }
}
