import Synchronization

/// What requests that make jobs pass before they leave. It is closed once and for good, when the
/// program is going to end: what waits for its turn then stays here and costs nothing.
package final class SendingGate: Sendable {
    private let isClosed = Atomic<Bool>(false)

    package init() {}

    package var isOpen: Bool { !isClosed.load(ordering: .acquiring) }

    package func close() { isClosed.store(true, ordering: .releasing) }
}

extension GatewayClient {
    /// - Throws: where the step makes a job and the program is going to end.
    func passGate(_ step: ClientError.Step) throws(ClientError) {
        guard step.startsJob, !configuration.gate.isOpen else { return }
        throw ClientError(
            code: .cancelled, step: step, message: "veo was going to end before it was sent",
            delivery: .notSent)
    }
}
