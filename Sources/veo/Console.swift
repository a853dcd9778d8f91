import LineEditor
import Synchronization
import VeoLanguage
import VeoSession

/// Everything that the program says goes through one of these, so that a notice never breaks the
/// line being edited or the board of a wait. Results go to stdout, everything else to stderr.
final class Console: Sendable {
    private struct State {
        /// Set while a shell runs: it prints above the line being edited.
        var editor: LineEditor?
        /// The jobs whose end is not known, by number.
        var open: [Int: Job] = [:]
        /// How many jobs have ended, by how they did.
        var ended: [JobState: Int] = [:]
        var isWaiting = false
        var drawn = WaitBoard.Drawn()
        /// When the board was drawn, in milliseconds since 1970.
        var drawnAt: Int64 = 0
        var notices = Notices()
        var silence = Silence()
    }

    private let state = Mutex(State())
    /// What stdout takes; what people read goes to stderr unless it is all that is asked for.
    enum Format: Sendable {
        /// Results as they are.
        case text
        /// A JSON object for each event.
        case events
        /// A JSON object for each request of a dry run, and nothing else.
        case requests

        func takes(_ kind: EventRecord.Kind) -> Bool {
            switch self {
            case .text: false
            case .events: true
            case .requests: kind == .request
            }
        }
    }

    private let format: Format
    private let renderer: DiagnosticRenderer
    private let hasColor: Bool
    /// Whether each job that is queued is told with its id, because nothing else knows it.
    private let tellsEachID: Bool
    /// Whether a wait may redraw its board.
    let isLive: Bool

    init(
        color: ColorChoice, isPlain: Bool, tellsEachID: Bool = false, format: Format = .text
    ) {
        self.format = format
        self.tellsEachID = tellsEachID
        hasColor = color.isOn(for: .error)
        renderer = color.renderer(for: .error)
        isLive = !isPlain && StandardStream.error.isTerminal && !Terminal.isDumb
    }

    convenience init(_ options: SessionOptions, format: Format = .text) {
        self.init(
            color: options.speaksPlainly ? .never : .automatic, isPlain: options.speaksPlainly,
            tellsEachID: options.history == "none", format: format)
    }

    // MARK: Saying

    func result(_ text: String) {
        switch format {
        case .text: print(text, to: .output)
        case .events, .requests: print(text, to: .error)
        }
        record { .said(.output, text, at: Live.now()) }
    }

    func note(_ text: String) { print(text, to: .error) }

    func show(_ diagnostic: Diagnostic) {
        flushNotices()
        print(renderer.render(diagnostic).trimmingLineEnd, to: .error)
        record { .found(diagnostic, at: Live.now()) }
    }

    /// A failure that belongs to no place in a script.
    func show(_ failure: RunFailure) {
        flushNotices()
        print(Self.text(failure), to: .error)
        record { .found(failure, at: Live.now()) }
    }

    /// Writes an event where events are written.
    func record(_ event: () -> EventRecord) {
        guard format != .text else { return }
        record([event()])
    }

    private func record(_ events: [EventRecord]) {
        let lines = events.filter { format.takes($0.event) }.map { $0.line + "\n" }.joined()
        guard !lines.isEmpty else { return }
        state.withLock { _ in StandardStream.output.write(lines) }
    }

    static func report(_ failure: RunFailure) {
        StandardStream.error.write(TerminalText.escaped(text(failure), keepsColors: false) + "\n")
    }

    private static func text(_ failure: RunFailure) -> String {
        let help = failure.help.filter { !$0.isEmpty }.map { "\n = help: \($0)" }
        return "error: \(failure.message)" + help.joined()
    }

    /// Where an interpreter's words go.
    var output: Output {
        Output(
            result: { self.result($0) }, note: { self.note($0) },
            diagnostic: { self.show($0) }, waiting: { self.setWaiting($0) },
            clear: { self.clear() })
    }

    private func print(_ text: String, to stream: StandardStream) {
        state.withLock { print([text], to: stream, &$0) }
    }

    private func print(_ texts: [String], to stream: StandardStream, _ state: inout State) {
        guard !texts.isEmpty else { return }
        erase(&state)
        if let editor = state.editor {
            for text in texts { editor.notice(text) }
        } else {
            stream.write(
                texts.map { TerminalText.escaped($0, keepsColors: hasColor) + "\n" }.joined())
        }
        state.silence.end(at: Live.now())
        draw(&state)
    }

    // MARK: Events

    func show(_ event: SessionEvent) {
        if format != .text { record(EventRecord.of(event, at: Live.now())) }
        state.withLock { state in
            count(event, &state)
            let now = Live.now()
            // At the prompt the right prompt tells that a job runs.
            if isLive, state.editor != nil, case .changed(let job, _) = event,
                job.state == .running
            {
                return
            }
            guard let sentence = EventText.sentence(event, color: hasColor) else {
                return redraw(&state, at: now, unlessWithin: Self.drawingPause)
            }
            print(told(sentence, event, &state, at: now), to: .error, &state)
        }
    }

    /// What is told now of an event: what is held back is told later, with others of its kind.
    private func told(
        _ sentence: String, _ event: SessionEvent, _ state: inout State, at now: Int64
    ) -> [String] {
        guard let (kind, jobs) = EventText.kind(event), !(tellsEachID && kind == .queued) else {
            return [sentence]
        }
        return state.notices.take(sentence, kind, jobs, at: now)
    }

    /// Keeps the jobs that are under way, and what the right prompt says of them.
    private func count(_ event: SessionEvent, _ state: inout State) {
        switch event {
        case .submitted(let jobs):
            for job in jobs { state.open[job.number] = job }
        case .changed(let job, _), .progressed(let job), .resumed(let job, _, _):
            let wasOpen = state.open[job.number] != nil
            state.open[job.number] = job.state.isFinal ? nil : job
            if job.state.isFinal, wasOpen { state.ended[job.state, default: 0] += 1 }
        default: break
        }
        // Of many jobs the clock of the prompt tells soon enough.
        guard state.open.count <= Self.promptedJobs else { return }
        state.editor?.setRightPrompt(StatusLine.text(Array(state.open.values), at: Live.now()))
    }

    /// With so many jobs the right prompt is made anew at each event.
    private static let promptedJobs = 100

    /// Tells what is held back: something comes that stands behind it.
    func flushNotices() {
        state.withLock { print($0.notices.flush(), to: .error, &$0) }
    }

    // MARK: The shell

    func attach(_ editor: LineEditor?) { state.withLock { $0.editor = editor } }

    /// Clears the screen of a terminal; elsewhere there is nothing to clear.
    private func clear() {
        guard isLive else { return }
        StandardStream.error.write("\u{1b}[H\u{1b}[2J")
    }

    /// The jobs that are under way, for the right prompt.
    func status(at now: Int64) -> String {
        StatusLine.text(state.withLock { Array($0.open.values) }, at: now)
    }

    // MARK: The board of a wait

    private func setWaiting(_ isWaiting: Bool) {
        state.withLock { state in
            if !isWaiting { print(state.notices.flush(), to: .error, &state) }
            state.isWaiting = isWaiting && isLive
            erase(&state)
            draw(&state)
        }
    }

    /// How long the board stays as it is while events come, in milliseconds.
    private static let drawingPause: Int64 = 100

    /// Draws the board anew: elapsed times go on between events.
    private func redraw(_ state: inout State, at now: Int64, unlessWithin pause: Int64 = 0) {
        guard state.isWaiting, !(0..<pause).contains(now - state.drawnAt) else { return }
        erase(&state)
        draw(&state)
    }

    private func erase(_ state: inout State) {
        let rows = state.drawn.screenRows(
            columns: Terminal.size.columns, resumptions: ProcessStop.resumptions)
        state.drawn = WaitBoard.Drawn()
        guard rows > 0 else { return }
        StandardStream.error.write("\u{1b}[\(rows)A\r\u{1b}[J")
    }

    private func draw(_ state: inout State) {
        guard state.isWaiting else { return }
        let jobs = state.open.values.sorted { $0.number < $1.number }
        let size = Terminal.size
        let rows = WaitBoard.rows(
            jobs, ended: state.ended, at: Live.now(), columns: size.columns,
            limit: max(1, size.rows - 2))
        guard !rows.isEmpty else { return }
        StandardStream.error.write(rows.map { $0 + "\n" }.joined())
        state.drawn = WaitBoard.Drawn(rows: rows, resumptions: ProcessStop.resumptions)
        state.drawnAt = Live.now()
    }
}

extension String {
    var trimmingLineEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}

extension Console {
    /// How often what is held back is looked at, and a board is drawn anew without an event.
    private static let tick = Duration.milliseconds(500)

    /// Runs `body`; meanwhile what is held back is told, the board of a wait moves, and where there
    /// is none a line tells now and then what is waited for.
    func ticking<Result: Sendable>(
        _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        state.withLock { $0.silence = Silence(since: Live.now()) }
        return try await withThrowingTaskGroup(of: Void.self, returning: Result.self) { group in
            group.addTask {
                while true {
                    try await Task.sleep(for: Self.tick)
                    self.tick(at: Live.now(), isBusy: true)
                }
            }
            defer {
                group.cancelAll()
                flushNotices()
            }
            return try await body()
        }
    }

    /// - Parameter isBusy: whether the program is at work for its user, who may wonder at what.
    func tick(at now: Int64, isBusy: Bool) {
        state.withLock { state in
            print(state.notices.due(at: now), to: .error, &state)
            redraw(&state, at: now)
            guard isBusy, !isLive, !state.open.isEmpty, state.silence.isOver(at: now) else {
                return
            }
            let status = StatusLine.text(Array(state.open.values), at: now)
            let all =
                state.ended.isEmpty
                ? "" : "; " + WaitBoard.total(Array(state.open.values), ended: state.ended)
            print(["waiting: \(status)\(all)"], to: .error, &state)
        }
    }
}
