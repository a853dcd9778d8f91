import HTTPTypes

/// One gateway's way to put everything: the responder decides what is said, this says how.
struct GatewayDialect: Sendable {
    /// What only some gateways have.
    enum Feature: Sendable, Hashable {
        case list, delete, remix
        /// `?variant=` of the content route, and the pictures behind it.
        case variants
        /// A key without `Bearer` is taken too.
        case bareKey
        /// The content may be kept by caches for a day.
        case cachedContent
    }

    let orders: OrderRules
    let tasks: any TaskShape
    let chat: any ChatShape
    let links: any LinkShape
    let errors: any ErrorShape
    let features: Set<Feature>
    /// `GET /v1/models`, and one model of it.
    let catalog: any CatalogShape
    let requests: any RequestShape

    static let recorded = GatewayDialect(
        orders: OrderRules(models: GatewayModel.veo), tasks: RecordedTasks(), chat: RecordedChat(),
        links: PlainLinks(), errors: DocumentedErrors(), features: [],
        catalog: PlainCatalog(owner: "veo"), requests: SilentRequests())

    static let documented = GatewayDialect(
        orders: OrderRules(models: GatewayModel.veo), tasks: DocumentedTasks(),
        chat: DocumentedChat(), links: PlainLinks(), errors: DocumentedErrors(), features: [],
        catalog: PlainCatalog(owner: "veo"), requests: SilentRequests())

    static let openai = GatewayDialect(
        orders: OrderRules(
            models: GatewayModel.allCases, standard: .sora, takesGeometry: true,
            takesImageObjects: true),
        tasks: OpenAITasks(), chat: IndexedChat.openai, links: PlainLinks(),
        errors: OpenAIErrors(), features: [.list, .delete, .remix, .variants],
        catalog: PlainCatalog(owner: "openai"), requests: OpenAIRequests())

    static let newapi = GatewayDialect(
        orders: OrderRules(models: GatewayModel.veo), tasks: NewAPITasks(),
        chat: IndexedChat.newapi, links: PlainLinks(), errors: NewAPIErrors(),
        features: [.remix, .bareKey, .cachedContent], catalog: NewAPICatalog(),
        requests: NewAPIRequests())

    static let flow = GatewayDialect(
        orders: OrderRules(models: GatewayModel.veo), tasks: RecordedTasks(), chat: FlowChat(),
        links: SignedLinks(), errors: DocumentedErrors(), features: [],
        catalog: PlainCatalog(owner: "flow2api"), requests: SilentRequests())

    /// Whether this gateway has the route at all.
    func serves(_ route: Route) -> Bool {
        switch route {
        case .list: features.contains(.list)
        case .delete: features.contains(.delete)
        case .remix: features.contains(.remix)
        case .create, .status, .content, .chat, .models, .model, .account, .file, .journal: true
        case .wrongMethod, .unknown: false
        }
    }
}

/// Bodies of the async API.
protocol TaskShape: Sendable {
    /// The id of a task, made from the UUID of its job.
    func id(of uuid: String) -> String
    func created(_ job: Job, _ site: Site) -> JSON
    func status(_ job: Job, _ state: Job.State, _ site: Site) -> JSON
    /// The step whose answer names the link; nil where none does.
    var linkStep: FaultRule.Step? { get }
    /// What the content route says about a completed job; nil for the bytes of the video.
    func content(_ job: Job, _ site: Site) -> JSON?
}

/// Answers of the sync API.
protocol ChatShape: Sendable {
    /// The whole stream, each event with its instant.
    func events(of turn: ChatTurn) -> [Answer.Piece]
    /// The answer to a request without `stream`.
    func completion(of turn: ChatTurn) -> JSON
}

/// Where the videos are.
protocol LinkShape: Sendable {
    /// Path and query of the link of a video.
    func path(of file: String, _ job: Job, _ site: Site) -> String
    /// What is said to a link that does not open the video; nil if it does.
    func refusal(of query: Substring, file: String, _ job: Job, _ site: Site) -> Answer?
}

/// Bodies of errors.
protocol ErrorShape: Sendable {
    func answer(_ error: GatewayError, at route: Route, requestID: String) -> Answer
}

/// The id of a request, and the headers of every answer.
protocol RequestShape: Sendable {
    func id(_ time: SimulatedTime, using generator: inout SeededGenerator) -> String
    func headers(_ id: String, _ time: SimulatedTime) -> HTTPFields
}

/// `GET /v1/models`.
protocol CatalogShape: Sendable {
    func list(_ models: [GatewayModel], _ site: Site) -> JSON
    func entry(_ model: GatewayModel, _ site: Site) -> JSON
}

/// What the shapes need to know about the simulator itself.
struct Site: Sendable {
    /// Scheme, host and port of the links.
    let origin: String
    let time: SimulatedTime
    let links: any LinkShape
    /// Each number but the first makes another address of a video.
    private var number = 0
    private var query: String?
    /// What is wrong with the clock.
    private var clock: FaultRule.Clock?

    init(origin: String, time: SimulatedTime, links: any LinkShape) {
        self.origin = origin
        self.time = time
        self.links = links
    }

    /// The same, for the answer that names a link for the time of this number, with a query.
    func naming(_ number: Int, _ query: String?) -> Site {
        var site = self
        site.number = number
        site.query = query
        return site
    }

    func link(_ file: String, of job: Job) -> String {
        var path = links.path(of: file, job, self)
        if let query { path += (path.contains("?") ? "&" : "?") + query }
        guard number > 0 else { return origin + path }
        let mark = path.contains("?") ? "&" : "?"
        return "\(origin)\(path)\(mark)\(FaultRule.Circumstances.freshMark)\(number)"
    }

    /// The same with the clock that a fault makes wrong.
    func showing(_ faults: AppliedFaults) -> Site {
        var site = self
        site.clock = faults.first { if case .clock(let clock) = $0 { clock } else { nil } }
        return site
    }

    func unix(_ instant: Duration) -> JSON { .number(stamp(instant)) }

    /// What the gateway's clock shows at an instant.
    func stamp(_ instant: Duration) -> Int {
        switch clock {
        case nil: time.unix(instant)
        case .offset(let offset)?: time.unix(instant + offset)
        case .milliseconds?: time.unix(instant) * 1_000
        }
    }
}
