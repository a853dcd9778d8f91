import VeoLanguage

/// The checks of what a script includes.
extension ScriptChecker {
    /// Includes of one run in all, those of included scripts counted each time.
    static let includeLimit = 1_000

    mutating func checkInclude(_ word: Template, in source: SourceFile, _ path: [String]) async {
        guard let text = checkVariables(of: word, in: source) else { return }
        let file: String
        do { file = try ScriptLibrary.resolve(text, in: source) } catch {
            return self.error(error, in: source, at: word.range)
        }
        let identity = ScriptLibrary.identity(of: file)
        if path.contains(where: { ScriptLibrary.identity(of: $0) == identity }) {
            error(
                "\(file) includes itself", in: source, at: word.range,
                help: ["the way: \((path + [file]).joined(separator: " → "))"])
            return
        }
        guard path.count <= Limits.includeDepth else {
            error(
                "includes are nested deeper than \(Limits.includeDepth)", in: source,
                at: word.range)
            return
        }
        includeCount += 1
        guard includeCount <= Self.includeLimit else {
            if includeCount == Self.includeLimit + 1 {
                error(
                    "the script includes others more than \(Self.includeLimit) times in all",
                    in: source, at: word.range)
            }
            return
        }
        do {
            let parsed = try library.parse(file)
            if included.updateValue(parsed.script, forKey: file) == nil {
                diagnostics += parsed.diagnostics
                refused.add(parsed)
            }
            depth += 1
            await check(parsed.script, path: path + [file])
            depth -= 1
        } catch {
            self.error(
                error.message, in: source, at: word.range,
                help: ["a path is relative to the file that names it"])
        }
    }
}
