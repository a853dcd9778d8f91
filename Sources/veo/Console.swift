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
        var isWaiting = false
        var drawn = WaitBoard.Drawn()
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
    /// Whether a wait may redraw its board.
    let isLive: Bool

    init(color: ColorChoice, isPlain: Bool, format: Format = .text) {
        self.format = format
        hasColor = color.isOn(for: .error)
        renderer = color.renderer(for: .error)
        isLive = !isPlain && StandardStream.error.isTerminal && !Terminal.isDumb
    }

    convenience init(_ options: SessionOptions, format: Format = .text) {
        self.init(
            color: options.isPlain ? .never : .automatic, isPlain: options.isPlain, format: format)
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
        print(renderer.render(diagnostic).trimmingLineEnd, to: .error)
        record { .found(diagnostic, at: Live.now()) }
    }

    /// A failure that belongs to no place in a script.
    func show(_ failure: RunFailure) {
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
        state.withLock { state in
            if let editor = state.editor {
                erase(&state)
                editor.notice(text)
            } else {
                erase(&state)
                stream.write(TerminalText.escaped(text, keepsColors: hasColor) + "\n")
            }
            draw(&state)
        }
    }

    // MARK: Events

    func show(_ event: SessionEvent) {
        let sentence = state.withLock { state -> String? in
            switch event {
            case .submitted(let jobs):
                for job in jobs { state.open[job.number] = job }
            case .changed(let job, _), .progressed(let job), .resumed(let job, _, _):
                state.open[job.number] = job.state.isFinal ? nil : job
            case .retrying, .downloading, .saved, .prepared, .warning, .notice: break
            }
            state.editor?.setRightPrompt(StatusLine.text(Array(state.open.values), at: Live.now()))
            // At the prompt the right prompt tells that a job runs.
            if isLive, state.editor != nil, case .changed(let job, _) = event,
                job.state == .running
            {
                return nil
            }
            return EventText.sentence(event, color: hasColor)
        }
        if format != .text { record(EventRecord.of(event, at: Live.now())) }
        if let sentence { note(sentence) } else { redraw() }
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
            state.isWaiting = isWaiting && isLive
            erase(&state)
            draw(&state)
        }
    }

    /// Draws the board anew: elapsed times go on between events.
    func redraw() {
        state.withLock { state in
            guard state.isWaiting else { return }
            erase(&state)
            draw(&state)
        }
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
            jobs, at: Live.now(), columns: size.columns, limit: max(1, size.rows - 2))
        guard !rows.isEmpty else { return }
        StandardStream.error.write(rows.map { $0 + "\n" }.joined())
        state.drawn = WaitBoard.Drawn(rows: rows, resumptions: ProcessStop.resumptions)
    }
}

extension String {
    var trimmingLineEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}

extension Console {
    /// How often a board is drawn anew without an event.
    private static let tick = Duration.milliseconds(500)

    /// Runs `body`; on a terminal the board of a wait moves meanwhile.
    func ticking<Result: Sendable>(
        _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        guard isLive else { return try await body() }
        return try await withThrowingTaskGroup(of: Void.self, returning: Result.self) { group in
            group.addTask {
                while true {
                    try await Task.sleep(for: Self.tick)
                    self.redraw()
                }
            }
            defer { group.cancelAll() }
            return try await body()
        }
    }
}
