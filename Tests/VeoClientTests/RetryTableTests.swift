import Glibc
import Testing

@testable import VeoClient

/// The one value that decides what is sent again, and the page that shows it.
@Suite struct RetryTableTests {
    @Test func eachFaultHasOneRow() {
        #expect(RetryTable.rows.map(\.fault) == RequestFault.allCases)
        for row in RetryTable.rows { #expect(RetryTable.row(row.fault) == row) }
    }

    /// Every status from 300 to 599 against the rule in words.
    @Test func statuses() {
        for status in 300...599 {
            let fault = RequestFault(status: status, apiCode: nil)
            let start: RetryTable.Start =
                switch status {
                case 429, 503: .again
                case 501: .refused
                case 303, 408, 409, 499, 500...: .unknown
                default: .refused
                }
            #expect(RetryTable.row(fault).start == start, "\(status)")
            let ask: RetryTable.Ask =
                [401, 402, 403, 404, 410].contains(status) ? .confirm : .again
            #expect(RetryTable.row(fault).ask == ask, "\(status)")
            let fetch: RetryTable.Ask =
                status == 408 || status == 429 || status >= 500 ? .again : .final
            #expect(RetryTable.row(fault).fetch == fetch, "\(status)")
            for step in ClientError.Step.allCases {
                let delivery = RetryTable.delivery(of: fault, step: step)
                #expect((delivery == .notApplicable) == !step.startsJob)
                #expect((delivery == .unknown) == (step.startsJob && start == .unknown))
            }
        }
        #expect(RequestFault(status: 200, apiCode: "busy") == .errorInside)
        #expect(RequestFault(status: 200, apiCode: nil, isQuota: true) == .denied)
        #expect(RequestFault(status: 201, apiCode: nil, isRefusal: true) == .otherRefusal)
        #expect(RequestFault(status: 503, apiCode: "model_not_found") == .modelNotServed)
        #expect(RequestFault(status: 429, apiCode: nil, isQuota: true) == .denied)
        #expect(RequestFault(status: 500, apiCode: nil, isQuota: true) == .passedOn)
    }

    /// Nothing that may have been billed is ever sent again.
    @Test func unknownIsNeverRepeated() {
        for row in RetryTable.rows where row.start == .again {
            #expect([.notSent, .tooManyRequests, .unavailable].contains(row.fault), "\(row)")
        }
    }

    /// One poll never ends a job that is paid for, but for what this machine cannot do.
    @Test func noOneAnswerEndsAJob() {
        for row in RetryTable.rows where row.ask == .final {
            #expect([.thisMachine, .cancelled].contains(row.fault), "\(row)")
        }
    }

    private static let page = "Sources/veo/Documentation.docc/Failures.md"

    private static var table: String {
        let lines = RetryTable.rows.map { row in
            "| \(row.words) | \(row.start.rawValue) | \(row.ask.rawValue) | \(row.fetch.rawValue) |"
        }
        let head = ["| what went wrong | a request that makes a video | status | download |"]
        return (head + ["|---|---|---|---|"] + lines).joined(separator: "\n") + "\n"
    }

    /// The page holds the table as it is here; `VEO_RECORD=1` writes it there.
    @Test func theDocumentationShowsThisTable() throws {
        let root = String(#filePath.dropLast("Tests/VeoClientTests/RetryTableTests.swift".count))
        let path = root + Self.page
        let text = String(decoding: try #require(read(path), "no \(Self.page)"), as: UTF8.self)
        let start = try #require(text.firstRange(of: "| what went wrong |")).lowerBound
        let rest = text[start...]
        let end = rest.firstRange(of: "\n\n")?.lowerBound ?? rest.endIndex
        if getenv("VEO_RECORD") != nil {
            try write(
                Array((text[..<start] + Self.table.dropLast() + text[end...]).utf8), to: path)
        } else {
            #expect(rest[..<end] + "\n" == Self.table, "VEO_RECORD=1 writes the table anew")
        }
    }
}

@Suite struct RetryBudgetTests {
    @Test func aLoneCallHasItsTries() {
        let budget = RetryBudget(tries: 5)
        budget.noteCall(.status)
        #expect((1...5).map { _ in budget.takeRetry(.status) } == [true, true, true, true, false])
        #expect(budget.takeRetry(.create), "each step has its own account")
    }

    @Test func tenGoodRequestsPayForOneRetry() {
        let budget = RetryBudget(tries: 1)
        for _ in 1...9 { budget.noteCall(.status) }
        #expect(!budget.takeRetry(.status))
        budget.noteCall(.status)
        #expect(budget.takeRetry(.status))
        for _ in 1...10_000 { budget.noteCall(.status) }
        let saved = (1...1_000).count { _ in budget.takeRetry(.status) }
        #expect(saved == Int(clamping: RetryBudget.limit))
    }

    /// A hundred jobs that are polled every ten seconds, and a gateway that is down for an hour.
    /// Each call has five tries, and in no ten minutes does the gateway see more than 1.1 times
    /// the requests of a good day, but for the tries of one call.
    @Test func anOutageIsNotAmplified() {
        let jobs = 100
        let (interval, hour) = (10.0, 3_600.0)
        let policy = RetryPolicy(random: { 0.5 })
        let budget = RetryBudget(tries: policy.tries)
        // When each job sends next, and the number of that try.
        var next = (0..<jobs).map { (time: Double($0) * interval / Double(jobs), attempt: 1) }
        var times: [Double] = []
        while let index = next.indices.min(by: { next[$0].time < next[$1].time }),
            next[index].time < hour
        {
            let (time, attempt) = next[index]
            times.append(time)
            if attempt == 1 { budget.noteCall(.status) }
            guard attempt < policy.tries else {
                next[index] = (time + interval, 1)
                continue
            }
            let pause = policy.delay(
                afterTry: attempt, retryAfter: nil, isWithinBudget: budget.takeRetry(.status))
            next[index] = (time + pause / .seconds(1), attempt + 1)
        }
        let window = 600.0
        let good = window / interval * Double(jobs)
        for start in stride(from: 0, to: hour - window, by: 60) {
            let seen = times.count { $0 >= start && $0 < start + window }
            #expect(Double(seen) <= 1.1 * good + Double(policy.tries), "at \(start) s")
        }
    }
}
