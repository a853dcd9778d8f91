/// Which gateway is simulated: what its bodies, streams, links and errors look like.
package enum SimulatorProfile: String, Sendable, Hashable, CaseIterable {
    /// As a gateway of this family was recorded.
    case recorded
    /// As the pages of that gateway say, which differ from what it sends.
    case documented
    /// OpenAI's `/v1/videos`, as its specification and its Python client have it.
    case openai
    /// The gateway that most relays run (QuantumNous/new-api).
    case newapi
    /// A relay of Google Flow, as a transcript shows it: its chat differs, its tasks are recorded.
    case flow
}

extension SimulatorProfile {
    var dialect: GatewayDialect {
        switch self {
        case .recorded: .recorded
        case .documented: .documented
        case .openai: .openai
        case .newapi: .newapi
        case .flow: .flow
        }
    }
}
