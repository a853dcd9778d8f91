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
    /// What to do about an earlier run of the same file.
    var rerun = Rerun.ask

    enum Rerun: Sendable {
        /// Refuse where something could be paid for twice, and name the choice.
        case ask
        /// Take up the jobs of the last run.
        case resume
        /// Pay again.
        case again
    }
}
