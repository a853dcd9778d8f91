import VeoClient
import VeoLanguage

/// The checks of what is submitted and saved.
extension ScriptChecker {
    // MARK: Images

    mutating func checkImages(_ argument: ImageArgument, in source: SourceFile) async {
        state.images = []
        guard case .frames(let words) = argument else { return }
        var texts: [String] = []
        for word in words {
            guard let text = checkVariables(of: word, in: source) else { return }
            texts.append(text)
        }
        let frames: [String]
        do { frames = try ImagePath.frames(texts, in: source) } catch {
            return self.error(error, in: source, at: words[0].range)
        }
        var inputs: [ImageInput] = []
        for (word, path) in zip(words, frames) {
            let input = ImageInput(unread: path)
            guard case .file = input else {
                inputs.append(input)
                continue
            }
            switch await image(path) {
            case .failure(let problem):
                inputs.append(input)
                error(problem.message, in: source, at: word.range, help: [problem.help])
            case .success(let image):
                inputs.append(.file(image))
                for oddity in image.header?.oddities ?? [] {
                    warning("'\(TextFilter.visible(path))': \(oddity)", in: source, at: word.range)
                }
            }
        }
        state.images = inputs
    }

    /// Each is read once.
    private mutating func image(_ path: String) async -> Result<ImageFile, ImageError> {
        if let known = images[path] { return known }
        let image: Result<ImageFile, ImageError>
        do { image = .success(try await ImageFile.inspect(path: path)) } catch {
            image = .failure(error)
        }
        images[path] = image
        return image
    }

    /// An image that has another shape than the video will be cut or squeezed.
    private mutating func warnOfShape(
        _ model: VideoModel, at range: SourceRange, in source: SourceFile
    ) async {
        for case .file(let file) in state.images {
            guard case .success(let image) = await image(file.path),
                let mismatch = image.header?.mismatch(with: model, in: state.catalog)
            else { continue }
            warning(
                "'\(TextFilter.visible(file.path))' \(mismatch)", in: source, at: range,
                ofTurn: true)
        }
    }

    // MARK: Submits

    mutating func checkSubmit(
        _ arguments: SubmitArguments, of statement: Statement, in source: SourceFile
    ) async {
        hasJobs = true
        needsGateway = true
        var count: Int? = 1
        if let word = arguments.count {
            check(word, in: source) { text throws(ValueError) in _ = try Count.parse(text) }
            count = state.values.text(word).flatMap { try? Count.parse($0) }
        }
        checkName(arguments.name, count: count, in: source)
        var prompt = state.prompt
        if let text = arguments.text {
            prompt = checkPromptText(text, in: source)
        } else if !state.hasPrompt {
            noPrompt(at: statement.keyword, in: source)
        }
        // What is wrong with these is told beside what is wrong with the others.
        var (model, mode) = (state.settings.model, state.settings.mode)
        if let word = arguments.model, let text = checkVariables(of: word, in: source) {
            do { model = try state.catalog.model(named: text) } catch {
                self.error(error, in: source, at: word.range)
                return
            }
        }
        if let word = arguments.mode {
            check(word, in: source) { text throws(ValueError) in _ = try Mode.parse(text) }
            if let text = state.values.text(word) {
                guard let known = try? Mode.parse(text) else { return }
                mode = known
            }
        }
        checkRepetition(model, mode, prompt, at: statement.keyword, in: source)
        checkPrice(count ?? 1, of: model, at: statement.keyword, in: source)
        plan(arguments.name, count, model, mode, prompt)
        await checkImages(
            with: model, mode, at: arguments.model?.range ?? statement.keyword, in: source)
    }

    /// What is known of a submit before the run.
    private mutating func plan(
        _ name: Template?, _ count: Int?, _ model: VideoModel, _ mode: Mode, _ prompt: String?
    ) {
        guard let count, let prompt, count > 0, count <= Limits.count else { return }
        var text: String?
        if let name {
            guard let known = state.values.text(name) else { return }
            text = known
        }
        submits.append(
            PlannedSubmit(
                name: text, count: count,
                request: GenerationRequest(
                    model: model.name, prompt: prompt, images: state.images,
                    mode: RequestMode(mode)), price: model.price))
    }

    /// Said once: one line mends it for all.
    private mutating func noPrompt(at range: SourceRange, in source: SourceFile) {
        state.hasPrompt = true
        guard !isPromptRefused(before: range, in: source) else { return }
        error(
            "there is no prompt yet", in: source, at: range,
            help: ["`prompt TEXT` before it, or `submit -- TEXT`"])
    }

    /// Whether a `prompt` stands before that has an error of its own: then it is not missing.
    private func isPromptRefused(before range: SourceRange, in source: SourceFile) -> Bool {
        (0..<source.lineIndex(of: range.lowerBound)).contains { index in
            let words = source.text(in: source.lineRange(index)).split(
                maxSplits: 1, whereSeparator: \.isWhitespace)
            return words.count > 1 && words[0].hasPrefix("prompt")
        }
    }

    /// `show request`: the same as a submit, for the settings as they are.
    mutating func checkRequest(at range: SourceRange, in source: SourceFile) async {
        if !state.hasPrompt { noPrompt(at: range, in: source) }
        await checkImages(with: state.settings.model, state.settings.mode, at: range, in: source)
    }

    private mutating func checkImages(
        with model: VideoModel, _ mode: Mode, at range: SourceRange, in source: SourceFile
    ) async {
        // The prompt is checked where it stands, so any will do here.
        let request = GenerationRequest(
            model: model.name, prompt: "-", images: state.images, mode: RequestMode(mode))
        let problems = request.problems(in: state.catalog)
        for problem in problems {
            error(problem.message, in: source, at: range, help: [problem.help], ofTurn: true)
        }
        if model.wantsImages && state.images.isEmpty {
            warning(
                "\(model.name) animates an image, and there is none", in: source, at: range,
                help: ["`image FILE` sets the start frame"], ofTurn: true)
        }
        if problems.isEmpty { await warnOfShape(model, at: range, in: source) }
    }

    mutating func checkAdopt(_ arguments: AdoptArguments, in source: SourceFile) {
        needsGateway = true
        switch arguments {
        case .job(let id, let name):
            check(id, in: source) { _ in }
            checkName(name, count: 1, in: source)
        case .unknown(let reference, let id):
            check(reference, in: source)
            check(id, in: source) { _ in }
        }
        hasJobs = true
    }

    mutating func checkName(_ word: Template?, count: Int?, in source: SourceFile) {
        guard let word else { return }
        check(word, in: source) { text throws(ValueError) in _ = try JobName.parse(text) }
        guard let text = state.values.text(word), let count else {
            return
        }
        let new = count == 1 ? [text] : (1...max(1, count)).map { "\(text)-\($0)" }
        if count > 1, let longest = new.last, (try? JobName.parse(longest)) == nil,
            (try? JobName.parse(text)) != nil
        {
            error(
                "the name '\(longest)' is too long", in: source, at: word.range,
                help: ["a name has at most \(Limits.nameCharacters) characters"])
            return
        }
        for name in new {
            let key = JobName.key(name)
            if let first = names[key] {
                usedTwice(name, first, at: word, in: source)
                return
            }
            if knownKeys.contains(key) {
                error(
                    "a job named '\(name)' exists already", in: source, at: word.range,
                    help: ["a name is unique within a run"])
                return
            }
            names[key] = UsedName(
                name: name, source: source, range: word.range, turn: turn)
            stems.add(name, true)
        }
    }

    /// That of the innermost loop; a loop has at most ``Limits/loopTurns``.
    private var turn: Int32 { Int32(state.values.turns.last ?? 0) }

    private mutating func usedTwice(
        _ name: String, _ first: UsedName, at word: Template, in source: SourceFile
    ) {
        let message = "the name '\(name)' is used twice"
        let differsInCase = first.name == name ? [] : ["'\(first.name)' and '\(name)' are one name"]
        guard first.source === source else {
            let line = first.source.position(of: first.range.lowerBound).line
            error(
                message, in: source, at: word.range,
                help: differsInCase + ["first used at \(first.source.name):\(line)"])
            return
        }
        guard first.range == word.range, turn > 0 else {
            error(
                message, in: source, at: word.range, help: differsInCase,
                notes: [.init(at: first.range, "first used here")])
            return
        }
        error(
            message, in: source, at: word.range,
            label: first.turn == turn ? "" : turns(first.turn),
            help: differsInCase + [
                word.literal == nil
                    ? "a name is unique within a run"
                    : "the loop's value makes it another name in each turn: such as "
                        + "\(name)-${loop.index}"
            ])
    }

    /// Where a name was used first, and where it is used again.
    private func turns(_ first: Int32) -> String {
        guard let loop = openLoops.last, let place = loop.data.place(Int(first) - 1) else {
            return "in turn \(first) of the loop and in turn \(turn)"
        }
        return "first used at \(place)"
    }

    // MARK: Saving

    mutating func checkSave(_ arguments: SaveArguments, in source: SourceFile) {
        check(arguments.references, in: source)
        check(arguments.ifExists, in: source) { text throws(ValueError) in
            _ = try IfExists.parse(text)
        }
        check(arguments.timeout, in: source) { text throws(ValueError) in
            _ = try DurationValue.parse(text)
        }
        needsGateway = true
        var path = state.settings.out
        if let given = arguments.path {
            checkVariables(of: given, in: source, .outPath)
            checkPath(given, in: source)
            path = given
        }
        // What is wrong with `~` has been told where the path stands.
        guard let template = try? PathTemplate(expanding: state.values.partial(path)) else {
            return
        }
        let folder = template.fixedFolder
        folders.insert(folder)
        resultFolders[folder] = max(resultFolders[folder] ?? 0, template.openDepth)
    }
}
