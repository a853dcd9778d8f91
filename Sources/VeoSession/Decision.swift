package import VeoClient
import VeoLanguage

/// What to do about what earlier runs have made.
package enum RerunChoice: Sendable, Hashable {
    /// Take what was made under the same name; ask where there is doubt.
    case ask
    /// Take whatever asks for the same.
    case resume
    /// Buy all anew.
    case again
}

/// Where a job comes from that a submit has taken up instead of making a new one.
package enum TakenFrom: Sendable, Hashable {
    /// An earlier run of the script.
    case run
    /// A job of an earlier run that had another name.
    case renamed(from: String)
    /// A run of another script, or the shell.
    case other(String)
    /// The JSON beside its video; the history has lost it.
    case result(String)
}

/// What becomes of one job of a submit.
enum Decision: Sendable {
    case take(Candidate)
    case takeOther(OtherJob)
    case takeResult(SavedResult)
    /// - Parameters:
    ///   - inPlaceOf: the job that failed, or was settled.
    ///   - besides: the job of that name that asked for something else.
    case make(inPlaceOf: Job?, besides: Job?)
    /// The limit of the run is reached: the next one makes it.
    case leave
    case refuse(Doubt)

    var isMade: Bool { if case .make = self { true } else { false } }
}

/// Why nobody but the user can say whether a video is to be paid for.
package enum Doubt: Sendable {
    case elsewhere(BaseURL, name: String, here: BaseURL)
    case other(number: Int, name: String)
    case result(path: String, reason: String)

    /// What is in doubt.
    package var message: String {
        switch self {
        case .elsewhere(let there, let name, let here):
            "'\(name)' of the last run is at \(there), and this run speaks to \(here)"
        case .other(let number, let name):
            "'\(name)', job \(number), which another script or the shell made, asks for the same"
        case .result(let path, let reason):
            "\(path) says that its video is made, but \(reason)"
        }
    }

    /// What settles it.
    package var help: String {
        switch self {
        case .elsewhere(let there, _, _):
            "`--base-url \(there)` goes on there; `--again` in place of `--resume` pays again here"
        case .other: "`--resume` takes it and pays nothing; `--again` pays for another one"
        case .result(let path, _):
            "put the video back, or take \(path) away to buy it again"
        }
    }

    var failure: RunFailure { RunFailure(message, help: [help], exitCode: .script) }
}

extension Session {
    /// What becomes of a job of a submit, and of the resumption with it: the plan asks with a copy
    /// of the one that the run asks with.
    func decision(_ wish: Wish, _ resumption: inout Resumption?) -> Decision {
        guard resumption != nil else { return .make(inPlaceOf: nil, besides: nil) }
        switch resumption!.claim(wish) {
        case .taken(let candidate), .kept(let candidate): return .take(candidate)
        case .anew(let failed): return .make(inPlaceOf: failed, besides: nil)
        case .changed(let job): return .make(inPlaceOf: nil, besides: job)
        case .elsewhere(let there, let name):
            return .refuse(.elsewhere(there, name: name, here: settings.baseURL))
        case .result(let result):
            return result.doubt.map { .refuse(.result(path: result.path, reason: $0)) }
                ?? .takeResult(result)
        case .other(let other):
            return takesOthers
                ? .takeOther(other) : .refuse(.other(number: other.number, name: other.name))
        }
    }
}
