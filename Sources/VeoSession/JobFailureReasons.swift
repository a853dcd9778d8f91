import Glibc
import VeoClient

extension JobFailure {
    /// The gateway said that the generation failed.
    init(generation failure: APIFailure?) {
        self.init(
            kind: .generation, code: failure?.code ?? "generation_failed",
            message: failure?.message ?? "the gateway gave no reason",
            advice: failure?.advice ?? "")
    }

    /// This machine could not go on. A job that has not left costs nothing; what became of one
    /// that has is not known here.
    init(_ failure: RunFailure, of job: Job) {
        let advice = failure.help.first ?? ""
        if job.state == .unsent {
            self.init(
                kind: .notSent,
                code: failure.exitCode == .machine ? Self.machineCode : "not_sent",
                message: failure.message, advice: advice)
        } else {
            self.init(
                kind: job.isPolled ? .noNews : .outcome, code: "not_followed",
                message: "lost touch, the job may go on at the gateway: " + failure.message,
                advice: advice)
        }
    }

    /// What an error of the client means for a job: whether it can have cost anything is decided
    /// by the step at which it happened.
    init(_ error: ClientError, of job: Job) {
        let code = error.apiCode ?? "\(error.code)"
        switch (error.step, error.delivery) {
        case (.chat, _) where error.code == .generationFailed:
            self.init(kind: .generation, code: code, message: error.message, advice: error.advice)
        case (.create, .notSent) where error.isMachineFailure,
            (.chat, .notSent) where error.isMachineFailure:
            self.init(
                kind: .notSent, code: Self.machineCode, message: error.message,
                advice: error.advice)
        case (.create, .notSent), (.chat, .notSent):
            self.init(kind: .notSent, code: code, message: error.message, advice: error.advice)
        case (.create, .refused), (.chat, .refused):
            self.init(kind: .refused, code: code, message: error.message, advice: error.advice)
        case (.create, _), (.chat, _):
            self.init(
                kind: .outcome, code: code, message: error.message,
                advice: error.advice)
        case _ where error.fault == .gone && job.lostCount + 1 >= Self.lostTimes:
            self.init(
                kind: .lost, code: "lost",
                message: "the gateway does not have it any more, and it may have been billed: "
                    + error.message,
                advice: "look into the console of the gateway; `again @#\(job.number)` pays again")
        default:
            self.init(
                kind: .noNews, code: code,
                message: "lost touch, the job may go on at the gateway: " + error.message,
                advice: Self.advice(error, of: job))
        }
    }
}

extension JobFailure {
    /// How often a job is given up and asked for anew whose id the gateway does not know, until it
    /// is lost.
    static let lostTimes = 3

    /// What mends the cause, where the user can, and then the line that takes the job up again.
    private static func advice(_ error: ClientError, of job: Job) -> String {
        let asking = "`\(job.reattachLine)` asks again"
        switch error.code {
        case .invalidKey, .paymentRequired, .forbidden:
            return error.advice.isEmpty ? asking : "\(error.advice); \(asking)"
        default: return asking
        }
    }
}

extension ClientError {
    /// Whether this machine is at fault, not the gateway or the way to it.
    var isMachineFailure: Bool {
        if case .file = code { true } else { false }
    }

    /// Whether no other file would have room either.
    var isDiskFull: Bool { code == .file(ENOSPC) || code == .file(EDQUOT) }
}
