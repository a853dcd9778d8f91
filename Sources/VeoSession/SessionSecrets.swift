import VeoClient
import VeoLanguage

/// The key is no value of the language: no script sees it, and no request or row holds it.
extension Session {
    /// Refuses what the caller lets a script see where that is the key, under whatever name.
    /// Before the script is checked, whose messages show values.
    package func refuseSharedKey() throws(RunFailure) {
        let keys = knownKeys
        for name in configuration.sharedEnvironment.sorted() {
            let value = configuration.environment[name] ?? ""
            guard
                name == Self.keyVariable || settings.keyFrom == .environment(name)
                    || keys.contains(where: { $0.isIn(value) })
            else { continue }
            throw RunFailure(
                "the variable \(name) holds the API key, which no script may see",
                help: [
                    "leave `--env \(name)` out: veo takes the key by itself"
                ], exitCode: .usage)
        }
        for (name, value) in configuration.parameters.sorted(by: { $0.key < $1.key })
        where keys.contains(where: { $0.isIn(value) }) {
            throw RunFailure(
                "the parameter '\(name)' holds the API key, which no script may see",
                help: [
                    "leave `--param \(name)=…` out; `set key-from` in init.veo says where the key is"
                ], exitCode: .usage)
        }
    }

    /// Refuses a request with the key in it, which would be written down.
    func refuseKey(in request: GenerationRequest, _ names: [String]) throws(RunFailure) {
        let keys = knownKeys
        guard !keys.isEmpty else { return }
        for (what, texts) in [
            ("prompt", [request.prompt]), ("name", names), ("path of an image", frames),
            ("base URL", [settings.baseURL.description]),
        ] where texts.contains(where: { text in keys.contains { $0.isIn(text) } }) {
            throw RunFailure(
                "the \(what) holds the API key: nothing was sent or written down",
                help: ["take it out; veo sends the key by itself"], exitCode: .script)
        }
    }

    private static let keyVariable = "VEO_API_KEY"

    /// The keys that this program has at hand.
    private var knownKeys: [APIKey] {
        var names = [Self.keyVariable]
        if case .environment(let name) = settings.keyFrom { names.append(name) }
        let given = names.compactMap { configuration.environment[$0] }
            .compactMap { try? APIKey($0) }
        return Array(resolvedKeys.values) + given
    }
}
