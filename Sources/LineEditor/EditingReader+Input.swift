import CEditline
import Glibc

/// The loop in which keyboard, signals and mail meet.
extension EditingReader {
    /// Keys that arrive faster than they are drawn are drawn together, but no more reads than these.
    private static let maximumUndrawnReads = 32

    /// Waits for the next character: 1 with one, 0 at the end of input, -1 when the line ends.
    func readCharacter(into character: UnsafeMutablePointer<wchar_t>) -> Int32 {
        beginLine()
        assert(ce_display_rows(editor) == 1, "libedit draws more than one row")
        while true {
            if outcome != nil { return -1 }
            if let item = decoder.next() {
                guard let delivered = deliver(item) else { continue }
                character.pointee = delivered
                return 1
            }
            takeTypedAhead()
            var entries = [
                pollfd(fd: device.input, events: Int16(POLLIN), revents: 0),
                pollfd(fd: mailbox.pipe.reading, events: Int16(POLLIN), revents: 0),
            ]
            var ready = undrawnReads < Self.maximumUndrawnReads ? poll(&entries, 2, 0) : 0
            if ready == 0 {
                draw()
                ready = poll(&entries, 2, decoder.patience ?? -1)
            }
            if ready == 0 {
                decoder.stopWaiting()
            } else if ready > 0 {
                undrawnReads += 1
                if entries[1].revents != 0 { receive(mailbox.pipe.drain()) }
                if outcome == nil, entries[0].revents != 0, !readInput() { return 0 }
            }
        }
    }

    /// False at the end of input, with the outcome set.
    private func readInput() -> Bool {
        do {
            let bytes = try device.read()
            if bytes.isEmpty {
                outcome = .endOfInput
                return false
            }
            decoder.append(bytes)
            return true
        } catch {
            outcome = .failed(error.code)
            return false
        }
    }

    /// The character by which libedit knows a key; nil when the key has done its work, or has none.
    private func deliver(_ item: InputDecoder.Item) -> wchar_t? {
        guard !isTakenByMenu(item) else { return nil }
        switch item {
        case .escape:
            return escape()
        case .scalar("\u{07}") where prompt.isQuestion:
            return escape()
        case .scalar(let scalar):
            return WideText.character(scalar)
        case .key(let key):
            return wchar_t(key.rawValue)
        case .paste(let text, let isCut):
            pendingPaste = text
            if isCut {
                let limit = InputDecoder.maximumPasteBytes / (1_024 * 1_024)
                printAbove("the paste was cut: one paste holds at most \(limit) MiB\n")
            }
            return wchar_t(EditorKey.paste.rawValue)
        }
    }

    /// The escape key ends what was begun, and nothing else: to libedit it would be the start of a
    /// sequence, whenever the rest of it came.
    private func escape() -> wchar_t? {
        if search != nil { return wchar_t(EditorKey.cancel.rawValue) }
        if prompt.isQuestion {
            endLine(with: .interrupted)
            return nil
        }
        return ce_uses_vi_keys(editor) == 1 ? 0x1B : nil
    }

    /// What the bytes of the pipe stand for.
    func receive(_ bytes: [UInt8]) {
        if bytes.contains(WakePipe.Byte.continued) {
            resumeTerminal()
        }
        if bytes.contains(WakePipe.Byte.windowChanged) {
            display.resize()
        }
        let mail = mailbox.takeForLine()
        if !mail.notices.isEmpty {
            printAbove(mail.notices)
        }
        if mail.isInterrupted {
            endLine(mark: "^C", with: .interrupted)
        }
    }

    /// After a stop the shell has left the terminal in its own mode, and the screen to itself.
    private func resumeTerminal() {
        ce_prepare_terminal(editor, 0)
        ce_prepare_terminal(editor, 1)
        device.write(TerminalCode.startPasteReports + "\r" + TerminalCode.eraseBelow)
        display.start()
    }

    /// Ctrl-Z: the whole process group stops, as it does when the terminal sends the signal.
    func suspend() {
        leaveLine(mark: "^Z")
        device.write(TerminalCode.endPasteReports)
        ce_prepare_terminal(editor, 0)
        kill(0, SIGTSTP)
        // The stop comes a moment after the call, or never: without a shell that could continue
        // it a process is not stopped.
        let patience: Int32 = 200
        var entry = pollfd(fd: mailbox.pipe.reading, events: Int16(POLLIN), revents: 0)
        while poll(&entry, 1, patience) > 0 {
            if mailbox.pipe.drain().contains(WakePipe.Byte.continued) { break }
        }
        resumeTerminal()
        receive([])
    }
}
