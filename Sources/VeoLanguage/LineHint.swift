/// A remark about a line that is being typed: what may follow, and what it will cost.
package enum LineHint {
    /// - Parameter line: all that was typed; the cursor is at its end.
    package static func text(for line: String, context: CompletionContext) -> String? {
        // A text is long, and there is nothing to say about it.
        guard !line.utf8.contains(ASCII.lineFeed), !startsText(line) else { return nil }
        let words = CompletionWords(line, cursor: line.unicodeScalars.count)
        guard !words.isQuoted else { return nil }
        guard let first = words.before.first else {
            guard let name = CommandName(rawValue: words.current) else { return nil }
            return afterCommand(name, context)
        }
        guard case .command(let name) = CommandLookup.find(first, dialect: .prompt) else {
            return nil
        }
        let given = words.before.dropFirst()
        if name == .submit || name == .again, !given.isEmpty || !words.current.isEmpty {
            return price(of: line, context)
        }
        guard words.current.isEmpty else { return nil }
        if name == .set, given.count == 1, let key = given.first?.lowercased(),
            let setting = Setting(rawValue: key)
        {
            let now = context.settings[setting].map { "; now \($0)" } ?? ""
            return SettingReference.of(setting).values + now
        }
        return given.isEmpty ? afterCommand(name, context) : nil
    }

    /// Whether the line is a prompt or the like, and its text has begun.
    private static func startsText(_ line: String) -> Bool {
        let words = line.utf8.prefix(mostBeforeText).split(
            maxSplits: 1, omittingEmptySubsequences: true, whereSeparator: { $0 == ASCII.space })
        guard words.count == 2, let first = words.first else { return false }
        let text = String(Substring(first)).lowercased()
        return text == CommandName.prompt.rawValue || text == CommandName.print.rawValue
    }

    /// Bytes that are looked at to find a command.
    private static let mostBeforeText = 64

    /// The usage without the command itself, and the price of what is paid for.
    private static func afterCommand(_ name: CommandName, _ context: CompletionContext) -> String? {
        let usage = CommandReference.of(name).usage[0].dropFirst(name.rawValue.count + 1)
        let price = name == .submit ? sum(1, context.currentModel, context) : nil
        let parts = [price, usage.isEmpty ? nil : String(usage)].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: "  ")
    }

    /// What a line that is right so far would cost.
    private static func price(of line: String, _ context: CompletionContext) -> String? {
        let parsed = Parser.parse(SourceFile(name: "", text: line), dialect: .prompt)
        guard !parsed.hasErrors, let command = parsed.script.statements.first?.command else {
            return nil
        }
        switch command {
        case .submit(let arguments):
            let count = arguments.count.map { $0.literal.flatMap { try? Count.parse($0) } } ?? 1
            return count.flatMap { sum($0, model(arguments.model, context), context) }
        case .again(let arguments):
            guard arguments.model != nil else { return nil }
            return sum(1, model(arguments.model, context), context)
        default: return nil
        }
    }

    private static func model(_ given: Template?, _ context: CompletionContext) -> String? {
        given.map { $0.literal } ?? context.currentModel
    }

    private static func sum(_ count: Int, _ model: String?, _ context: CompletionContext)
        -> String?
    {
        guard let price = context.models.first(where: { $0.name == model })?.price else {
            return nil
        }
        let dollars = Amount.dollars(price * count) + (context.isSimulated ? ", simulated" : "")
        return count == 1 ? dollars : "\(count) jobs, \(dollars)"
    }
}
