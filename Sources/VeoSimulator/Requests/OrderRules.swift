/// Which requests for videos a gateway understands.
struct OrderRules: Sendable {
    /// Longest prompt where a gateway has a limit, in characters (OpenAI's `prompt`).
    static let promptLimit = 32_000
    /// Values of `seconds` and of `size`, the default first (OpenAI's `VideoSeconds`, `VideoSize`).
    static let seconds = ["4", "8", "12"]
    static let sizes = ["720x1280", "1280x720", "1024x1792", "1792x1024"]

    let models: [GatewayModel]
    /// The model of a request that names none; nil where one must be named.
    var standard: GatewayModel?
    /// Whether `size` and `seconds` are read and checked; elsewhere they are ignored.
    var takesGeometry = false
    /// Whether `input_reference` may be an object with an `image_url`.
    var takesImageObjects = false

    func model(_ value: ReceivedJSON?) throws(GatewayError) -> GatewayModel {
        guard let name = try Self.text(value, "model"), !name.isEmpty else {
            guard let standard else { throw .missingModel }
            return standard
        }
        return try model(named: name)
    }

    func model(named name: String) throws(GatewayError) -> GatewayModel {
        guard let model = models.first(where: { $0.rawValue == name }) else {
            throw .unknownModel(String(name.prefix(100)))
        }
        return model
    }

    /// The prompt, checked.
    func prompt(
        _ text: String?, missing: GatewayError = .missingPrompt
    ) throws(GatewayError) -> String {
        guard let text, !text.allSatisfy(\.isWhitespace) else { throw missing }
        guard !takesGeometry || text.unicodeScalars.count <= Self.promptLimit else {
            throw .promptTooLong
        }
        return text
    }

    /// A member that is a text or is not there.
    static func text(_ value: ReceivedJSON?, _ name: String) throws(GatewayError) -> String? {
        switch value {
        case nil, .null?: return nil
        case .string(let text)?: return text
        case let other?:
            throw .badType(of: name, expected: "a string", got: other.typeName)
        }
    }

    /// Width, height and length that the fields ask for.
    func geometry(
        size: ReceivedJSON?, seconds: ReceivedJSON?, _ model: GatewayModel
    ) throws(GatewayError) -> (size: String, seconds: String) {
        guard takesGeometry else { return (model.size, Self.seconds[0]) }
        let size = try Self.choice(size, "size", Self.sizes, standard: model.size)
        return (size, try Self.choice(seconds, "seconds", Self.seconds, standard: Self.seconds[0]))
    }

    private static func choice(
        _ value: ReceivedJSON?, _ name: String, _ allowed: [String], standard: String
    ) throws(GatewayError) -> String {
        switch value {
        case nil, .null?: return standard
        case .string(let text)?:
            guard allowed.contains(text) else {
                throw .badValue(String(text.prefix(100)), of: name, allowed: allowed)
            }
            return text
        case let other?:
            let quoted = allowed.map { "'\($0)'" }
            let expected = quoted.dropLast().joined(separator: ", ") + ", or \(quoted.last ?? "")"
            throw .badType(of: name, expected: "one of \(expected)", got: other.typeName)
        }
    }
}

extension ReceivedJSON {
    /// The type in the words of messages about it.
    var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "an integer"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        case .other: "a decimal"
        }
    }
}
