import HummingbirdCore
import Logging
package import NIOCore
import Synchronization

/// Serves HTTP/1.1 to each connection that is accepted; one that comes too late is closed.
struct Connections: ServerChildChannel {
    /// What a connection speaks.
    let http: HTTP1Channel

    func setup(
        channel: any Channel, logger: Logger
    ) -> EventLoopFuture<AcceptedConnection<HTTP1Channel.Value>> {
        http.setup(channel: channel, logger: logger).map {
            AcceptedConnection($0, on: channel)
        }
    }

    func handle(value: AcceptedConnection<HTTP1Channel.Value>, logger: Logger) async {
        await http.handle(value: value.take(), logger: logger)
    }
}

extension AcceptedConnection: ServerChildChannelValue {}

/// A connection that was accepted, with the stream of what is read from it.
///
/// A server that stops drops those that it has not begun to serve, and NIO ends the process for a
/// `NIOAsyncChannel` that is dropped open. So this one closes it instead.
package final class AcceptedConnection<Stream: Sendable>: Sendable {
    package let channel: any Channel
    private let stream: Stream
    private let isTaken = Atomic(false)

    package init(_ stream: Stream, on channel: any Channel) {
        self.stream = stream
        self.channel = channel
    }

    /// The stream, which whoever takes it closes.
    package func take() -> Stream {
        isTaken.store(true, ordering: .relaxed)
        return stream
    }

    deinit {
        guard !isTaken.load(ordering: .relaxed) else { return }
        // Kept until it is closed, which also ends what would be written.
        channel.closeFuture.whenComplete { [stream] _ in withExtendedLifetime(stream) {} }
        channel.close(promise: nil)
    }
}
