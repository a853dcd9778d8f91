import VeoClient
import VeoSession

/// What the caller of a script chooses for this run.
struct RunChoices: Sendable {
    /// The variables of the environment that the script may see.
    var sharedEnvironment: [String] = []
    /// The values of the script's parameters.
    var parameters: [String: String] = [:]
    var format = Console.Format.text
    /// Print the requests and send nothing.
    var isDryRun = false
    /// Ask before each statement.
    var steps = false
    /// What to do about earlier runs of the same name.
    var rerun = RerunChoice.ask
    /// By what the run is found again; `nil` for the path of the file.
    var runName: String?
    /// What it and its earlier runs may spend, at most.
    var budget: Money?
    /// Jobs that it may buy.
    var newJobLimit: Int?
    var retryFailed = RetryFailed.whatIsFree
}
