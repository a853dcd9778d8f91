import FoundationEssentials
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
    /// Longest path in the journal and in messages, and longest prompt there, in characters.
    static let pathLimit = 256
    /// Longest method in the journal, in characters.
    static let methodLimit = 16

    let gateway: Gateway
    let time: SimulatedTime
    let key: String?
    let dialect: GatewayDialect
    let requestIDs: RequestIDs
    let bodies: RequestBodies
    let videos: VideoLibrary
    /// Draws a video of its own for each job; nil if all get the clip.
    var pictures: PictureStudio?
    let page: SimulatorPage

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        if let route = PageRoute(request.head) {
            return await page.respond(to: request.head, route, context.channel)
        }
        let visit = Visit(request: request, now: time.now(), key: key)
        if visit.route == .journal { return await journal() }
        let site = Site(
            origin: Self.origin(of: context.channel.localAddress), time: time,
            links: dialect.links)
        let requestID = requestIDs.next(time)
        let fields = dialect.requests.headers(requestID, time)
        let refuse: @Sendable (GatewayError) -> Answer = { error in
            var answer = dialect.errors.answer(error, at: visit.route, requestID: requestID)
            answer.headers.append(contentsOf: fields)
            return answer
        }
        let outcome: Outcome
        do throws(GatewayError) {
            guard !visit.route.needsKey || isAccepted(visit) else { throw .badKey }
            var found = try await early(visit, site)
            if found == nil { found = try await self.outcome(of: visit, site: site) }
            guard var found else { throw .badMessage }
            found.answer.headers.append(contentsOf: fields)
            outcome = found
        } catch {
            outcome = Outcome(answer: refuse(error))
        }
        await gateway.note(visit.entry(for: outcome))
        if let start = outcome.answer.pieces.first?.time, !outcome.answer.isStream {
            try await time.sleep(start)
        }
        let delivery = Delivery(
            faults: outcome.faults, channel: context.channel, time: time,
            target: request.head.path ?? "/", refuse: refuse, isHead: request.method == .head)
        return try await delivery.response(for: outcome.answer)
    }

    private func journal() async -> Response {
        let lines = await gateway.entries(now: time.now()).map { $0.json.text + "\n" }
        return Response(
            status: .ok, headers: [.contentType: "application/x-ndjson"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: lines.joined())))
    }

    /// Where this client reaches the simulator: the address of this end of the connection.
    private static func origin(of address: SocketAddress?) -> String {
        let host = address?.ipAddress ?? "127.0.0.1"
        let port = address?.port ?? 0
        return host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
    }

    /// The one key, or any that looks like one; the account takes access tokens of any form.
    private func isAccepted(_ visit: Visit) -> Bool {
        let takesBare = visit.route == .account || dialect.features.contains(.bareKey)
        guard let token = visit.token, visit.isBearer || takesBare else { return false }
        if let key { return key == token }
        return visit.route == .account || (token.hasPrefix("sk-") && token.utf8.count > 3)
    }
}

extension GatewayResponder {
    /// A request as the journal and the routes need it.
    struct Visit: Sendable {
        let request: Request
        let route: Route
        /// The path for people: bounded, without the query and the key.
        let path: String
        /// What stands behind the question mark.
        let query: Substring
        /// What came as `Authorization: Bearer …`, or as the one word of this header.
        let token: String?
        let isBearer: Bool
        /// What nobody is shown.
        private let secrets: [String]
        let now: Duration

        init(request: Request, now: Duration, key: String?) {
            let whole = request.head.path ?? ""
            let path = whole.prefix { $0 != "?" }
            let words = (request.headers[.authorization] ?? "").split(separator: " ")
            isBearer = words.count == 2 && words[0].lowercased() == "bearer"
            token = isBearer ? String(words[1]) : words.count == 1 ? String(words[0]) : nil
            secrets = [token, key].compactMap(\.self).filter { !$0.isEmpty }
            self.request = request
            route = Route(method: request.method, path: path)
            self.path = Self.shown(String(path), without: secrets)
            query = whole[path.endIndex...].dropFirst()
            self.now = now
        }

        /// A text for people: bounded, and without the key.
        private static func shown(_ text: String, without secrets: [String]) -> String {
            let clean = secrets.reduce(text) { $0.replacing($1, with: "***") }
            return String(clean.prefix(GatewayResponder.pathLimit))
        }

        /// The method for people: bounded.
        var method: String {
            String(request.method.rawValue.prefix(GatewayResponder.methodLimit))
        }

        /// A parameter of the query, percent-decoded.
        func parameter(_ name: String) -> String? {
            URLComponents(string: "?" + query)?.queryItems?.first { $0.name == name }?.value
        }

        func entry(for outcome: Outcome) -> JournalEntry {
            let answer = outcome.answer
            return JournalEntry(
                time: now, step: route.step, method: method, path: path, job: answer.job,
                task: answer.made.flatMap { $0.isAsync ? $0.id : nil },
                prompt: answer.made.map { Self.shown($0.prompt, without: secrets) },
                status: outcome.faults.status(of: answer.status), charge: answer.made?.price ?? 0,
                fault: outcome.faults.text)
        }
    }

    /// An answer and what goes wrong with it.
    struct Outcome: Sendable {
        var answer: Answer
        var faults = AppliedFaults()
    }
}
