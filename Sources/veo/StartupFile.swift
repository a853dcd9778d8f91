import Glibc
import VeoLanguage
import VeoSession

/// `init.veo`, run before a script and before the first prompt.
enum StartupFile {
    /// `false` when it has errors, which are shown.
    static func run(
        in session: Session, pinned: Set<Setting>, console: Console
    ) async -> Bool {
        let path = FileLocations(Live.environment).initFile
        guard access(path, F_OK) == 0 else { return true }
        do {
            let parsed = Parser.parse(try ScriptLibrary.read(path), dialect: .file)
            let checked = await ScriptChecker.check(
                parsed, origin: .initFile, state: await session.checkState)
            for diagnostic in checked.diagnostics { console.show(diagnostic) }
            guard !checked.hasErrors else { return false }
            var interpreter = Interpreter(
                session: session, output: console.output, origin: .initFile)
            interpreter.pinned = pinned
            return try await interpreter.run(checked)
        } catch let failure as RunFailure {
            console.show(failure)
        } catch {
            console.note("init.veo was interrupted")
        }
        return false
    }
}

extension StartupFile {
    /// Whether init.veo says where the key is: then the shell is meant for the real gateway.
    static var setsKey: Bool {
        guard let source = try? ScriptLibrary.read(FileLocations(Live.environment).initFile) else {
            return false
        }
        return Parser.parse(source, dialect: .file).script.statements.contains { statement in
            if case .set(.keyFrom, _) = statement.command { true } else { false }
        }
    }
}
