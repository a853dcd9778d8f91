/// What a call tells although nothing is wrong enough to be an error.
package enum ClientNotice: Sendable, Hashable {
    /// A video came from another address than the first one, which failed for this reason.
    case healed(reason: String)
    /// The file of a completed job is not there yet, and is asked for so many more times.
    case late(reason: String, triesLeft: Int)

    /// The notice in one sentence without a full stop.
    package var words: String {
        switch self {
        case .healed(let reason):
            "its video came from another address than the first one: \(reason)"
        case .late(let reason, let tries):
            "its video is not there yet, and is asked for \(tries) more times: \(reason)"
        }
    }
}
