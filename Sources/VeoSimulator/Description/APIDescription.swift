/// The API of the simulator in OpenAPI 3.1, as the active profile serves it.
///
/// Statuses and examples of errors are asked from the profile itself, and so are the models; what
/// is written down here are the shapes of bodies, which tests compare with real answers.
struct APIDescription: Sendable {
    static let path = "/openapi.json"
    static let type = "application/json; charset=utf-8"

    let profile: SimulatorProfile
    /// Whether faults may answer in place of the gateway.
    let hasFaults: Bool

    var dialect: GatewayDialect { profile.dialect }

    var document: JSON {
        .object([
            ("openapi", .string("3.1.0")),
            (
                "info",
                .object([
                    ("title", .string("The video API of the veo simulator")),
                    ("version", .string(profile.rawValue)),
                    ("description", .string(about)),
                    ("license", .object([("name", .string("See the program"))])),
                ])
            ),
            ("servers", .array([.object([("url", .string("/"))])])),
            ("security", .array([.object([("key", .array([]))])])),
            ("tags", .array(Tag.allCases.map(\.json))),
            ("paths", .object(paths)),
            (
                "components",
                .object([
                    ("schemas", .object(schemas)),
                    (
                        "securitySchemes",
                        .object([
                            (
                                "key",
                                .object([
                                    ("type", .string("http")), ("scheme", .string("bearer")),
                                ])
                            )
                        ])
                    ),
                ])
            ),
        ])
    }

    /// What a reader sorts operations by.
    enum Tag: String, CaseIterable {
        case async, sync, catalogue, simulator

        var json: JSON {
            let text =
                switch self {
                case .async: "A task is made, asked about and fetched."
                case .sync: "A video in one request, with its progress as a stream."
                case .catalogue: "What there is, and what is left of the money."
                case .simulator: "What the real gateway does not have; no key is needed."
                }
            return .object([("name", .string(rawValue)), ("description", .string(text))])
        }
    }

    private var about: String {
        let gateway =
            switch profile {
            case .recorded: "a gateway as it was recorded"
            case .documented: "a gateway as its pages describe it"
            case .openai: "OpenAI's video API"
            case .newapi: "a relay that runs new-api"
            case .flow: "a relay of Google Flow"
            }
        let faults =
            hasFaults
            ? " Fault rules are active: they may answer with other statuses, other bodies, or not."
            : ""
        return "Simulates \(gateway). All costs are simulated, too.\(faults)"
    }
}
