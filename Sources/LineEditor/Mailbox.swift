import Synchronization

/// What other threads ask of the editor's thread: lines, notices, an interrupt, the end. Each
/// post is followed by a byte in the pipe.
final class Mailbox: Sendable {
    /// How many notices wait for a terminal that takes nothing; further ones are counted only.
    static let maximumNotices = 10_000

    typealias ReadID = UInt64

    struct ReadRequest {
        let id: ReadID
        let prompt: LineEditor.Prompt
        /// What the line holds from the start.
        let text: String
        let continuation: CheckedContinuation<LineEditor.ReadResult, Never>
    }

    private struct State {
        var nextID: ReadID = 0
        var requests: [ReadRequest] = []
        var cancelled: Set<ReadID> = []
        var current: ReadID?
        var notices: [String] = []
        var droppedNotices = 0
        var rightPrompt = ""
        var isInterrupted = false
        var dropsTypedAhead = false
        var isStopping = false
        var hasStopped = false
        var stopWaiter: CheckedContinuation<Void, Never>?
        var quiet = QuietInput()
        /// Whether the thread has set up the terminal, whose modes it looks at.
        var hasStarted = false

        var isFree: Bool { hasStarted && current == nil && requests.isEmpty && !isStopping }
    }

    private let state = Mutex(State())
    let pipe: WakePipe
    let device: TerminalDevice

    init(pipe: WakePipe, device: TerminalDevice) {
        self.pipe = pipe
        self.device = device
    }

    func makeID() -> ReadID {
        state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
    }

    // MARK: Posting, from any thread

    func post(_ request: ReadRequest) {
        let isRefused = state.withLock { state in
            if state.cancelled.remove(request.id) != nil || state.isStopping { return true }
            state.requests.append(request)
            wake(state)
            return false
        }
        if isRefused {
            request.continuation.resume(returning: .interrupted)
        }
    }

    /// Ends the read with this identifier, whether it is under way, waits, or is still to come.
    func cancel(_ id: ReadID) {
        let waiting = state.withLock { state -> ReadRequest? in
            if state.current == id {
                state.isInterrupted = true
                wake(state)
                return nil
            }
            if let index = state.requests.firstIndex(where: { $0.id == id }) {
                return state.requests.remove(at: index)
            }
            state.cancelled.insert(id)
            return nil
        }
        waiting?.continuation.resume(returning: .interrupted)
    }

    func forget(_ id: ReadID) {
        state.withLock { _ = $0.cancelled.remove(id) }
    }

    func interrupt() {
        state.withLock { state in
            if state.current != nil || !state.requests.isEmpty {
                state.isInterrupted = true
            } else {
                state.dropsTypedAhead = true
            }
            wake(state)
        }
    }

    func dropTypedAhead() {
        state.withLock { state in
            guard state.isFree else { return }
            state.dropsTypedAhead = true
            wake(state)
        }
    }

    /// While no line is read the notice is written here and now, so that it keeps its place among
    /// what the caller writes itself.
    func notice(_ text: String) {
        state.withLock { state in
            guard state.current != nil || !state.requests.isEmpty else {
                device.write(Self.lines(of: text))
                return
            }
            if state.notices.count < Self.maximumNotices {
                state.notices.append(text)
            } else {
                state.droppedNotices += 1
            }
            wake(state)
        }
    }

    func setRightPrompt(_ text: String) {
        state.withLock { state in
            guard state.rightPrompt != text else { return }
            state.rightPrompt = text
            if state.current != nil { wake(state) }
        }
    }

    func stop() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                state.isStopping = true
                guard !state.hasStopped else { return true }
                state.stopWaiter = continuation
                wake(state)
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    /// Under the lock, because the pipe is closed under it: a descriptor that is closed may already
    /// belong to someone else.
    private func wake(_ state: borrowing State) {
        if !state.hasStopped { pipe.wake() }
    }

    // MARK: Quiet, from any thread

    func beginQuiet() { change { $0.begin() } }
    func endQuiet() { change { $0.end() } }
    func lend() { change { $0.lend() } }
    func takeBack() { change { $0.takeBack() } }

    private func change(_ body: (inout QuietInput) -> Void) {
        state.withLock { state in
            body(&state.quiet)
            settle(&state)
        }
    }

    private func settle(_ state: inout State) { state.quiet.settle(device, isFree: state.isFree) }

    // MARK: Taking, on the editor's thread

    /// After a stop of the process.
    func resumeQuiet() {
        state.withLock { state in
            settle(&state)
            state.quiet.resume(device)
        }
    }

    /// Whether keys were kept from the screen since the last line.
    func takeQuiet() -> Bool { state.withLock { $0.quiet.takeWasOn() } }

    enum Task {
        case read(ReadRequest)
        case dropTypedAhead
        case stop
    }

    /// What to do between two lines; nil when there is nothing.
    func nextTask() -> Task? {
        state.withLock { state in
            if !state.hasStarted {
                state.hasStarted = true
                settle(&state)
            }
            if state.dropsTypedAhead {
                state.dropsTypedAhead = false
                return .dropTypedAhead
            }
            if state.isStopping {
                settle(&state)
                return .stop
            }
            guard !state.requests.isEmpty else { return nil }
            let request = state.requests.removeFirst()
            state.current = request.id
            settle(&state)
            return .read(request)
        }
    }

    /// What came in for the line being read: text to print above it, and whether it ends.
    func takeForLine() -> (notices: String, isInterrupted: Bool) {
        state.withLock { state in
            let text = Self.takeNotices(&state)
            let isInterrupted = state.isInterrupted || state.isStopping
            state.isInterrupted = false
            return (text, isInterrupted)
        }
    }

    var rightPrompt: String { state.withLock { $0.rightPrompt } }

    /// Ends the read: prints the notices that came too late for it, then lets the caller go on.
    func finish(_ request: ReadRequest, with result: LineEditor.ReadResult) {
        state.withLock { state in
            let text = Self.takeNotices(&state)
            if !text.isEmpty { device.write(text) }
            state.current = nil
            if state.requests.isEmpty { state.isInterrupted = false }
            settle(&state)
        }
        request.continuation.resume(returning: result)
    }

    /// The thread's last act.
    func finishStopping() {
        let (requests, waiter) = state.withLock { state in
            defer { state.requests = [] }
            state.hasStopped = true
            pipe.close()
            return (state.requests, state.stopWaiter)
        }
        for request in requests {
            request.continuation.resume(returning: .interrupted)
        }
        waiter?.resume()
    }

    private static func takeNotices(_ state: inout State) -> String {
        var text = state.notices.map(lines(of:)).joined()
        if state.droppedNotices > 0 {
            text +=
                "(\(state.droppedNotices) messages were left out: more than "
                + "\(maximumNotices) waited for the terminal)\n"
        }
        state.notices.removeAll(keepingCapacity: true)
        state.droppedNotices = 0
        return text
    }

    /// A notice ends its own line.
    private static func lines(of text: String) -> String {
        let visible = TerminalText.escaped(text)
        return visible.hasSuffix("\n") ? visible : visible + "\n"
    }
}
