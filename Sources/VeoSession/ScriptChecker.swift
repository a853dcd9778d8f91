package import VeoClient
package import VeoLanguage

/// What a session is before a script runs in it, as far as the check needs it.
package struct CheckState: Sendable {
    package var settings = SessionSettings()
    /// What `unset` goes back to.
    package var defaults = SessionSettings()
    package var catalog = ModelCatalog.standard
    package var hasPrompt = false
    /// The prompt where it is known before the run.
    package var prompt: String?
    package var images: [ImageInput] = []
    package var jobNames: [String] = []
    package var plainHTTPHosts: Set<String> = []
    /// What `${…}` stands for, as far as it is known before the run.
    package var values = Values(environment: [:])
    /// What the caller gives the parameters.
    package var parameters: [String: String] = [:]
    package var budget: Money?
    /// What the caller allows at most.
    package var budgetLimit: Money?
    /// What counts against the budget already: all that the lines before have bought.
    package var spent = Money.zero
    /// Whether the run leaves a part of the script to the next one.
    package var leavesSome = false

    /// What holds: what the script says, or less, where its caller does.
    var allowance: Money? { [budget, budgetLimit].compactMap { $0 }.min() }

    package init() {}
}

extension Session {
    package var checkState: CheckState {
        var state = CheckState()
        state.settings = settings
        state.defaults = defaults
        state.catalog = catalog
        state.hasPrompt = prompt != nil
        state.prompt = prompt
        state.images = frames.map(ImageInput.init(unread:))
        state.jobNames = allJobs.map(\.name)
        state.plainHTTPHosts = configuration.plainHTTPHosts
        state.values = Values(environment: sharedEnvironment, variables: variables)
        state.parameters = configuration.parameters
        state.budget = budget
        state.budgetLimit = configuration.budgetLimit
        // The jobs of a script are counted by its check, the earlier runs' by its run.
        if configuration.kind == .shell { state.spent = spending.total }
        state.leavesSome = configuration.newJobLimit != nil
        return state
    }
}

/// Goes through a script and what it includes as the interpreter would, without sending anything:
/// finds what is wrong with values, models and images, files, names and references.
package struct ScriptChecker: Sendable {
    let origin: ScriptOrigin
    var state: CheckState
    var diagnostics: [Diagnostic] = []
    var library = ScriptLibrary()
    var included: [String: Script] = [:]
    /// Images that were looked at, or what is wrong with each.
    var images: [String: Result<ImageFile, ImageError>] = [:]
    /// Job names of this script in lower case, with where they stand.
    var names: [String: UsedName] = [:]
    /// Whether there are such names, by their stems.
    var stems = NameStems<Bool>()
    /// Names that `forget` has taken away, with where that was.
    var forgotten: [String: UsedName] = [:]
    /// Names of the session's jobs, letter case aside.
    let knownKeys: Set<String>
    /// Where requests of this script stand, by the hash of what they ask for: 64 bits in place of
    /// the prompts, because two that are alike by chance would only cause a warning.
    var requests: [Int: (source: SourceFile, range: SourceRange)] = [:]
    var scope = Scope()
    var loopData: [LoopData.Key: LoopData] = [:]
    var estimate = CheckedScript.Estimate()
    /// The submit that goes beyond ``unbudgetedJobs`` where no budget holds.
    var unbudgeted: (source: SourceFile, range: SourceRange)?
    var refused = RefusedLines()
    /// Turns of all loops so far.
    var turnCount = 0
    var usedParameters: Set<String> = []
    /// What was told of a place, with the turns that it holds for.
    var told: [ToldPlace: ToldTurns] = [:]
    /// The loops round the statement that is checked, the innermost last.
    var openLoops: [OpenLoop] = []

    /// The name of a job, and where it was first used.
    struct UsedName {
        let name: String
        let source: SourceFile
        let range: SourceRange
        /// The turn of the innermost loop, from 1; 0 outside of loops.
        let turn: Int32
    }

    struct RequestKey: Hashable {
        let model: String
        let mode: Mode
        let prompt: String
        let images: [ImageInput]
    }

    /// Whether a submit comes before, so that there may be jobs that have no name yet.
    var hasJobs = false
    var folders: Set<String> = []
    /// The folders of ``folders``, with how many more may stand between them and a video.
    var resultFolders: [String: Int] = [:]
    /// What is submitted, as far as it is known before the run, in order.
    var submits: [PlannedSubmit] = []
    var needsGateway = false
    /// How many includes lead to the script that is checked now.
    var depth = 0
    /// Includes so far: scripts that include each other twice double with each level.
    var includeCount = 0

    private init(origin: ScriptOrigin, state: CheckState) {
        self.origin = origin
        self.state = state
        hasJobs = !state.jobNames.isEmpty
        knownKeys = Set(state.jobNames.map(JobName.key))
        let known = SourceFile(name: "<prompt>", text: "")
        for name in state.values.variables.keys.sorted() {
            let variable = VariableName(text: name, range: SourceRange(0, 0))
            _ = scope.define(variable, .let, in: known)
        }
    }

    package static func check(
        _ parsed: ParseResult, origin: ScriptOrigin, state: CheckState
    ) async -> CheckedScript {
        var checker = ScriptChecker(origin: origin, state: state)
        checker.diagnostics = parsed.diagnostics
        checker.refused.add(parsed)
        checker.estimate.budget = state.allowance
        await checker.check(parsed.script, path: [parsed.script.source.name])
        checker.tellTurns()
        checker.warnOfNoBudget()
        checker.checkUnusedParameters(of: parsed.script.source)
        return CheckedScript(
            script: parsed.script, diagnostics: checker.diagnostics.inTextOrder,
            included: checker.included, loopData: checker.loopData, estimate: checker.estimate,
            folders: checker.folders, resultFolders: checker.resultFolders,
            submits: checker.submits, needsGateway: checker.needsGateway)
    }

    mutating func check(_ script: Script, path: [String]) async {
        await check(script.statements, in: script.source, path)
    }

    mutating func check(
        _ statements: [Statement], in source: SourceFile, _ path: [String]
    ) async {
        for statement in statements { await check(statement, in: source, path) }
    }

    private mutating func check(
        _ statement: Statement, in source: SourceFile, _ path: [String]
    ) async {
        switch statement.command {
        case .set(let setting, let argument): check(setting, argument, in: source)
        case .unset(let setting):
            guard mayStand(setting, at: statement.range, in: source) else { return }
            state.settings.restore(setting, from: state.defaults)
        case .prompt(let text): checkPrompt(text, in: source)
        case .image(let argument): await checkImages(argument, in: source)
        case .submit(let arguments): await checkSubmit(arguments, of: statement, in: source)
        case .wait(let arguments):
            needsGateway = true
            check(arguments.references, in: source)
            check(arguments.timeout, in: source) { text throws(ValueError) in
                _ = try DurationValue.parse(text)
            }
        case .save(let arguments), .collect(let arguments): checkSave(arguments, in: source)
        case .jobs(let references): check(references, in: source)
        case .forget(let references):
            check(references, in: source)
            forget(references, in: source)
        case .show(.job(let reference)): check([reference], in: source)
        case .show(.request), .show(.requestAsCurl):
            await checkRequest(at: statement.range, in: source)
        case .include(let file): await checkInclude(file, in: source, path)
        case .adopt(let arguments): checkAdopt(arguments, in: source)
        case .sleep(let duration):
            check(duration, in: source) { text throws(ValueError) in
                _ = try DurationValue.parse(text)
            }
        case .print(let text): if let text { checkVariables(of: text, in: source, .print) }
        case .again(let arguments): checkAgain(arguments, in: source)
        case .let(let name, let text): checkLet(name, text, in: source)
        case .param(let name, let text): checkParam(name, text, in: source)
        case .loop(let loop): await checkLoop(loop, in: source, path)
        case .expect(let expectation): checkExpectation(expectation, in: source)
        case .budget(let amount): checkBudget(amount, in: source)
        case .model(let arguments): checkModel(arguments, of: statement, in: source)
        case .history, .edit:
            if origin == .file || depth > 0 {
                error(
                    "`\(source.text(in: statement.keyword))` is for the prompt of the shell",
                    in: source, at: statement.keyword)
            }
        case .show, .models, .cost, .onError, .clear, .help, .quit: break
        }
    }

    private mutating func check(
        _ setting: Setting, _ argument: SettingArgument, in source: SourceFile
    ) {
        guard mayStand(setting, at: argument.word.range, in: source) else { return }
        let place: KnownNames.Place = setting == .out ? .outPath : .value
        let text = checkVariables(of: argument.word, in: source, place)
        guard case .word(let word) = argument else {
            if case .keySource(.file(let path)) = argument {
                check(path, in: source) { text throws(ValueError) in
                    _ = try ScriptLibrary.resolve(text, in: source)
                }
            }
            return
        }
        if setting == .out {
            checkPath(word, in: source)
            state.settings.apply(.out(state.values.partial(word)))
            return
        }
        guard let text else { return }
        do {
            state.settings.apply(
                try SettingValue(
                    setting, text, catalog: state.catalog, plainHTTPHosts: state.plainHTTPHosts))
        } catch {
            let isToldByParser = word.literal != nil && setting != .model && setting != .baseURL
            guard !isToldByParser else { return }
            self.error(error, in: source, at: word.range)
        }
    }

    /// A script that someone sends must not send a secret elsewhere; nor must one that another
    /// includes.
    private mutating func mayStand(
        _ setting: Setting, at range: SourceRange, in source: SourceFile
    ) -> Bool {
        let isForGateway = setting == .baseURL || setting == .keyFrom
        guard isForGateway, depth > 0 || !origin.maySetGateway else { return true }
        error(
            "'\(setting.rawValue)' cannot be set in a script", in: source, at: range,
            help: [
                "a script must not send a key elsewhere: set it in init.veo, at the prompt, "
                    + "or with \(setting == .baseURL ? "--base-url" : "VEO_API_KEY")"
            ])
        return false
    }

    /// A path that is known to be empty would be found out after the video has been paid for.
    mutating func checkPath(_ path: Template, in source: SourceFile) {
        let known = state.values.partial(path)
        guard !known.segments.isEmpty, known.literal != "" else {
            return error("the path is empty", in: source, at: path.range)
        }
        do { _ = try PathTemplate(expanding: known) } catch {
            self.error(error, in: source, at: path.range)
        }
    }

    private mutating func checkPrompt(_ text: Template?, in source: SourceFile) {
        guard let text else { return }
        state.hasPrompt = true
        state.prompt = checkPromptText(text, in: source)
    }

    /// Gives the text where it is known before the run.
    @discardableResult
    mutating func checkPromptText(_ template: Template, in source: SourceFile) -> String? {
        guard let text = checkVariables(of: template, in: source) else { return nil }
        check(template, in: source, PromptText.check)
        return text
    }
}
