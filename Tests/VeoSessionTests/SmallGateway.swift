import RawServer
import Synchronization

/// A gateway with few places: a create more is answered 429, and a place is free again when a
/// video has been asked for often enough.
final class SmallGateway: Sendable {
    private struct State {
        var made = 0
        var asked: [String: Int] = [:]
        var running: Set<String> = []
        var most = 0
        var turnedAway = 0
        var creates = 0
    }

    private let state = Mutex(State())
    let places: Int
    /// After so many questions a video is there.
    let questions: Int
    /// Whether no video is there before a create was turned away.
    let awaitsTheNext: Bool
    /// What a create beyond the places is answered, and any create before that, by its number.
    let refusal: [RawStep]
    let early: @Sendable (Int) -> [RawStep]?

    static let tooMany: [RawStep] = RawStep.answer(
        429, #"{"error":{"message":"too many concurrent jobs","code":"rate_limit_exceeded"}}"#)

    init(
        places: Int, questions: Int = 3, awaitsTheNext: Bool = false,
        refusal: [RawStep] = SmallGateway.tooMany,
        early: @escaping @Sendable (Int) -> [RawStep]? = { _ in nil }
    ) {
        (self.places, self.questions) = (places, questions)
        self.awaitsTheNext = awaitsTheNext
        (self.refusal, self.early) = (refusal, early)
    }

    var made: Int { state.withLock(\.made) }
    var creates: Int { state.withLock(\.creates) }
    var turnedAway: Int { state.withLock(\.turnedAway) }
    /// The most that have run at once.
    var most: Int { state.withLock(\.most) }

    @Sendable func respond(_ request: RawRequest, _: Int) -> [RawStep] {
        guard request.method == "POST" else { return status(request) }
        let number = state.withLock { state in
            state.creates += 1
            return state.creates
        }
        if let answer = early(number) { return answer }
        let id = state.withLock { state -> String? in
            guard state.running.count < places else {
                state.turnedAway += 1
                return nil
            }
            state.made += 1
            let id = "video_\(state.made)"
            state.running.insert(id)
            state.most = max(state.most, state.running.count)
            return id
        }
        return id.map { RawStep.answer(200, #"{"id":"\#($0)","status":"queued"}"#) } ?? refusal
    }

    private func status(_ request: RawRequest) -> [RawStep] {
        let id = String(request.target.split(separator: "/").last ?? "")
        let isDone = state.withLock { state in
            state.asked[id, default: 0] += 1
            guard state.asked[id, default: 0] >= questions,
                state.turnedAway > 0 || !awaitsTheNext
            else { return false }
            state.running.remove(id)
            return true
        }
        let word = isDone ? "completed" : "in_progress"
        return RawStep.answer(
            200, #"{"id":"\#(id)","status":"\#(word)","url":"http://127.0.0.1:9/\#(id).mp4"}"#)
    }
}
