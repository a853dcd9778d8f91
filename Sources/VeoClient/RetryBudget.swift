import Synchronization

/// The quick retries that the jobs of a session share, so that an outage is not amplified.
///
/// Each kind of step has its own account. It opens with the retries of one lone call, every first
/// try adds a tenth of one, and a retry takes one. A retry that finds the account empty still
/// happens, since each call has its tries, but only after the long pause of ``RetryPolicy``, which
/// is no faster than the polls of a good day: a hundred jobs then send no more than they would
/// send anyway.
package final class RetryBudget: Sendable {
    /// What every first try adds: at most 1.1 times the requests of a good day.
    static let sharePerRequest = 0.1
    /// The most retries that a long good day saves up.
    static let limit = 20.0

    private let reserve: Double
    private let accounts: Mutex<[ClientError.Step: Double]>

    /// - Parameter tries: the tries of one call; its retries are what an account opens with.
    package init(tries: Int = RetryPolicy.standard.tries) {
        reserve = Double(max(tries - 1, 0))
        accounts = Mutex([:])
    }

    /// Counts the first try of a call.
    func noteCall(_ step: ClientError.Step) {
        accounts.withLock { accounts in
            let balance = accounts[step, default: reserve] + Self.sharePerRequest
            accounts[step] = min(balance, max(Self.limit, reserve))
        }
    }

    /// Takes a quick retry; false when there is none, and the next try must wait longer.
    func takeRetry(_ step: ClientError.Step) -> Bool {
        accounts.withLock { accounts in
            // Ten tenths are a little less than one in floating point.
            let balance = accounts[step, default: reserve] + 1e-9
            guard balance >= 1 else { return false }
            accounts[step] = balance - 1
            return true
        }
    }
}
