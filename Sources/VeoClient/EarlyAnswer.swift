import NIOCore
import NIOHTTP1

/// Lets an answer win over the sending of its request.
///
/// A server may answer before it has read all: an unknown key is refused at once, and the connection
/// closed. The HTTP client sends on until it has seen the head of the answer, drops the rest of the
/// body then, and may fail the request for that before the answer is complete: a refusal that is
/// certain would count as an unknown outcome. So an answer that refuses is handed to it as a whole,
/// or when the body has left.
final class EarlyAnswer: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    /// The most bytes of an answer that are held back.
    private static let byteLimit = Answer.byteLimit

    private var isSending = false
    private var held: [HTTPClientResponsePart] = []
    private var heldBytes = 0

    /// Puts one into the pipeline of a connection, behind the parser of answers.
    static func add(to channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
        try pipeline.addHandler(EarlyAnswer(), position: .after(parser))
    }

    func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        switch unwrapOutboundIn(data) {
        case .head: isSending = true
        case .body: break
        case .end: isSending = false
        }
        context.write(data, promise: promise)
        guard !isSending, !held.isEmpty else { return }
        // Not within the call of the one who is handed the answer.
        let loopBound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.execute {
            let (handler, context) = loopBound.value
            handler.release(context)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if held.isEmpty {
            guard isSending, case .head(let head) = part, head.status.code >= 300 else {
                context.fireChannelRead(data)
                return
            }
        }
        held.append(part)
        switch part {
        case .head: break
        case .body(let buffer):
            heldBytes += buffer.readableBytes
            if heldBytes > Self.byteLimit { release(context) }
        case .end: release(context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        release(context)
        context.fireErrorCaught(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        release(context)
        context.fireChannelInactive()
    }

    private func release(_ context: ChannelHandlerContext) {
        guard !held.isEmpty else { return }
        let parts = held
        held = []
        heldBytes = 0
        for part in parts { context.fireChannelRead(wrapInboundOut(part)) }
        context.fireChannelReadComplete()
    }
}
