import Hummingbird
import NIOCore
import Synchronization

/// Reads the bodies of requests: bounded in size, in time and in sum.
final class RequestBodies: Sendable {
    /// Largest body, in bytes: two images of 10 MiB in Base64, and their frame.
    static let limit = 32 * 1024 * 1024
    /// Most bytes of all bodies that are in memory at a time.
    static let sumLimit = 256 * 1024 * 1024

    /// How long a body may take to arrive, in time of this machine.
    private let patience: Duration
    private let held = Mutex(0)

    init(patience: Duration) {
        self.patience = patience
    }

    /// Gives the whole body to `use`, which must not keep it.
    func with<R: Sendable>(
        _ request: Request, _ use: (ByteBuffer) throws(GatewayError) -> R
    ) async throws(GatewayError) -> R {
        // One that says that it is too large is not even begun.
        if let text = request.headers[.contentLength], let length = Int(text), length > Self.limit {
            throw .bodyTooLarge
        }
        let share = Share()
        defer { release(share.size.load(ordering: .relaxed)) }
        return try use(try await collect(request.body, share))
    }

    /// What one request holds of the sum, in bytes.
    private final class Share: Sendable {
        let size = Atomic(0)
    }

    private func collect(
        _ body: RequestBody, _ share: Share
    ) async throws(GatewayError) -> ByteBuffer {
        typealias Reading = Result<ByteBuffer, GatewayError>
        let patience = patience
        // Cancelling the reader ends the connection behind the answer.
        let reading = await withTaskGroup(of: Reading.self) { group in
            group.addTask { await self.read(body, share) }
            group.addTask {
                try? await Task.sleep(for: patience)
                return .failure(.bodyTooSlow)
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(.badMessage)
        }
        return try reading.get()
    }

    private func read(
        _ body: RequestBody, _ share: Share
    ) async -> Result<ByteBuffer, GatewayError> {
        var whole = ByteBuffer()
        do {
            for try await part in body {
                guard whole.readableBytes + part.readableBytes <= Self.limit else {
                    return .failure(.bodyTooLarge)
                }
                guard reserve(part.readableBytes) else { return .failure(.heavyLoad) }
                share.size.add(part.readableBytes, ordering: .relaxed)
                whole.writeImmutableBuffer(part)
            }
        } catch {
            return .failure(.badMessage)
        }
        return .success(whole)
    }

    private func reserve(_ count: Int) -> Bool {
        held.withLock { held in
            guard held + count <= Self.sumLimit else { return false }
            held += count
            return true
        }
    }

    private func release(_ count: Int) {
        held.withLock { $0 -= count }
    }
}
