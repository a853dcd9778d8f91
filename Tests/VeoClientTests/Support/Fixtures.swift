import Glibc
import RawServer
import Synchronization
import Testing

@testable import VeoClient

/// A retry policy that does not wait.
let quickRetry = RetryPolicy(
    baseDelay: .zero, maximumDelay: .zero, retryAfterLimit: .zero, notReadyDelay: .zero)

extension Deadlines {
    /// None that a slow machine reaches.
    static let patient: Deadlines = {
        var deadlines = Deadlines()
        (deadlines.head, deadlines.statusHead) = (.seconds(3_600), .seconds(3_600))
        (deadlines.createHead, deadlines.whole) = (.seconds(3_600), .seconds(3_600))
        (deadlines.statusWhole, deadlines.idleBody) = (.seconds(3_600), .seconds(3_600))
        return deadlines
    }()
}

func makeClient(
    _ transport: HTTPTransport, base: String, retry: RetryPolicy = quickRetry,
    deadlines: Deadlines = .patient, clock: any Clock<Duration> = ContinuousClock(),
    report: @escaping @Sendable (RetryNotice) -> Void = { _ in },
    notify: @escaping @Sendable (ClientNotice) -> Void = { _ in }
) throws -> GatewayClient {
    GatewayClient(
        http: transport,
        configuration: GatewayConfiguration(
            baseURL: try BaseURL(parsing: base), key: try APIKey(testSecret), retry: retry,
            deadlines: deadlines, clock: clock),
        report: report, notify: notify)
}

/// Runs a client against a raw server.
func withGateway<Result: Sendable>(
    retry: RetryPolicy = quickRetry, deadlines: Deadlines = .patient,
    clock: any Clock<Duration> = ContinuousClock(),
    report: @escaping @Sendable (RetryNotice) -> Void = { _ in },
    notify: @escaping @Sendable (ClientNotice) -> Void = { _ in },
    _ respond: @escaping @Sendable (RawRequest, Int) -> [RawStep],
    _ body: @escaping @Sendable (GatewayClient, RawServer) async throws -> Result
) async throws -> Result {
    try await RawServer.with(respond) { server in
        try await HTTPTransport.with(proxy: nil) { transport in
            let client = try makeClient(
                transport, base: server.origin + "/v1", retry: retry, deadlines: deadlines,
                clock: clock, report: report, notify: notify)
            return try await body(client, server)
        }
    }
}

/// Runs a call that must fail and returns its error.
func failure<Result>(
    _ call: () async throws(ClientError) -> Result,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws -> ClientError {
    let result: Result
    do {
        result = try await call()
    } catch {
        #expect(!"\(error)".contains(testSecret), sourceLocation: sourceLocation)
        return error
    }
    Issue.record("no error, but \(result)", sourceLocation: sourceLocation)
    throw CancellationError()
}

let textRequest = GenerationRequest(model: "veo-3.1-fast", prompt: "a cat", mode: .async)
let chatRequest = GenerationRequest(model: "veo-3.1-fast", prompt: "a cat", mode: .sync)

/// A box of an MP4 file.
func box(_ type: String, _ payload: [UInt8] = []) -> [UInt8] {
    let size = payload.count + 8
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) } + Array(type.utf8) + payload
}

/// A small file with the boxes of a real one, the index last.
let sampleMP4 =
    box("ftyp", Array("isom".utf8) + [0, 0, 2, 0])
    + box("free") + box("mdat", [UInt8](repeating: 7, count: 300_000))
    + box("moov", [UInt8](repeating: 9, count: 500))

/// A folder that is removed after the body.
func withTemporaryFolder<Result>(
    _ body: (String) async throws -> Result
) async throws -> Result {
    var template = Array("/tmp/veo-client-tests-XXXXXX".utf8CString)
    let path = template.withUnsafeMutableBufferPointer { buffer in
        mkdtemp(buffer.baseAddress!).map { String(cString: $0) }
    }
    let folder = try #require(path)
    defer { remove(folder) }
    return try await body(folder)
}

private func remove(_ folder: String) {
    if let entries = opendir(folder) {
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { unlink("\(folder)/\(name)") }
        }
        closedir(entries)
    }
    rmdir(folder)
}

func write(_ bytes: [UInt8], to path: String) throws {
    let file = try #require(fopen(path, "w"))
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
}

func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
        bytes += chunk[..<count]
    }
    return bytes
}

/// A socket with a port of its own on which nobody listens; to be closed.
func takenPort() throws -> (socket: Int32, port: Int) {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
            bind(socket, pointer, length) == 0 ? getsockname(socket, pointer, &length) : -1
        }
    }
    try #require(result == 0)
    return (socket, Int(UInt16(bigEndian: address.sin_port)))
}

/// Collects values from several tasks.
final class Collector<Value: Sendable>: Sendable {
    private let storage = Mutex<[Value]>([])
    func add(_ value: Value) { storage.withLock { $0.append(value) } }
    var values: [Value] { storage.withLock { $0 } }
}

/// A clock whose chosen pauses pass at once and are noted, while all others, the deadlines, never
/// pass.
struct SelectiveClock: Clock {
    typealias Instant = ContinuousClock.Instant
    let passes: @Sendable (Duration) -> Bool
    let pauses = Collector<Duration>()

    var now: Instant { ContinuousClock.now }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let duration = now.duration(to: deadline)
        // The time that passed since the caller looked at the clock is rounded away.
        let whole = Duration.seconds(Int64(exactly: (duration / .seconds(1)).rounded()) ?? 0)
        if passes(whole) {
            pauses.add(whole)
            return
        }
        try await ContinuousClock().sleep(for: .seconds(3_600))
    }
}

/// A clock on which one pause, a deadline, passes as soon as something has happened, and no other
/// ever.
struct GateClock: Clock {
    typealias Instant = ContinuousClock.Instant
    let deadline: Duration
    let isOpen: @Sendable () -> Bool

    var now: Instant { ContinuousClock.now }
    var minimumResolution: Duration { .zero }

    func sleep(until instant: Instant, tolerance: Duration?) async throws {
        let rounded = (now.duration(to: instant) / .seconds(1)).rounded()
        guard rounded == (deadline / .seconds(1)).rounded() else {
            return try await ContinuousClock().sleep(for: .seconds(3_600))
        }
        while !isOpen() {
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}
