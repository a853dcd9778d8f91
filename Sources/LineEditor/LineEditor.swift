import Glibc

/// Reads one edited line at a time on a thread of its own and prints notices above it.
///
/// One thread owns the terminal and libedit, which takes calls from no other. Keys, signals and
/// what other threads post meet in one `poll` there. Between two lines the terminal is in its
/// cooked mode, so that the program and its children write as usual; what is typed meanwhile
/// belongs to the next line, and is not run where it was not seen (``quietly(after:isolation:_:)``).
package final class LineEditor: Sendable {
    let mailbox: Mailbox

    /// Runs `body` with an editor on the process's terminal and gives the terminal back after it.
    /// Where standard input or output is no terminal, `TERM` is `dumb` or the configuration asks
    /// for it, lines are read without editing and nothing but plain text is written.
    package static func with<R>(
        _ configuration: Configuration,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (LineEditor) async throws -> R
    ) async throws -> R {
        let device = TerminalDevice.standard(plain: configuration.plain)
        return try await with(configuration, device: device, isolation: isolation, body)
    }

    /// The same on a terminal of the caller's choice. `startupFile` is read in place of
    /// `~/.editrc` when given.
    static func with<R>(
        _ configuration: Configuration,
        device: TerminalDevice,
        startupFile: String? = nil,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (LineEditor) async throws -> R
    ) async throws -> R {
        let pipe = try WakePipe()
        let mailbox = Mailbox(pipe: pipe, device: device)
        let thread = EditorThread(
            configuration: configuration, mailbox: mailbox, startupFile: startupFile)
        do {
            try thread.start()
        } catch {
            pipe.close()
            throw error
        }
        let result: R
        do {
            result = try await body(LineEditor(mailbox: mailbox))
        } catch {
            await mailbox.stop()
            throw error
        }
        await mailbox.stop()
        return result
    }

    private init(mailbox: Mailbox) {
        self.mailbox = mailbox
    }

    /// Reads one line, which holds `text` from the start. Calls wait for one another; a cancelled
    /// task gets `.interrupted`.
    package func readLine(_ prompt: Prompt, text: String = "") async -> ReadResult {
        let id = mailbox.makeID()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                mailbox.post(
                    .init(id: id, prompt: prompt, text: text, continuation: continuation))
            }
        } onCancel: {
            mailbox.cancel(id)
        }
        mailbox.forget(id)
        return result
    }

    /// Prints above the line being edited, or at once when none is. From any thread. Colours (SGR)
    /// pass, other control characters are made visible; the text gets the line break it lacks.
    package func notice(_ text: String) {
        mailbox.notice(text)
    }

    /// Shows a text at the right end of the line's first row, as long as the line leaves room.
    /// From any thread.
    package func setRightPrompt(_ text: String) {
        mailbox.setRightPrompt(text)
    }

    /// Ends the line being edited as if Ctrl-C was typed. From any thread. Between two lines it
    /// drops what was typed ahead, as the terminal does on Ctrl-C.
    package func interrupt() {
        mailbox.interrupt()
    }

    /// Between two lines, forgets what was typed ahead. From any thread.
    package func dropTypedAhead() {
        mailbox.dropTypedAhead()
    }

    /// The lines of a history file, oldest first, as the next editor would load them; none where
    /// there is no file or it cannot be read.
    package static func storedLines(at path: String, limit: Int) -> [String] {
        (try? HistoryFile(path: path).load(limit: limit, shortens: false)) ?? []
    }
}
