/// The same syntax with every range at 0, so that texts that are written differently can be
/// compared by what they mean.
extension Script {
    package var normalizedStatements: [Statement] { statements.map(\.normalized) }
}

private let nowhere = SourceRange(0, 0)

extension Statement {
    package var normalized: Statement {
        Statement(
            command: command.normalized, range: nowhere, keyword: nowhere, isTried: isTried,
            isOptional: isOptional)
    }
}

extension Command {
    package var normalized: Command {
        switch self {
        case .set(let setting, .word(let value)): .set(setting, .word(value.normalized))
        case .set(let setting, .keySource(let key)): .set(setting, .keySource(key.normalized))
        case .show(.job(let reference)): .show(.job(reference.normalized))
        case .prompt(let text): .prompt(text?.normalized)
        case .print(let text): .print(text?.normalized)
        case .image(.frames(let frames)): .image(.frames(frames.map(\.normalized)))
        case .submit(let arguments): .submit(arguments.normalized)
        case .again(let arguments): .again(arguments.normalized)
        case .wait(let arguments): .wait(arguments.normalized)
        case .save(let arguments): .save(arguments.normalized)
        case .collect(let arguments): .collect(arguments.normalized)
        case .jobs(let references): .jobs(references.map(\.normalized))
        case .forget(let references): .forget(references.map(\.normalized))
        case .let(let name, let text): .let(name.normalized, text.normalized)
        case .param(let name, let text): .param(name.normalized, text?.normalized)
        case .loop(let loop): .loop(loop.normalized)
        case .expect(let expectation): .expect(expectation.normalized)
        case .budget(let amount): .budget(amount?.normalized)
        case .model(let arguments): .model(arguments.normalized)
        case .sleep(let duration): .sleep(duration.normalized)
        case .include(let file): .include(file.normalized)
        case .adopt(let arguments): .adopt(arguments.normalized)
        case .unset, .show, .image(.none), .models, .cost, .onError, .help, .history, .edit,
            .clear, .quit:
            self
        }
    }
}

extension Template {
    package var normalized: Template {
        let segments = segments.map { segment -> Segment in
            guard case .variable(let variable) = segment else { return segment }
            return .variable(variable.normalized)
        }
        return Template(segments: segments, range: nowhere)
    }
}

extension Template.Variable {
    fileprivate var normalized: Template.Variable {
        Template.Variable(name: name, field: field, range: nowhere)
    }
}

extension KeySourceArgument {
    fileprivate var normalized: KeySourceArgument {
        switch self {
        case .environment(let name): .environment(name.normalized)
        case .file(let path): .file(path.normalized)
        case .command(let text): .command(text.normalized)
        }
    }
}

extension SubmitArguments {
    fileprivate var normalized: SubmitArguments {
        SubmitArguments(
            count: count?.normalized, name: name?.normalized, model: model?.normalized,
            mode: mode?.normalized, text: text?.normalized)
    }
}

extension AgainArguments {
    fileprivate var normalized: AgainArguments {
        AgainArguments(
            reference: reference.normalized, name: name?.normalized, model: model?.normalized,
            mode: mode?.normalized, text: text?.normalized)
    }
}

extension WaitArguments {
    fileprivate var normalized: WaitArguments {
        WaitArguments(
            references: references.map(\.normalized), any: any, timeout: timeout?.normalized)
    }
}

extension SaveArguments {
    fileprivate var normalized: SaveArguments {
        SaveArguments(
            references: references.map(\.normalized), path: path?.normalized,
            ifExists: ifExists?.normalized, timeout: timeout?.normalized)
    }
}

extension ModelArguments {
    fileprivate var normalized: ModelArguments {
        ModelArguments(
            name: name.normalized, price: price?.normalized, aspect: aspect?.normalized,
            images: images?.normalized, speed: speed?.normalized)
    }
}

extension Reference {
    fileprivate var normalized: Reference {
        switch kind {
        case .serverID(let id): Reference(kind: .serverID(id.normalized), range: nowhere)
        case .name(let pattern):
            Reference(
                kind: .name(
                    NamePattern(
                        segments: pattern.segments.map { segment in
                            guard case .variable(let variable) = segment else { return segment }
                            return .variable(variable.normalized)
                        })), range: nowhere)
        case .last, .all, .active, .failed, .open, .number: Reference(kind: kind, range: nowhere)
        }
    }
}

extension AdoptArguments {
    fileprivate var normalized: AdoptArguments {
        switch self {
        case .job(let id, let name): .job(id: id.normalized, name: name?.normalized)
        case .unknown(let reference, let id): .unknown(reference.normalized, id: id?.normalized)
        }
    }
}

extension VariableName {
    fileprivate var normalized: VariableName { VariableName(text: text, range: nowhere) }
}

extension Loop {
    fileprivate var normalized: Loop {
        Loop(
            variable: variable.normalized, source: source.normalized, sourceRange: nowhere,
            body: body.map(\.normalized), end: nowhere)
    }
}

extension LoopSource {
    fileprivate var normalized: LoopSource {
        switch self {
        case .range(let first, let last): .range(first.normalized, last.normalized)
        case .lines(let path): .lines(path.normalized)
        case .table(let path): .table(path.normalized)
        case .glob(let pattern): .glob(pattern.normalized)
        case .list(let items): .list(items.map(\.normalized))
        }
    }
}

extension Expectation {
    fileprivate var normalized: Expectation {
        switch self {
        case .job(let reference, let field, let comparison, let value):
            .job(reference.normalized, field, comparison.normalized, value.normalized)
        case .words(let left, let comparison, let right):
            .words(left.normalized, comparison.normalized, right.normalized)
        }
    }
}

extension Comparison {
    fileprivate var normalized: Comparison { Comparison(op: op, range: nowhere) }
}
