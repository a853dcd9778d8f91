extension FaultRule {
    /// When a rule holds; all of it must be fulfilled.
    struct Conditions: Hashable, Sendable {
        /// `@`: numbers of the jobs.
        var jobs = Numbers()
        /// `#`: which requests of the step about the job, counted from 1.
        var requests = Numbers()
        /// `~`: the share of the requests, drawn from the seed.
        var share = 1.0
        /// `^`: at least so many jobs run.
        var running = 0
        /// `>`: so long after the step was possible first.
        var start: Duration?
        /// `<`: only so long.
        var end: Duration?
        /// `*`: how often it is applied to a job; nil for always.
        var count: Int?
    }

    /// Numbers from 1 as they are written: `2`, `1,4`, `2-5`, `3-`, and `/20` for each twentieth.
    struct Numbers: Hashable, Sendable {
        private enum Item: Hashable, Sendable {
            case range(ClosedRange<Int>)
            case each(Int)
        }

        /// Empty for all.
        private var items: [Item] = []

        init() {}

        /// Nil if the text is none.
        init?(_ text: some StringProtocol) {
            for item in text.split(separator: ",", omittingEmptySubsequences: false) {
                if item.first == "/" {
                    guard let step = Int(item.dropFirst()), step > 0 else { return nil }
                    items.append(.each(step))
                    continue
                }
                let ends = item.split(
                    separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
                guard let first = Int(ends[0]), first > 0 else { return nil }
                guard ends.count == 2 else {
                    items.append(.range(first...first))
                    continue
                }
                guard let last = ends[1].isEmpty ? Int.max : Int(ends[1]), last >= first else {
                    return nil
                }
                items.append(.range(first...last))
            }
        }

        func contains(_ number: Int) -> Bool {
            items.isEmpty
                || items.contains { item in
                    switch item {
                    case .range(let range): range.contains(number)
                    case .each(let step): number > 0 && number.isMultiple(of: step)
                    }
                }
        }
    }

    /// What a rule is compared with: one request.
    struct Occasion: Sendable {
        /// More than one for a create with a file.
        let steps: [Step]
        /// Number of the job; 0 if it is about none.
        let job: Int
        /// Nil before there is a job.
        var state: JobState?
        /// Simulated time since the step was possible first.
        let elapsed: Duration
        /// Jobs that run now.
        let running: Int
        var circumstances = Circumstances()
    }
}

extension FaultRule.Conditions {
    /// Whether all but the chance and the count are fulfilled.
    func hold(_ occasion: FaultRule.Occasion, request number: Int) -> Bool {
        jobs.contains(occasion.job) && requests.contains(number)
            && occasion.running >= running
            && start.map { occasion.elapsed >= $0 } ?? true
            && end.map { occasion.elapsed < $0 } ?? true
    }
}

extension FaultRule.JobState {
    init(_ state: Job.State) {
        self =
            switch state {
            case .queued: .queued
            case .running: .running
            case .completed, .expired: .completed
            case .failed: .failed
            }
    }
}
