/// How one generation will go: decided when the job is made, read off the clock afterwards.
struct GenerationPlan: Sendable {
    /// A line of progress: when it appears, and what it says in tenths of a percent.
    struct Step: Sendable, Equatable {
        let time: Duration
        let tenths: Int
    }

    /// Time from the start of the job until it leaves the queue.
    let queued: Duration
    /// Time from the start of the job until its end.
    let total: Duration
    /// Progress as recorded: four or five steps of 7.5 to 9.9 points, so the end comes from
    /// under 50 %.
    let steps: [Step]

    init(range: ClosedRange<Duration>, using generator: inout SeededGenerator) {
        let total = generator.duration(in: range)
        let count = Int.random(in: 4...5, using: &generator)
        let size = Int.random(in: 75...96, using: &generator)
        var tenths = 0
        var steps: [Step] = []
        for index in 1...count {
            tenths += size + Int.random(in: 0...3, using: &generator)
            steps.append(Step(time: total * index / (count + 1), tenths: tenths))
        }
        self.total = total
        self.queued = total / 40
        self.steps = steps
    }

    /// Whole percents after `elapsed`; 100 at the end.
    func progress(after elapsed: Duration) -> Int {
        elapsed >= total ? 100 : progress(before: elapsed)
    }

    /// Whole percents of the last step at `elapsed`.
    func progress(before elapsed: Duration) -> Int {
        (steps.last { $0.time <= elapsed }?.tenths ?? 0) / 10
    }
}
