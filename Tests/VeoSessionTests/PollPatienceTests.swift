import Testing
import VeoClient

@testable import VeoSession

/// When a job is asked for again that gives no news, and when that ends.
@Suite struct PollPatienceTests {
    private static func error(_ status: Int, retryAfter: Duration? = nil) -> ClientError {
        let code: ClientError.Code =
            switch status {
            case 401: .invalidKey
            case 403: .forbidden
            case 404, 410: .notFound
            case 500...: .serverError
            default: .refused
            }
        return ClientError(
            code: code, step: .status, httpStatus: status, message: "", retryAfter: retryAfter)
    }

    /// The pauses after answers that come at once, in seconds; `nil` at the end.
    private static func pauses(
        _ statuses: [Int], outage: Duration = .seconds(1_800), isLoopback: Bool = false
    ) -> [Duration?] {
        var patience = PollPatience(.standard, outage: outage, isLoopback: isLoopback)
        var elapsed = Duration.zero
        return statuses.map { status in
            let pause = patience.pause(after: error(status), elapsed: elapsed)
            elapsed += pause ?? .zero
            return pause
        }
    }

    @Test(arguments: [401, 403, 404, 410])
    func whatLooksFinalIsAskedThreeTimes(status: Int) {
        let pauses = Self.pauses([status, status, status])
        #expect(pauses == [.seconds(10), .seconds(50), nil], "over a minute")
        #expect(
            Self.pauses([status, status, status], isLoopback: true)
                == [.seconds(1), .seconds(5), nil])
    }

    @Test func anotherAnswerInBetweenBeginsAnew() {
        #expect(
            Self.pauses([404, 404, 502, 404, 404, 404]).map { $0 == nil }
                == [false, false, false, false, false, true])
        #expect(
            Self.pauses([404, 403, 404, 404, 404]).map { $0 == nil }
                == [false, false, false, false, true])
    }

    @Test func anOutageEndsWithItsPatience() {
        let pauses = Self.pauses(Array(repeating: 502, count: 20))
        #expect(pauses.prefix(4) == [.seconds(30), .seconds(60), .seconds(120), .seconds(120)])
        let waited = pauses.compactMap(\.self).reduce(.zero, +)
        #expect(waited >= .seconds(1_800) && waited <= .seconds(1_920))
        #expect(pauses.last == .some(nil))
    }

    /// Whatever a gateway answers in turn, it comes to an end.
    @Test func contradictionsEndToo() {
        let statuses = (0..<400).map { [404, 401, 502, 409][$0 % 4] }
        #expect(Self.pauses(statuses).contains(nil))
        #expect(Self.pauses((0..<400).map { [404, 401][$0 % 2] }).contains(nil))
        #expect(Self.pauses([404, 401, 404], outage: .zero) == [.seconds(10), .seconds(10), nil])
    }

    @Test func aWishIsObeyed() {
        var patience = PollPatience(.standard, outage: .seconds(1_800), isLoopback: false)
        let long = Self.error(404, retryAfter: .seconds(9_999))
        #expect(patience.pause(after: long, elapsed: .zero) == RetryPolicy.standard.retryAfterLimit)
    }
}
