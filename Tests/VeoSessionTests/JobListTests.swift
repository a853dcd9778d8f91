import Testing
import VeoClient
import VeoLanguage

@testable import VeoSession

/// The sums that are kept are those that would be made anew.
@Suite struct JobListTests {
    private static func random(_ number: Int, _ generator: inout SystemRandomNumberGenerator) throws
        -> Job
    {
        try Job.sample { job in
            job.number = number
            job.run = Int.random(in: 1...2, using: &generator)
            job.state = JobState.allCases.randomElement(using: &generator)!
            job.mode = Mode.allCases.randomElement(using: &generator)!
            job.price = Bool.random(using: &generator) ? Money(tenThousandths: number) : nil
            if job.state == .failed || job.state == .unknown {
                let kinds: [JobFailure.Kind] = [.generation, .refused, .outcome, .notSent]
                job.failure = JobFailure(
                    kind: kinds.randomElement(using: &generator)!, code: "", message: "")
            }
        }
    }

    @Test func theSumsAreKept() throws {
        var generator = SystemRandomNumberGenerator()
        var list = JobList(run: 1)
        var earlier: Set<Int> = []
        for step in 1...2_000 {
            if list.isEmpty || step % 3 == 0 {
                let number = list.count + 1
                let isEarlier = Bool.random(using: &generator)
                if isEarlier { earlier.insert(number) }
                list.append(try Self.random(number, &generator), isEarlier: isEarlier)
            } else {
                let position = Int.random(in: 0..<list.count, using: &generator)
                list[position] = try Self.random(list[position].number, &generator)
            }
        }
        func sum(_ jobs: [Job], _ amount: (Job) -> Money) -> Money {
            jobs.reduce(.zero) { $0 + amount($1) }
        }
        let jobs = Array(list)
        let own = jobs.filter { $0.run == 1 }
        #expect(list.sums.cost == sum(jobs, \.cost))
        #expect(
            list.sums.committed == sum(own.filter { !earlier.contains($0.number) }, \.committed))
        #expect(
            list.sums.committedBefore
                == sum(own.filter { earlier.contains($0.number) }, \.committed))
        for state in JobState.allCases {
            #expect(
                list.sums.count(state) == jobs.count { $0.state == state && list.comesHere($0) })
        }
        #expect(
            list.live
                == Set(jobs.filter { !$0.state.isFinal && list.comesHere($0) }.map(\.number)))
    }

    /// Prices of a spoilt history stay at the end of all numbers.
    @Test func sumsDoNotTrap() throws {
        var list = JobList(run: 1)
        for number in 1...3 {
            list.append(
                try Job.sample { job in
                    (job.number, job.price) = (number, Money(tenThousandths: .max))
                })
        }
        #expect(list.sums.cost == Money(tenThousandths: .max))
    }
}
