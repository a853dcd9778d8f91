import VeoClient
import VeoLanguage

/// Which jobs of the earlier runs the submits of this one stand for. A value: the plan that is made
/// before the first request goes through a copy of what the run goes through.
///
/// | made before | what a submit of the same request does |
/// |---|---|
/// | under this name of a run, with the same name of a job | takes it |
/// | with another name of a job, which the script does not submit any more | takes it |
/// | a result beside the video, at its target | takes it |
/// | under another name of a run, with the same name of a job | takes it with `--resume`, else asks |
/// | at another gateway | asks |
/// | failed | see ``Standing`` |
struct Resumption: Sendable {
    enum Claim: Sendable, Hashable {
        /// The job is taken up and costs nothing more.
        case taken(Candidate)
        /// It failed, and is taken up as it is.
        case kept(Candidate)
        /// A new one is made, in place of one that failed or was settled, if there is one.
        case anew(inPlaceOf: Job?)
        /// A job of that name asked for something else: this is a new one.
        case changed(Job)
        /// It is at another gateway.
        case elsewhere(BaseURL, name: String)
        /// A result stands at its target.
        case result(SavedResult)
        /// Another script, or the shell, has made it.
        case other(OtherJob)
    }

    private struct Place: Sendable, Hashable {
        let key: String
        let request: String
    }

    /// What a claim has changed.
    private enum Step: Sendable {
        case expected(Place)
        case candidate(Int)
        case other(Int)
        case result(SavedResult)
    }

    let retry: RetryFailed
    /// The gateway that this run speaks to.
    let origin: Origin
    /// Addresses that jobs of the former form of a request hash were sent to.
    let formerBases: [BaseURL]
    private let candidates: [Candidate]
    /// How much each of them spares: the lists below begin with those that spare most.
    private let ranks: [Int]
    private let others: [OtherJob]
    private var isClaimed: [Bool]
    private var isOtherClaimed: [Bool]
    private var byPlace: [Place: ArraySlice<Int>] = [:]
    private var byRequest: [String: ArraySlice<Int>] = [:]
    private var byName: [String: Int] = [:]
    private var othersByPlace: [Place: ArraySlice<Int>] = [:]
    private var results: SavedResults
    private let known: KnownVideos
    private var othersByID: [String: Int] = [:]
    /// The submits of the script that are still to come: what they will take is left to them.
    private var expected: [Place: Int] = [:]
    private var journal: [Step] = []

    /// - Parameter candidates: those that are to be preferred first.
    init(
        _ candidates: [Candidate], others: [OtherJob] = [],
        results: SavedResults = SavedResults(in: [:]), retry: RetryFailed = .whatIsFree,
        at origin: Origin, formerBases: [BaseURL] = []
    ) {
        self.results = results
        known = KnownVideos(candidates.map(\.job))
        self.candidates = candidates
        self.retry = retry
        self.origin = origin
        self.formerBases = formerBases
        let own = Set(candidates.map(\.job.number))
        self.others = others.filter { !own.contains($0.number) }
        isClaimed = Array(repeating: false, count: candidates.count)
        isOtherClaimed = Array(repeating: false, count: self.others.count)
        ranks = candidates.map { Self.rank($0, retry, at: origin) }
        for index in candidates.indices.sorted(by: { (ranks[$0], $0) < (ranks[$1], $1) }) {
            let hash = candidates[index].job.requestHash
            byPlace[Place(key: candidates[index].key, request: hash), default: []].append(index)
            byRequest[hash, default: []].append(index)
        }
        for (index, candidate) in candidates.enumerated()
        where !candidate.key.isEmpty && byName[candidate.key] == nil {
            byName[candidate.key] = index
        }
        for (index, other) in self.others.enumerated() {
            if let id = other.serverID { othersByID[id] = index }
            othersByPlace[Place(key: other.key, request: other.requestHash), default: []]
                .append(index)
        }
    }

    /// What no submit has claimed.
    var unclaimed: [Job] { candidates.indices.filter { !isClaimed[$0] }.map { candidates[$0].job } }

    /// From here on ``rollBack()`` undoes what is claimed.
    mutating func begin() { journal.removeAll(keepingCapacity: true) }

    /// Gives back what was claimed since ``begin()``, but for jobs that are taken up already.
    mutating func rollBack(besides taken: Set<Int> = []) {
        while let step = journal.popLast() {
            switch step {
            case .candidate(let index) where taken.contains(candidates[index].job.number),
                .other(let index) where taken.contains(others[index].number):
                continue
            case .expected(let place): expected[place, default: 0] += 1
            case .candidate(let index):
                isClaimed[index] = false
                let candidate = candidates[index]
                let hash = candidate.job.requestHash
                byPlace[Place(key: candidate.key, request: hash)]?.prepend(index)
                byRequest[hash]?.prepend(index)
            case .other(let index):
                isOtherClaimed[index] = false
                let other = others[index]
                othersByPlace[Place(key: other.key, request: other.requestHash)]?.prepend(index)
            case .result(let result): results.giveBack(result)
            }
        }
    }

    /// Says beforehand what the script will submit.
    mutating func expect(_ wishes: [Wish]) {
        for wish in wishes {
            expected[Place(key: wish.key, request: wish.forms.current), default: 0] += 1
        }
    }

    mutating func claim(_ wish: Wish) -> Claim {
        let place = Place(key: wish.key, request: wish.forms.current)
        if let count = expected[place], count > 0 {
            expected[place] = count - 1
            journal.append(.expected(place))
        }
        let exact = wish.forms.all.compactMap { form in
            Self.open(&byPlace[Place(key: wish.key, request: form)], isClaimed).first
        }
        if let index = best(of: exact) { return claim(index) }
        guard !wish.isAgain else { return .anew(inPlaceOf: nil) }
        if let index = best(of: spare(for: wish)) { return claim(index) }
        if let claim = claimResult(wish) { return claim }
        if let claim = claimOther(wish) { return claim }
        if let index = byName[wish.key], !isClaimed[index] {
            return .changed(candidates[index].job)
        }
        return .anew(inPlaceOf: nil)
    }

    /// What is not claimed; its beginning is forgotten, so that a hundred thousand equal requests
    /// are not gone through for each of them.
    private static func open(_ list: inout ArraySlice<Int>?, _ isClaimed: [Bool]) -> ArraySlice<Int>
    {
        guard var rest = list else { return [] }
        list = nil
        while let first = rest.first, isClaimed[first] { rest.removeFirst() }
        list = rest
        return rest
    }

    /// The first of those that spare most.
    private func best(of indices: [Int]) -> Int? { indices.min { ranks[$0] < ranks[$1] } }

    /// At this gateway first, and taken rather than kept.
    private static func rank(
        _ candidate: Candidate, _ retry: RetryFailed, at origin: Origin
    ) -> Int {
        let isHere = candidate.job.baseURL.origin == origin
        return switch Standing.of(candidate.job, tries: candidate.tries, retry) {
        case .taken: isHere ? 0 : 2
        case .kept: isHere ? 1 : 3
        case .anew: 4
        }
    }

    private func standing(_ candidate: Candidate) -> Standing {
        .of(candidate.job, tries: candidate.tries, retry)
    }

    private mutating func claim(_ index: Int) -> Claim {
        let candidate = candidates[index]
        let standing = standing(candidate)
        isClaimed[index] = true
        journal.append(.candidate(index))
        guard standing != .anew else { return .anew(inPlaceOf: candidate.job) }
        guard candidate.job.baseURL.origin == origin else {
            return .elsewhere(candidate.job.baseURL, name: candidate.job.name)
        }
        return standing == .taken ? .taken(candidate) : .kept(candidate)
    }

    /// Jobs that asked for the same under another name, but for those that a later submit will take
    /// by theirs.
    private mutating func spare(for wish: Wish) -> [Int] {
        let open = wish.forms.all.flatMap { Self.open(&byRequest[$0], isClaimed) }
            .filter { !isClaimed[$0] }
        guard !open.isEmpty else { return [] }
        var kept: [String: Int] = [:]
        return open.filter { index in
            let key = candidates[index].key
            let place = Place(key: key, request: wish.forms.current)
            kept[key, default: 0] += 1
            return kept[key, default: 0] > expected[place] ?? 0
        }
    }

    /// A result of a job that the history knows is that job, which is claimed as what it is.
    private mutating func claimResult(_ wish: Wish) -> Claim? {
        var found = results.claim(wish)
        while let result = found, known.contains(result.job) || isTaken(result) {
            found = results.claim(wish)
        }
        guard let result = found else { return nil }
        journal.append(.result(result))
        if let index = result.job.serverID.flatMap({ othersByID[$0] }) {
            isOtherClaimed[index] = true
            journal.append(.other(index))
        }
        guard result.job.baseURL.origin == origin else {
            return .elsewhere(result.job.baseURL, name: result.job.name)
        }
        return .result(result)
    }

    private func isTaken(_ result: SavedResult) -> Bool {
        result.job.serverID.flatMap { othersByID[$0] }.map { isOtherClaimed[$0] } ?? false
    }

    /// Of others only a job of the same name is the same: a common text may be meant anew.
    private mutating func claimOther(_ wish: Wish) -> Claim? {
        let open = wish.forms.all.flatMap { form in
            Self.open(&othersByPlace[Place(key: wish.key, request: form)], isOtherClaimed)
        }.filter { !isOtherClaimed[$0] }
        let index = open.first { others[$0].baseURL.origin == origin } ?? open.first
        guard let index else { return nil }
        isOtherClaimed[index] = true
        journal.append(.other(index))
        let other = others[index]
        guard other.baseURL.origin == origin else {
            return .elsewhere(other.baseURL, name: other.name)
        }
        return .other(other)
    }
}

extension ArraySlice<Int> {
    fileprivate mutating func prepend(_ index: Int) { self = [index] + self }
}
