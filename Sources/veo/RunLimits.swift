import ArgumentParser
import VeoClient
import VeoLanguage
import VeoSession

/// The values of the options that name a run and limit what it buys.
enum RunLimits {
    /// The most that `--max-new` takes.
    static let newJobs = 1_000_000
    /// The most that `--retry-failed` takes.
    static let tries = 100
    /// Characters of a name.
    static let nameCharacters = 200

    /// A path holds a `/` and a name none, so that no name is a path.
    static func name(_ text: String) throws -> String {
        let isPlain = text.unicodeScalars.allSatisfy { !TextFilter.isHidden($0) && $0 != "/" }
        guard isPlain, !text.isEmpty, text.count <= nameCharacters,
            !text.contains(where: \.isWhitespace)
        else {
            throw ValidationError(
                "--run-name takes a word of at most \(nameCharacters) characters without '/'.")
        }
        return text
    }

    static func amount(_ text: String) throws -> Money {
        do { return Money(tenThousandths: try Amount.parse(text)) } catch {
            throw ValidationError("--budget takes dollars, such as 2 or 0.50: \(error.message).")
        }
    }

    /// `--retry-failed` may stand alone, and the parser of arguments wants a value: what follows it
    /// would be taken for one.
    static func completed(_ arguments: [String]) -> [String] {
        var isOption = true
        return arguments.map { argument in
            if argument == "--" { isOption = false }
            return isOption && argument == retryFailed ? "\(retryFailed)=\(once)" : argument
        }
    }

    private static let retryFailed = "--retry-failed"
    private static let once = "once"

    static func retries(_ text: String) throws -> RetryFailed {
        if text == once { return .onceMore }
        guard let count = Int(text), (1...tries).contains(count) else {
            throw ValidationError("--retry-failed takes a number from 1 to \(tries), after `=`.")
        }
        return .inAll(count)
    }
}
