import Glibc

/// The thread that owns the terminal: it waits for something to do, reads lines, and ends.
final class EditorThread: Sendable {
    private let configuration: LineEditor.Configuration
    private let mailbox: Mailbox
    private let startupFile: String?

    init(configuration: LineEditor.Configuration, mailbox: Mailbox, startupFile: String?) {
        self.configuration = configuration
        self.mailbox = mailbox
        self.startupFile = startupFile
    }

    /// The thread ends after `Mailbox.stop()`.
    func start() throws(LineEditor.StartError) {
        var thread = pthread_t()
        let retained = Unmanaged.passRetained(self)
        let code = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<EditorThread>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, retained.toOpaque())
        guard code == 0 else {
            retained.release()
            throw LineEditor.StartError(step: "start its thread", code: code)
        }
        pthread_detach(thread)
    }

    private func run() {
        _ = TextLocale.use()
        TerminalSignals.watch(mailbox.pipe)
        let reader = makeReader()
        while true {
            switch mailbox.nextTask() {
            case .read(let request):
                mailbox.finish(request, with: reader.readLine(request.prompt, text: request.text))
            case .dropTypedAhead:
                reader.dropTypedAhead()
            case .stop:
                reader.close()
                TerminalSignals.unwatch(mailbox.pipe)
                mailbox.finishStopping()
                return
            case nil:
                waitForMail()
            }
        }
    }

    private func makeReader() -> any LineReader {
        if mailbox.device.edits,
            let reader = EditingReader(
                configuration: configuration, mailbox: mailbox, startupFile: startupFile)
        {
            return reader
        }
        return PlainReader(mailbox: mailbox)
    }

    private func waitForMail() {
        var entry = pollfd(fd: mailbox.pipe.reading, events: Int16(POLLIN), revents: 0)
        _ = poll(&entry, 1, -1)
        if mailbox.pipe.drain().contains(WakePipe.Byte.continued) { mailbox.resumeQuiet() }
    }
}

/// Reads lines on the editor's thread.
protocol LineReader: AnyObject {
    func readLine(_ prompt: LineEditor.Prompt, text: String) -> LineEditor.ReadResult
    func dropTypedAhead()
    /// Gives the terminal back.
    func close()
}
