import HTTPTypes
import Hummingbird

extension GatewayResponder.Visit {
    /// What a fault rule may depend on.
    var circumstances: FaultRule.Circumstances {
        let target = request.head.path ?? ""
        let host = (request.head.authority ?? "").prefix { $0 != ":" }
        return FaultRule.Circumstances(
            asksForRange: request.headers[.range] != nil,
            hasFreshLink: target.contains(FaultRule.Circumstances.freshMark),
            isAtOtherHost: host == FaultRule.Circumstances.otherHost)
    }

    /// The header fields that a file is chosen by: without the range where a fault ignores it.
    func headers(under fault: FaultRule?) -> HTTPFields {
        guard fault?.kind.ignoresRange == true else { return request.headers }
        var headers = request.headers
        headers[.range] = nil
        return headers
    }
}

extension FaultRule.Kind {
    /// The status of the answer as the journal notes it; nil for none at all.
    func status(of answered: Int) -> Int? {
        switch self {
        case .resetBefore, .resetAfter, .noAnswer: nil
        case .status(let refusal): refusal.status
        case .redirect: 302
        case .expired: 403
        case .body(.html), .body(.json): 200
        default: answered
        }
    }
}
