import ArgumentParser
import VeoClient
import VeoLanguage
import VeoSession

struct FormatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt", abstract: "Write scripts in their canonical form.")

    @Argument(
        help: "The scripts; '-' reads standard input and writes standard output.",
        transform: PathArgument.expanded)
    var files: [String]

    @Flag(name: .customLong("check"), help: "Change nothing; exit 1 when a script would change.")
    var isCheck = false

    func run() async throws {
        var exitCode = ExitStatus.ok
        for file in files {
            let status = try format(file)
            if exitCode == .ok { exitCode = status }
        }
        if exitCode != .ok { throw ProgramEnd(exitCode: exitCode) }
    }

    private func format(_ file: String) throws -> ExitStatus {
        let input: ScriptRunner.Input = file == "-" ? .standardInput : .file(file)
        let source = try input.source()
        switch Formatter.format(source) {
        case .failure(let refusal):
            let renderer = ColorChoice.automatic.renderer(for: .error)
            for diagnostic in refusal.diagnostics {
                StandardStream.error.write(renderer.render(diagnostic) + "\n")
            }
            return .script
        case .success(let text):
            if case .standardInput = input, !isCheck {
                StandardStream.output.write(text)
                return .ok
            }
            guard Array(text.utf8) != source.utf8 else { return .ok }
            if isCheck {
                StandardStream.error.write("\(input.name) is not in its canonical form\n")
                return .usage
            }
            try Self.replace(file, with: text)
            return .ok
        }
    }

    /// Whole or not at all, with the rights that the file had; what a symbolic link names is
    /// written, and the link stays.
    private static func replace(_ file: String, with text: String) throws {
        do { try WholeFile.rewrite(Array(text.utf8), to: file) } catch {
            throw RunFailure(
                error.message, help: ["the script is as it was"], exitCode: .machine)
        }
    }
}
