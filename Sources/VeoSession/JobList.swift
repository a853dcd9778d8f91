import VeoClient
import VeoLanguage

/// The jobs of a session in the order they came, with sums over them that are kept and not made
/// anew: a batch of a hundred thousand asks for them at each of its submits.
struct JobList: Sendable, RandomAccessCollection {
    /// The run whose budget it is: jobs of other runs are followed here and paid for there.
    let run: Int
    private var jobs: [Job] = []
    private(set) var sums = Sums()
    /// Numbers of the jobs that have not come to their end, and whose end comes here.
    private(set) var live: Set<Int> = []
    /// Numbers of the jobs that were made before the run began.
    private var earlier: Set<Int> = []

    init(run: Int) { self.run = run }

    struct Kind: Sendable, Hashable {
        let state: JobState
        let mode: Mode
    }

    struct Sums: Sendable, Equatable {
        /// How many jobs there are of each kind.
        fileprivate(set) var counts: [Kind: Int] = [:]
        /// What they cost as far as is known.
        fileprivate(set) var cost = Money.zero
        /// What the jobs that were made in this run take of its budget.
        fileprivate(set) var committed = Money.zero
        /// What those take that it has taken up.
        fileprivate(set) var committedBefore = Money.zero

        /// Sync jobs whose connection is their life.
        var countOfSyncOnServer: Int {
            [JobState.queued, .running].reduce(0) {
                $0 + (counts[Kind(state: $1, mode: .sync)] ?? 0)
            }
        }

        func count(_ state: JobState) -> Int {
            Mode.allCases.reduce(0) { $0 + (counts[Kind(state: state, mode: $1)] ?? 0) }
        }
    }

    var startIndex: Int { 0 }
    var endIndex: Int { jobs.count }

    subscript(position: Int) -> Job {
        get { jobs[position] }
        set {
            count(jobs[position], -1)
            jobs[position] = newValue
            count(newValue, 1)
        }
    }

    /// - Parameter isEarlier: it was made before the run began.
    mutating func append(_ job: Job, isEarlier: Bool = false) {
        if isEarlier { earlier.insert(job.number) }
        jobs.append(job)
        count(job, 1)
    }

    /// Whether its news come to this program: of another run's request only the program that
    /// sends it hears, and of a task whoever asks.
    func comesHere(_ job: Job) -> Bool { job.run == run || job.isPolled || job.state.isFinal }

    private mutating func count(_ job: Job, _ sign: Int) {
        if sign < 0 || job.state.isFinal || !comesHere(job) {
            live.remove(job.number)
        } else {
            live.insert(job.number)
        }
        sums.cost = sums.cost + job.cost * sign
        if comesHere(job) {
            sums.counts[Kind(state: job.state, mode: job.mode), default: 0] += sign
        }
        guard job.run == run else { return }
        if earlier.contains(job.number) {
            sums.committedBefore = sums.committedBefore + job.committed * sign
        } else {
            sums.committed = sums.committed + job.committed * sign
        }
    }
}

extension Job {
    /// What it takes of a budget: its full price from the moment it waits to be sent. A failure
    /// that surely cost nothing gives it back.
    var committed: Money {
        state == .failed && cost == .zero ? .zero : price ?? .zero
    }
}
