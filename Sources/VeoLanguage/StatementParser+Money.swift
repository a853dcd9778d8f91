/// The commands about money, models and failures.
extension StatementParser {
    /// Alone it asks what holds.
    mutating func budget() throws(Diagnostic) -> Template? {
        lexer.skipBlanks()
        guard !lexer.isAtEnd else { return nil }
        let amount = try onlyWord(
            of: .budget, what: "an amount", help: "it is in dollars: budget 2")
        if !amount.isEmpty { checkLiteral(amount, as: BudgetLimit.parse) }
        return amount
    }

    mutating func onError() throws(Diagnostic) -> OnError {
        let word = try required("'stop' or 'continue'", of: .onError)
        try expectEnd("on-error")
        let text = source.text(in: word.range)
        do {
            return try OnError.parse(dialect == .prompt ? text.lowercased() : text)
        } catch {
            throw Diagnostic(error, in: source, at: word.range)
        }
    }

    mutating func model() throws(Diagnostic) -> ModelArguments {
        let word = try required("a name, a price and an aspect", of: .model)
        guard word.pair == nil else {
            throw failure(
                "the name of the model comes first", at: word.range,
                help: "usage: \(CommandReference.of(.model).usage[0])")
        }
        check(word.template, at: .value)
        refuseEmpty(word.template, "a model")
        var arguments = ModelArguments(name: word.template)
        let known = Set(["price", "aspect", "images", "speed"])
        while let word = try lexer.word() {
            guard let pair = word.pair else {
                throw unexpected(word, of: .model, keywords: known.sorted().map { $0 + "=" })
            }
            try modelPair(pair, &arguments)
        }
        let missing = [
            arguments.price == nil ? "price" : nil, arguments.aspect == nil ? "aspect" : nil,
        ].compactMap { $0.map { "'\($0)='" } }
        if !missing.isEmpty {
            throw failure(
                "`model` needs \(missing.joined(separator: " and "))",
                at: SourceRange(lexer.end, lexer.end),
                help: "such as `\(CommandReference.of(.model).examples[0])`")
        }
        return arguments
    }

    private mutating func modelPair(
        _ pair: Word.Pair, _ arguments: inout ModelArguments
    ) throws(Diagnostic) {
        let keys = ["price", "aspect", "images", "speed"]
        switch try pairKey(pair, of: .model, among: keys) {
        case "price":
            try refuseTwice(pair, arguments.price)
            check(pair.value, as: Amount.parse)
            arguments.price = pair.value
        case "aspect":
            try refuseTwice(pair, arguments.aspect)
            check(pair.value, as: Aspect.parse)
            arguments.aspect = pair.value
        case "images":
            try refuseTwice(pair, arguments.images)
            check(pair.value, as: ImageLimit.parse)
            arguments.images = pair.value
        default:
            try refuseTwice(pair, arguments.speed)
            check(pair.value, as: Speed.parse)
            arguments.speed = pair.value
        }
    }
}
