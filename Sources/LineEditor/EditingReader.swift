import CEditline
import Glibc

/// Lines edited with libedit. Everything here happens on the editor's thread, most of it inside
/// the function by which libedit asks for the next character.
final class EditingReader: LineReader {
    let editor: OpaquePointer
    let configuration: LineEditor.Configuration
    let mailbox: Mailbox
    var device: TerminalDevice { mailbox.device }
    var decoder = InputDecoder()
    var history: History
    private let historyFile: HistoryFile?
    /// Whether the person was told that lines are not kept.
    private var hasReportedHistory = false

    /// How the line ended, where libedit's own answer does not tell.
    var outcome: LineEditor.ReadResult?
    /// The paste that its key announces.
    var pendingPaste: [Unicode.Scalar]?
    /// The line as it was last drawn.
    var drawnScalars: [Unicode.Scalar] = []
    /// The rows of the menu that stands below the line.
    var menuRows = 0
    private var linePrompt = LineEditor.Prompt("")
    /// What stands before the line, as it takes cells.
    private(set) var promptScalars: [Unicode.Scalar] = []
    /// The same with its colours, in the form libedit reads.
    private var promptText: UnsafeMutablePointer<wchar_t>

    private let streams: [UnsafeMutablePointer<FILE>]
    private var savedModes = termios()

    /// Fails where the terminal gives no streams or libedit no memory.
    init?(configuration: LineEditor.Configuration, mailbox: Mailbox, startupFile: String?) {
        let device = mailbox.device
        var modes = termios()
        guard tcgetattr(device.input, &modes) == 0,
            let input = Self.stream(device.input, "r"),
            let output = Self.stream(device.output, "w")
        else { return nil }
        guard
            let editor = el_init(configuration.applicationName, input, output, output)
        else {
            fclose(input)
            fclose(output)
            return nil
        }
        self.editor = editor
        self.configuration = configuration
        self.mailbox = mailbox
        streams = [input, output]
        savedModes = modes
        history = History(limit: configuration.historyLimit)
        historyFile = configuration.historyPath.map(HistoryFile.init)
        promptText = .allocate(capacity: 1)
        promptText.initialize(to: 0)
        ce_set_context(editor, Unmanaged.passUnretained(self).toOpaque())
        configureLibedit(startupFile: startupFile)
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
        let escape: wchar_t = 1
        ce_set_prompt(editor, { EditingReader.of($0)?.promptText }, escape)
        ce_set_read_function(
            editor,
            { editor, character in
                guard let reader = EditingReader.of(editor), let character else { return -1 }
                return reader.readCharacter(into: character)
            })
    }

    // MARK: Reading

    func readLine(_ prompt: LineEditor.Prompt) -> LineEditor.ReadResult {
        outcome = nil
        pendingPaste = nil
        menuRows = 0
        drawnScalars = []
        linePrompt = prompt
        setPrompt(prompt)
        history.startWalk()
        fflush(nil)
        device.write(TerminalCode.startPasteReports)
        var count: Int32 = 0
        let text = el_wgets(editor, &count)
        device.write(TerminalCode.endPasteReports)
        if let outcome { return outcome }
        guard let text, count > 0 else { return .endOfInput }
        var scalars = WideText.scalars(from: text, to: text + Int(count))
        if scalars.last == "\n" { scalars.removeLast() }
        // A key without a character of its own can be taken literally by Ctrl-V; it is no text.
        scalars.removeAll { (0x80...0x9F).contains($0.value) || $0.value == 0 }
        let line = WideText.string(scalars)
        remember(line)
        return .line(line)
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
        promptText.deallocate()
    }

    /// Shows the line's own prompt again after another one stood in its place.
    func restorePrompt() {
        setPrompt(linePrompt)
    }

    func setPrompt(_ prompt: LineEditor.Prompt) {
        let text = PromptText(prompt, usesColor: device.usesColor)
        promptScalars = text.visible
        let characters = WideText.terminated(text.marked)
        promptText.deallocate()
        promptText = .allocate(capacity: characters.count)
        promptText.initialize(from: characters, count: characters.count)
    }

    // MARK: The line

    /// The line being edited, with the cursor in it.
    var line: History.Draft {
        guard let info = el_wline(editor)?.pointee, let start = info.buffer,
            let cursor = info.cursor, let end = info.lastchar
        else { return History.Draft(scalars: [], cursor: 0) }
        return History.Draft(
            scalars: WideText.scalars(from: start, to: end), cursor: max(0, cursor - start))
    }

    /// Replaces the whole line; the command that calls this asks for a redraw.
    func setLine(_ draft: History.Draft) {
        el_wreplacestr(editor, WideText.terminated(draft.scalars))
        el_cursor(editor, -Int32(draft.scalars.count))
        el_cursor(editor, Int32(draft.cursor))
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
