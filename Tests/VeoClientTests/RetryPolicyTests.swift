import Testing

@testable import VeoClient

@Suite struct RetryPolicyTests {
    private struct Row: Sendable, CustomTestStringConvertible {
        let code: ClientError.Code
        var status: Int?
        var apiCode: String?
        var delivery = ClientError.Delivery.unknown
        let ask: Bool
        let start: Bool
        var testDescription: String { "\(code) \(status ?? 0)" }
    }

    private static let rows = [
        Row(code: .rateLimited, status: 429, ask: true, start: true),
        Row(code: .serverError, status: 503, ask: true, start: true),
        Row(code: .serverError, status: 503, apiCode: "model_not_found", ask: true, start: false),
        Row(code: .serverError, status: 500, ask: true, start: false),
        Row(code: .serverError, status: 502, ask: true, start: false),
        Row(code: .serverError, status: 504, ask: true, start: false),
        Row(code: .refused, status: 408, ask: true, start: false),
        Row(code: .refused, status: 400, ask: false, start: false),
        Row(code: .invalidKey, status: 401, ask: false, start: false),
        Row(code: .paymentRequired, status: 429, ask: false, start: false),
        Row(code: .forbidden, status: 403, ask: false, start: false),
        Row(code: .notFound, status: 404, ask: false, start: false),
        Row(code: .badAnswer, status: 200, ask: true, start: false),
        Row(code: .truncated, ask: true, start: false),
        Row(code: .notAVideo, ask: true, start: false),
        Row(code: .connection, ask: true, start: false),
        Row(code: .timeout, ask: true, start: false),
        Row(code: .connection, delivery: .notSent, ask: true, start: true),
        Row(code: .timeout, delivery: .notSent, ask: true, start: true),
        Row(code: .generationFailed, ask: false, start: false),
        Row(code: .outcomeUnknown, ask: true, start: false),
        Row(code: .file(28), delivery: .notSent, ask: false, start: false),
        Row(code: .tooLarge, ask: false, start: false),
        Row(code: .cancelled, delivery: .notSent, ask: false, start: false),
    ]

    @Test func table() {
        for row in Self.rows {
            for step in ClientError.Step.allCases {
                let delivery: ClientError.Delivery =
                    step.startsJob ? row.delivery : .notApplicable
                let error = ClientError(
                    code: row.code, step: step, httpStatus: row.status, apiCode: row.apiCode,
                    message: "", delivery: delivery)
                var repeats = step.startsJob ? row.start : row.ask
                if step == .status {
                    // A poll goes on, and what only a download meets is none of its concern.
                    if [.refused, .tooLarge].contains(row.code) { repeats = true }
                    if [.truncated, .notAVideo].contains(row.code) { repeats = false }
                }
                #expect(RetryTable.repeats(error) == repeats, "\(step) \(row)")
            }
        }
    }

    @Test func delaysGrowWithJitter() {
        let full = RetryPolicy(random: { 1 })
        #expect(
            (1...8).map { full.delay(afterTry: $0, retryAfter: nil) }
                == [1, 2, 4, 8, 16, 30, 30, 30].map { Duration.seconds($0) })
        let half = RetryPolicy(random: { 0.5 })
        #expect(half.delay(afterTry: 3, retryAfter: nil) == .seconds(2))
        #expect(RetryPolicy(random: { 0 }).delay(afterTry: 900, retryAfter: nil) == .zero)
        #expect(full.longestDelays == [1, 2, 4, 8].map { Duration.seconds($0) })
        #expect(half.delay(afterTry: 1, retryAfter: .seconds(7)) == .seconds(7))
        #expect(half.delay(afterTry: 1, retryAfter: .seconds(3_600)) == .seconds(120))
    }

    @Test(
        arguments: [
            ("7", 7_000), ("0", 0), ("1.5", 1_500), (" 3 ", 3_000), ("-1", nil), ("soon", nil),
            ("Sun, 06 Nov 1994 08:49:47 GMT", 10_000), ("Sun, 06 Nov 1994 08:49:00 GMT", 0),
            ("Sun, 06 Nov 1994 25:49:37 GMT", nil), ("inf", nil), ("", nil),
        ] as [(String, Int?)])
    func retryAfter(text: String, milliseconds: Int?) {
        // 784111777 is Sun, 06 Nov 1994 08:49:37 GMT, the example of RFC 9110.
        #expect(
            RetryAfter.parse(text, now: 784_111_777) == milliseconds.map { .milliseconds($0) })
    }

    @Test(arguments: [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
        ("Sun, 22 Nov 2026 00:00:00 GMT", 1_795_305_600),
    ])
    func dates(text: String, seconds: Int) {
        #expect(RetryAfter.unixSeconds(httpDate: text) == seconds)
    }
}
