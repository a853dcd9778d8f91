import HTTPTypes
import Hummingbird

extension GatewayResponder.Visit {
    /// What a fault rule may depend on.
    var circumstances: FaultRule.Circumstances {
        let target = request.head.path ?? ""
        let host = (request.head.authority ?? "").prefix { $0 != ":" }
        return FaultRule.Circumstances(
            query: String(query),
            asksForRange: request.headers[.range] != nil,
            hasFreshLink: target.contains(FaultRule.Circumstances.freshMark),
            isAtOtherHost: host == FaultRule.Circumstances.otherHost)
    }

    /// The header fields that a file is chosen by: without the range where a fault ignores it.
    func headers(under faults: AppliedFaults) -> HTTPFields {
        guard faults.kinds.contains(where: \.ignoresRange) else { return request.headers }
        var headers = request.headers
        headers[.range] = nil
        return headers
    }
}

extension AppliedFaults {
    /// The status of the answer as the journal notes it; nil for none at all.
    func status(of answered: Int) -> Int? {
        var status: Int? = answered
        for kind in kinds {
            switch kind {
            case .resetBefore, .resetAfter, .noAnswer: return nil
            case .status(let refusal): status = refusal.status
            case .redirect: status = 302
            case .expired, .signed: status = 403
            case .body(.html) where !hasStatus, .body(.json) where !hasStatus: status = 200
            default: break
            }
        }
        return status
    }

    /// Whether the status of the answer is one that a rule asks for.
    var hasStatus: Bool {
        kinds.contains { if case .status = $0 { true } else { false } }
    }
}
