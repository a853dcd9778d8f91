import VeoClient
import VeoLanguage

/// A job that a submit may stand for.
struct Candidate: Sendable, Hashable {
    let job: Job
    /// The name that a submit must have for it; empty for one without a name. A job that the user
    /// sent again from the prompt stands for that of the script.
    let key: String
    /// How often its request has been made, with this one.
    var tries = 1
    /// Whether the earlier runs of this script paid for it.
    var isPaidHere = true
}

/// A job of another script, or of the shell: as much of it as the decision needs.
struct OtherJob: Sendable, Hashable {
    let number: Int
    let name: String
    let requestHash: String
    let baseURL: BaseURL
    let serverID: String?

    var key: String { Job.claimKey(name, number) }
}

/// What one job of a submit asks for, as far as that decides whether it is made already.
struct Wish: Sendable, Hashable {
    /// Empty for a job without a name.
    let key: String
    let forms: RequestForms
    /// `again`, which asks for another one: only a job of the same name is the same.
    let isAgain: Bool

    /// - Parameter name: that of the job; empty for one without.
    init(_ name: String, _ forms: RequestForms, isAgain: Bool = false) {
        key = name.isEmpty ? "" : JobName.key(name)
        self.forms = forms
        self.isAgain = isAgain
    }
}

/// Videos that the history has, by what a result says of them.
struct KnownVideos: Sendable {
    private let words: Set<String>

    init(_ jobs: [Job]) {
        words = Set(jobs.flatMap { [$0.serverID, $0.sha256].compactMap { $0 } })
    }

    func contains(_ job: Job) -> Bool {
        [job.serverID, job.sha256].contains { $0.map(words.contains) ?? false }
    }
}

extension Job {
    /// The name by which a submit finds it: empty for one that was submitted without a name.
    var claimKey: String { Self.claimKey(name, number) }

    static func claimKey(_ name: String, _ number: Int) -> String {
        name == "job-\(number)" ? "" : JobName.key(name)
    }

    /// Whether it asks for the same as another one, as far as both say.
    func asksForTheSame(as other: Job) -> Bool {
        requestHash == other.requestHash && !requestHash.isEmpty
            || (model, mode, prompt, imageNames)
                == (other.model, other.mode, other.prompt, other.imageNames)
    }
}
