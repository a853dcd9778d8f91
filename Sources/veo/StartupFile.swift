import Glibc
import VeoLanguage
import VeoSession

/// `init.veo`, run before a script and before the first prompt.
enum StartupFile {
    /// `false` when it has errors, which are shown.
    static func run(
        in session: Session, pinned: Set<Setting>, console: Console
    ) async -> Bool {
        do {
            guard let path = try path() else { return true }
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
    /// The file, where there is one.
    /// - Throws: why it is not obeyed. It says where the key goes and may run commands, so it must
    ///   be nobody's but the user's.
    private static func path() throws(RunFailure) -> String? {
        guard let path = FileLocations(Live.environment).initFile else { return nil }
        guard let file = TrustedFile.look(at: path) else { return nil }
        if let reason = file.problem { throw refusal(path, reason) }
        return path
    }

    private static func refusal(_ path: String, _ reason: String) -> RunFailure {
        RunFailure(
            "\(path) is not obeyed: \(reason)", help: ["`--no-init` goes on without it"],
            exitCode: .script)
    }

    /// Whether init.veo says where the key is: then the shell is meant for the real gateway.
    static var setsKey: Bool {
        guard let path = try? path(), let source = try? ScriptLibrary.read(path) else {
            return false
        }
        return Parser.parse(source, dialect: .file).script.statements.contains { statement in
            if case .set(.keyFrom, _) = statement.command { true } else { false }
        }
    }
}
