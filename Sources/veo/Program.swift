import ArgumentParser
import Glibc
import VeoSession

/// Where the program starts.
@main
enum Program {
    /// What `veo --version` says.
    static let version = "0.1.0"

    static func main() async {
        // A reader that goes away (`veo jobs | head`) ends the write, not the program.
        signal(SIGPIPE, SIG_IGN)
        StandardStream.openAll()
        CrashPrivacy.begin()
        let arguments = Array(CommandLine.arguments.dropFirst())
        let exitCode = await exitCode(arguments)
        exit(told(exitCode).rawValue)
    }

    /// Output that was asked for and is not there is a failure, if of nothing else.
    private static func told(_ exitCode: ExitStatus) -> ExitStatus {
        guard let number = StandardStream.outputFailure else { return exitCode }
        Console.report(
            RunFailure(
                "could not write standard output: \(String(cString: strerror(number)))",
                exitCode: .machine))
        return exitCode == .ok ? .machine : exitCode
    }

    /// What needs no parser of arguments and no HTTP is decided before either is touched: half of
    /// the start-up time is theirs.
    private static func exitCode(_ arguments: [String]) async -> ExitStatus {
        if arguments == ["--version"] {
            StandardStream.output.write("veo \(version)\n")
            return .ok
        }
        if arguments.first == "check", arguments.count > 1,
            !arguments.dropFirst().contains(where: { $0.hasPrefix("-") })
        {
            return await CheckCommand.check(Array(arguments.dropFirst()), color: .automatic)
        }
        return await parsed(arguments)
    }

    private static func parsed(_ arguments: [String]) async -> ExitStatus {
        do {
            var command = try VeoCommand.parseAsRoot(RunLimits.completed(arguments))
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return .ok
        } catch let end as ProgramEnd {
            return end.exitCode
        } catch let failure as RunFailure {
            Console.report(failure)
            return failure.exitCode
        } catch {
            let isHelp = VeoCommand.exitCode(for: error) == .success
            let stream: StandardStream = isHelp ? .output : .error
            stream.write(VeoCommand.fullMessage(for: error) + "\n")
            return isHelp ? .ok : .usage
        }
    }
}

/// Ends the program with a code, after everything has been said.
struct ProgramEnd: Error {
    let exitCode: ExitStatus
}
