extension APIDescription {
    /// One operation of a path.
    struct Operation {
        var method = "get"
        let name: String
        let tag: Tag
        let summary: String
        /// The route that is asked for its errors; any id stands for all.
        var route: Route?
        var parameters: [JSON] = []
        /// Media type and schema of the bodies that are taken.
        var takes: Schema.Members = []
        var answers: [Response]
    }

    /// A status and what comes with it.
    struct Response {
        var status = 200
        let text: String
        /// Media type and schema; none for an empty body.
        var bodies: Schema.Members = []
    }

    var paths: Schema.Members {
        let all: [(String, [Operation])] = [
            ("/v1/videos", [create, list]), ("/v1/videos/{id}", [status, delete]),
            ("/v1/videos/{id}/content", [content]), ("/v1/videos/{id}/remix", [remix]),
            ("/v1/chat/completions", [chat]), ("/v1/models", [models]),
            ("/v1/models/{id}", [model]), ("/api/user/self", [account]),
            (filePath, [file(method: "get"), file(method: "head")]),
        ]
        let served = all.compactMap { path, operations -> (String, JSON)? in
            let served = operations.filter { $0.route.map(dialect.serves) ?? true }
            guard !served.isEmpty else { return nil }
            return (path, .object(served.map { ($0.method, describe($0)) }))
        }
        return served + simulatorPaths
    }

    /// Where the links of this profile point.
    private var filePath: String {
        profile == .flow ? "\(Route.signedFolder)/{id}" : "/flow/{id}.mp4"
    }

    func describe(_ operation: Operation) -> JSON {
        var members: Schema.Members = [
            ("operationId", .string(operation.name)),
            ("tags", .array([.string(operation.tag.rawValue)])),
            ("summary", .string(operation.summary)),
        ]
        if operation.route?.needsKey != true { members.append(("security", .array([]))) }
        if !operation.parameters.isEmpty {
            members.append(("parameters", .array(operation.parameters)))
        }
        if !operation.takes.isEmpty {
            let content = Self.content(operation.takes)
            members.append(
                ("requestBody", .object([("required", .bool(true)), ("content", content)])))
        }
        var responses = operation.answers.map { response in
            (String(response.status), Self.describe(response))
        }
        if let route = operation.route { responses += errors(at: route) }
        if hasFaults, operation.route?.step != nil {
            let text = "What a fault rule orders."
            responses.append(("default", .object([("description", .string(text))])))
        }
        members.append(("responses", .object(responses)))
        return .object(members)
    }

    private static func describe(_ response: Response) -> JSON {
        var members: Schema.Members = [("description", .string(response.text))]
        if !response.bodies.isEmpty { members.append(("content", content(response.bodies))) }
        return .object(members)
    }

    private static func content(_ bodies: Schema.Members) -> JSON {
        .object(bodies.map { ($0.0, .object([("schema", $0.1)])) })
    }

    /// The errors of a route by status, with their real bodies as examples.
    private func errors(at route: Route) -> Schema.Members {
        var statuses: [Int] = []
        var examples: [Int: Schema.Members] = [:]
        for error in GatewayError.possible(at: route, dialect.orders) {
            let (answer, body) = dialect.errors.example(of: error, at: route)
            if examples[answer] == nil { statuses.append(answer) }
            let number = examples[answer, default: []].count + 1
            examples[answer, default: []].append(
                ("example\(number)", .object([("value", body)])))
        }
        return statuses.sorted().map { status in
            let content = JSON.object([
                (
                    "application/json",
                    .object([
                        ("schema", Schema.reference("Error")),
                        ("examples", .object(examples[status] ?? [])),
                    ])
                )
            ])
            return (
                String(status),
                .object([("description", .string("Refused.")), ("content", content)])
            )
        }
    }
}
