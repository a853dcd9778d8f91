/// The key together with the one origin that it may travel to: what else holds the key has no way
/// to send it.
struct OriginKey: Sendable {
    private let key: APIKey
    private let origin: Origin
    /// Scheme, host and port as the base URL writes them.
    private let prefix: String

    init(_ key: APIKey, for base: BaseURL) {
        self.key = key
        origin = base.origin
        let path = base.description.firstRange(of: "://").map { mark in
            base.description[mark.upperBound...].prefix { $0 != "/" }.endIndex
        }
        prefix = String(base.description[..<(path ?? base.description.endIndex)])
    }

    /// The value of `Authorization` for an address; nil for every other origin.
    ///
    /// The address must name the origin as the base URL does, letter by letter: two readers of
    /// addresses may differ on a strange one, but not on this.
    func authorization(for url: String) -> String? {
        guard Origin(url: url) == origin, url.hasPrefix(prefix + "/") else { return nil }
        return "Bearer \(key.secret)"
    }
}
