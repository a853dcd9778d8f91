import HTTPTypes

extension GatewayResponder {
    /// Most tasks of a page of the list (openai-openapi: `limit`), and how many without a word.
    static let pageLimit = 100
    static let pageStandard = 20

    /// What is left and what was spent, in quota units; what running tasks hold counts as spent.
    func account(_ visit: Visit) async -> Answer {
        let (ledger, jobs) = await gateway.account(now: visit.now)
        let data = JSON.object([
            ("id", .number(1)), ("username", .string("simulator")),
            ("display_name", .string("simulator")), ("quota", .number(ledger.available)),
            ("used_quota", .number(ledger.held + ledger.charged)),
            ("request_count", .number(jobs)), ("group", .string("default")),
        ])
        return Answer(
            .object([("success", .bool(true)), ("message", .string("")), ("data", data)]))
    }

    /// A page of the tasks.
    func list(_ visit: Visit, _ site: Site) async throws(GatewayError) -> Outcome {
        var limit = Self.pageStandard
        if let text = visit.parameter("limit") {
            guard let number = Int(text), (0...Self.pageLimit).contains(number) else {
                throw .badValue(
                    String(text.prefix(100)), of: "limit", allowed: ["0", "…", "\(Self.pageLimit)"])
            }
            limit = number
        }
        let order = visit.parameter("order") ?? "desc"
        guard ["asc", "desc"].contains(order) else {
            throw .badValue(String(order.prefix(100)), of: "order", allowed: ["asc", "desc"])
        }
        let after = visit.parameter("after")
        guard
            let page = await gateway.list(
                after: after, ascending: order == "asc", limit: limit, now: visit.now)
        else { throw .taskNotFound(Self.shown(after ?? "")) }
        let faults = await gateway.faults(.list, now: visit.now)
        let clock = site.showing(faults)
        let bodies = page.jobs.map { dialect.tasks.status($0, $0.state(at: visit.now), clock) }
        var answer = Answer(
            OpenAIBodies.list(bodies, ids: page.jobs.map(\.id), hasMore: page.hasMore))
        answer.facts = FaultFacts(origin: site.origin)
        return Outcome(answer: answer, faults: faults)
    }

    /// Forgets a task that has ended.
    func delete(_ visit: Visit, _ id: String) async throws(GatewayError) -> Outcome {
        switch await gateway.delete(id: id, now: visit.now) {
        case nil: throw .stillRunning
        case false?: throw .taskNotFound(Self.shown(id))
        case true?: return Outcome(answer: Answer(OpenAIBodies.deleted(id)))
        }
    }
}
