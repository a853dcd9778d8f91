import VeoClient
import VeoLanguage

/// Leaving: the same on every way out, be it the end of a script, an error, a signal, `quit`, the
/// end of the input or a closed terminal.
extension Session {
    /// How long the answer to a request that has left is awaited.
    static let answerLimit = Duration.seconds(5)

    /// From here on no request that makes a job leaves. Holds at once, from whatever thread.
    package nonisolated func closeGate() { gate.close() }

    /// Drops what was not sent, and names it. Nothing more is sent after that.
    package func dropUnsent() async -> [Job] {
        gate.close()
        return await dropUnsent(.stopped)
    }

    /// The last thing that a session does, whoever ends it: nothing more leaves, and requests that
    /// have left are answered, so that no job is paid for without being known. Cancelling does not
    /// shorten it; it takes ``answerLimit`` at most.
    package func finishSending() async {
        gate.close()
        // What is cancelled could wait for nothing.
        await Task { await self.awaitAnswers() }.value
    }

    private func awaitAnswers() async {
        let awaited = unansweredJobs
        guard !awaited.isEmpty || !storing.isEmpty else { return }
        if !awaited.isEmpty { configuration.announce(.awaiting(awaited, Self.answerLimit)) }
        _ = try? await waitUntilAnswered(atMost: Self.answerLimit)
    }
}
