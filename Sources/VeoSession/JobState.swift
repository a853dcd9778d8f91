import VeoClient

/// Where a job is in its life.
package enum JobState: String, Sendable, Hashable, CaseIterable {
    /// Waits on this machine for a free place under `parallel`.
    case unsent
    /// The request is leaving; no answer yet.
    case submitting
    case queued
    case running
    case completed
    case failed
    /// The request left and no id came back: maybe billed. Never sent again by itself.
    case unknown
    /// The gateway gave an id, and where the job is has not been told lately. It is paid for and
    /// may be asked for at any time, which costs nothing.
    case stale

    /// Whether a `wait` ends with it. A stale job may be followed again.
    package var isFinal: Bool {
        switch self {
        case .completed, .failed, .unknown, .stale: true
        case .unsent, .submitting, .queued, .running: false
        }
    }

    /// Whether it is open what became of it: maybe billed, and maybe there is a video.
    package var isUncertain: Bool { self == .unknown || self == .stale }
}

/// Why a job is `failed`, `unknown` or `stale`.
package struct JobFailure: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        /// It never left this machine; it costs nothing.
        case notSent = "not-sent"
        /// The gateway said no to the request; it costs nothing.
        case refused
        /// The gateway accepted the job and could not make the video.
        case generation
        /// The request left, and whether there is a job is not known.
        case outcome
        /// The gateway gave an id, and where the job is cannot be had.
        case noNews = "no-news"
        /// The gateway gave an id, and said again and again that it does not know it: what it may
        /// have cost is not given back, and there is nothing left to ask for.
        case lost
    }

    package var kind: Kind
    /// The API's code where it gave one, else the client's.
    package var code: String
    package var message: String
    /// What to do now; may be empty.
    package var advice: String

    package init(kind: Kind, code: String, message: String, advice: String = "") {
        self.kind = kind
        self.code = code
        self.message = message
        self.advice = advice
    }

    /// The code of what this machine could not do: an unwritable history, an image that is gone.
    static let machineCode = "this_machine"

    /// The code of a job that was taken back before it was sent: nothing went wrong.
    static let withdrawnCode = "withdrawn"

    /// Whether the user took the job back; what did it says so.
    package var isWithdrawn: Bool { kind == .notSent && code == Self.withdrawnCode }

    /// The code of a job that waits for the next run, because this one may buy no more.
    static let leftCode = "left_for_later"

    /// Whether the limit of the run has left it for the next one.
    package var isLeft: Bool { kind == .notSent && code == Self.leftCode }

    /// Whether the gateway found fault with the text or the image: it does so each time.
    package var isContentRefusal: Bool {
        APIFailure(code: code, message: message).isContentRefusal
    }

    /// What a run that met it exits with.
    package var exitCode: ExitStatus {
        switch kind {
        case .generation, .lost: .generation
        case .notSent:
            code == Self.machineCode ? .machine : code == Self.leftCode ? .budget : .gateway
        case .refused, .outcome, .noNews: .gateway
        }
    }
}
