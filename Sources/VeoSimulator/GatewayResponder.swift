import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// What a request handler needs to know about its connection.
struct ConnectionContext: InitializableFromSource, Sendable {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        channel = source.channel
    }
}

/// Answers every request: the key first, then the request, then the money, as the gateway does.
struct GatewayResponder: HTTPResponder {
    /// Largest request body, in bytes: two images of 10 MiB in Base64, and their frame.
    static let bodyLimit = 32 * 1024 * 1024
    /// Longest path in the journal and in messages, in characters.
    static let pathLimit = 256
    /// Longest method in the journal, in characters.
    static let methodLimit = 16

    let gateway: Gateway
    let time: SimulatedTime
    let key: String?
    /// Draws a video of its own for each job; nil if all get the clip.
    var pictures: PictureStudio?

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let path = (request.head.path ?? "").prefix { $0 != "?" }
        let route = Route(method: request.method, path: path)
        if route == .journal { return await journal() }
        let visit = Visit(request: request, path: path, route: route, now: time.now(), key: key)
        let port = context.channel.localAddress?.port ?? 0
        let videos = VideoAnswers(origin: "http://127.0.0.1:\(port)", time: time)
        let outcome: Outcome
        do throws(GatewayError) {
            guard !route.needsKey || isAccepted(visit.token) else { throw .badKey }
            outcome = try await self.outcome(of: visit, videos: videos)
        } catch {
            outcome = Outcome(answer: Answer(error))
        }
        await gateway.note(visit.entry(for: outcome))
        if let start = outcome.answer.pieces.first?.time, !outcome.answer.isStream {
            try await time.sleep(start)
        }
        let delivery = Delivery(
            fault: outcome.delivery?.kind, channel: context.channel, time: time,
            target: request.head.path ?? "/", isHead: request.method == .head)
        return try await delivery.response(for: outcome.answer)
    }

    private func journal() async -> Response {
        let lines = await gateway.entries().map { $0.json.text + "\n" }
        return Response(
            status: .ok, headers: [.contentType: "application/x-ndjson"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: lines.joined())))
    }

    /// The one key, or any that looks like one.
    private func isAccepted(_ token: String?) -> Bool {
        guard let token else { return false }
        return key.map { $0 == token } ?? (token.hasPrefix("sk-") && token.utf8.count > 3)
    }
}

extension GatewayResponder {
    /// A request as the journal and the routes need it.
    struct Visit: Sendable {
        let request: Request
        let route: Route
        /// The path for people: bounded, without the query and the key.
        let path: String
        /// What came as `Authorization: Bearer …`.
        let token: String?
        let now: Duration

        init(request: Request, path: Substring, route: Route, now: Duration, key: String?) {
            let words = (request.headers[.authorization] ?? "").split(separator: " ")
            let isBearer = words.count == 2 && words[0].lowercased() == "bearer"
            let token = isBearer ? String(words[1]) : nil
            var shown = String(path)
            for secret in [token, key] {
                if let secret, !secret.isEmpty { shown = shown.replacing(secret, with: "***") }
            }
            self.request = request
            self.route = route
            self.path = String(shown.prefix(GatewayResponder.pathLimit))
            self.token = token
            self.now = now
        }

        func entry(for outcome: Outcome) -> JournalEntry {
            let answer = outcome.answer
            let status =
                outcome.delivery.map { $0.kind.status(of: answer.status) } ?? answer.status
            return JournalEntry(
                time: now, step: route.step,
                method: String(request.method.rawValue.prefix(GatewayResponder.methodLimit)),
                path: path, job: answer.job, status: status, charge: answer.charge,
                fault: (outcome.delivery ?? outcome.content)?.text)
        }
    }

    /// An answer and the faults that go with it.
    struct Outcome: Sendable {
        var answer: Answer
        /// A fault of the way.
        var delivery: FaultRule?
        /// A fault in what is said.
        var content: FaultRule?
    }
}
