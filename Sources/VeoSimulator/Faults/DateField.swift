import NIOCore

/// Puts another `Date` into the next answer of a connection: the server library writes its own over
/// whatever is there before.
final class DateField: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let value: String

    private init(_ value: String) {
        self.value = value
    }

    /// - Parameter value: what is to stand there, whatever its form.
    static func set(_ value: String, on channel: any Channel) async throws {
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(DateField(value), position: .first)
        }.get()
    }

    /// The head of an answer is the first thing that is written.
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        var head = unwrapOutboundIn(data)
        if case .byteBuffer(let bytes) = head { head = .byteBuffer(changed(bytes)) }
        context.write(wrapOutboundOut(head), promise: promise)
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    private func changed(_ bytes: ByteBuffer) -> ByteBuffer {
        let name = Array("\r\ndate: ".utf8)
        let text = Array(bytes.readableBytesView)
        let lower = text.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
        guard let start = lower.firstRange(of: name)?.upperBound,
            let end = text[start...].firstIndex(of: UInt8(ascii: "\r"))
        else { return bytes }
        return ByteBuffer(bytes: text[..<start] + Array(value.utf8) + text[end...])
    }
}
