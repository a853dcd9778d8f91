import CEditline
import Glibc

/// Lines edited with libedit: it holds the text and acts on keys, and what is seen of it is drawn
/// by `Display`. Everything here happens on the editor's thread, most of it inside the function by
/// which libedit asks for the next character.
final class EditingReader: LineReader {
    let editor: OpaquePointer
    let configuration: LineEditor.Configuration
    let mailbox: Mailbox
    var device: TerminalDevice { mailbox.device }
    var decoder = InputDecoder()
    var display: Display
    var history: History
    private let historyFile: HistoryFile?
    /// Whether the person was told that lines are not kept.
    private var hasReportedHistory = false

    /// How the line ended, where libedit's own answer does not tell.
    var outcome: LineEditor.ReadResult?
    /// The paste that its key announces.
    var pendingPaste: [Unicode.Scalar]?
    /// What the line starts with, until libedit is ready to take it.
    private var initialText: String?
    /// Whether libedit has started on the line, and was told how little it may draw.
    private var hasBegun = false
    private(set) var prompt = LineEditor.Prompt("")
    var menu: CompletionMenu?
    var search: HistorySearch?
    /// The line as a step through the history showed it.
    var walkedTo: History.Draft?
    /// The column that Up and Down aim at, and the line as they left it.
    var goal: (column: Int, line: History.Draft)?
    /// Reads since the line was last drawn.
    var undrawnReads = 0
    /// Whether keys may wait that were pressed while nothing of them was seen.
    var hasUnseenKeys = false

    private let streams: [UnsafeMutablePointer<FILE>]
    private var savedModes = termios()

    /// Fails where the terminal gives no streams or libedit no memory.
    init?(configuration: LineEditor.Configuration, mailbox: Mailbox, startupFile: String?) {
        let device = mailbox.device
        var modes = termios()
        guard tcgetattr(device.input, &modes) == 0,
            let input = Self.stream(device.input, "r"),
            let output = Self.stream(device.output, "w"),
            let nowhere = fopen("/dev/null", "we")
        else { return nil }
        guard
            let editor = el_init(configuration.applicationName, input, output, nowhere)
        else {
            for stream in [input, output, nowhere] { fclose(stream) }
            return nil
        }
        self.editor = editor
        self.configuration = configuration
        self.mailbox = mailbox
        streams = [input, output, nowhere]
        savedModes = modes
        display = Display(device)
        history = History(limit: configuration.historyLimit)
        historyFile = configuration.historyPath.map(HistoryFile.init)
        // libedit edits, and draws where nobody looks: its drawing knows no colours, miscounts wide
        // characters that it changes in place, and loses lines that are taller than the window.
        ce_draw_nowhere(editor, nowhere)
        ce_set_context(editor, Unmanaged.passUnretained(self).toOpaque())
        configureLibedit(startupFile: startupFile)
        // Again: the person's own settings may have named a terminal.
        ce_draw_nowhere(editor, nowhere)
        loadHistory()
    }

    /// Streams of their own, so that closing them leaves the descriptors to the program.
    private static func stream(_ descriptor: Int32, _ mode: String) -> UnsafeMutablePointer<FILE>? {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { return nil }
        guard let stream = fdopen(copy, mode) else {
            Glibc.close(copy)
            return nil
        }
        return stream
    }

    static func of(_ editor: OpaquePointer?) -> EditingReader? {
        guard let editor, let context = ce_context(editor) else { return nil }
        return Unmanaged<EditingReader>.fromOpaque(context).takeUnretainedValue()
    }

    private func configureLibedit(startupFile: String?) {
        ce_set_editor(editor, WideText.terminated("emacs".unicodeScalars))
        EditorCommand.addAll(to: editor)
        // The person's own settings come first, so that they cannot take a needed key away.
        el_source(editor, startupFile)
        ce_set_editing(editor, 1)
        ce_set_signal_handling(editor, 0)
        // Ctrl-C, Ctrl-Z and Ctrl-S arrive as keys, in their order among the other keys; Return and
        // Ctrl-J as what they are, so that a pasted CR LF stays one line break.
        for flag in ["-isig", "-ixon", "-icrnl", "-inlcr"] {
            ce_set_editing_flag(editor, WideText.terminated(flag.unicodeScalars))
        }
        EditorCommand.bindAll(in: editor)
        ce_set_read_function(
            editor,
            { editor, character in
                guard let reader = EditingReader.of(editor), let character else { return -1 }
                return reader.readCharacter(into: character)
            })
    }

    // MARK: Reading

    func readLine(_ prompt: LineEditor.Prompt, text: String) -> LineEditor.ReadResult {
        outcome = nil
        pendingPaste = nil
        menu = nil
        search = nil
        walkedTo = nil
        goal = nil
        self.prompt = prompt
        initialText = text
        hasBegun = false
        history.startWalk()
        fflush(nil)
        if mailbox.takeQuiet() { hasUnseenKeys = true }
        if prompt.isQuestion {
            hasUnseenKeys = false
            dropTypedAhead()
            device.dropTypedAhead()
        }
        display.start()
        device.write(TerminalCode.startPasteReports)
        var count: Int32 = 0
        let entered = el_wgets(editor, &count)
        if outcome == nil {
            // A key that a start-up file bound to libedit's own way to end a line.
            if let entered, count > 0 {
                let scalars = WideText.scalars(from: entered, to: entered + Int(count))
                endLine(with: .line(Self.text(scalars.last == "\n" ? scalars.dropLast() : scalars)))
            } else {
                outcome = .endOfInput
            }
        }
        device.write(TerminalCode.endPasteReports)
        if case .line(let line) = outcome, !prompt.isQuestion { remember(line) }
        return outcome ?? .endOfInput
    }

    /// The text of a line as it is returned. A key without a character of its own can be taken
    /// literally by Ctrl-V; it is no text.
    static func text(_ scalars: [Unicode.Scalar]) -> String {
        WideText.string(scalars.filter { !(0x80...0x9F).contains($0.value) && $0.value != 0 })
    }

    /// libedit asks the window for its size and empties its buffer when it starts on a line; so it
    /// is told what it needs to know when it asks for the first key.
    func beginLine() {
        guard !hasBegun else { return }
        hasBegun = true
        ce_keep_one_row(editor)
        guard let text = initialText else { return }
        initialText = nil
        if !text.isEmpty { setLine(History.Draft(text)) }
    }

    func dropTypedAhead() {
        decoder.removeAll()
    }

    func close() {
        ce_prepare_terminal(editor, 0)
        // With editing on, el_end would throw away what was typed ahead.
        ce_set_editing(editor, 0)
        el_end(editor)
        tcsetattr(device.input, TCSADRAIN, &savedModes)
        for stream in streams { fclose(stream) }
    }

    // MARK: The line

    /// The line being edited, with the cursor in it.
    var line: History.Draft {
        guard let info = el_wline(editor)?.pointee, let start = info.buffer,
            let cursor = info.cursor, let end = info.lastchar
        else { return History.Draft(scalars: [], cursor: 0) }
        let scalars = WideText.scalars(from: start, to: end)
        return History.Draft(scalars: scalars, cursor: min(max(0, cursor - start), scalars.count))
    }

    /// Replaces the whole line.
    func setLine(_ draft: History.Draft) {
        guard !draft.scalars.isEmpty else { return emptyLine() }
        el_wreplacestr(editor, WideText.terminated(draft.scalars))
        el_cursor(editor, -Int32(draft.scalars.count))
        el_cursor(editor, Int32(draft.cursor))
    }

    /// What `el_wreplacestr` refuses to do.
    private func emptyLine() {
        let count = Int32(line.scalars.count)
        el_cursor(editor, count)
        el_deletestr(editor, count)
    }

    // MARK: History

    private func loadHistory() {
        guard let historyFile else { return }
        do throws(HistoryFile.Failure) {
            history.load(try historyFile.load(limit: history.limit))
        } catch {
            report(error, verb: "read")
        }
    }

    private func remember(_ line: String) {
        guard history.accepts(line), configuration.keepsInHistory(line) else { return }
        history.append(line)
        do throws(HistoryFile.Failure) {
            try historyFile?.append(line)
        } catch {
            report(error, verb: "write")
        }
    }

    /// Once: a history that cannot be kept must not get between a person and the shell.
    private func report(_ failure: HistoryFile.Failure, verb: String) {
        guard !hasReportedHistory, let historyFile else { return }
        hasReportedHistory = true
        let reason = String(cString: strerror(failure.code))
        mailbox.notice(
            "warning: cannot \(verb) the history of typed lines \(historyFile.path) (\(reason)); "
                + "lines are recalled in this session, and may not be in the next")
    }
}
