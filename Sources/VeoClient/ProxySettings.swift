import FoundationEssentials

/// The proxy rules of the environment, in the form that curl and most tools share.
///
/// `HTTPS_PROXY` (or `https_proxy`, which wins) serves https addresses, `http_proxy` serves http
/// ones (in lower case only: the upper-case name can be set by a web server's client), and
/// `ALL_PROXY` both; `NO_PROXY` lists the hosts that are reached directly. Loopback always is.
package struct ProxySettings: Sendable, Hashable {
    /// One proxy that speaks HTTP `CONNECT`.
    struct Server: Sendable, Hashable {
        let host: String
        let port: Int
        /// User and password for `Proxy-Authorization`.
        let credentials: Credentials?
    }

    /// A user name and a password that no description shows.
    struct Credentials: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
        let user: String
        let password: String
        var description: String { "***" }
        var customMirror: Mirror { Mirror(self, children: []) }
    }

    private(set) var https: Server?
    private(set) var http: Server?
    private var exceptions: [String] = []

    package init(environment: [String: String]) {
        func value(_ names: String...) -> String? {
            names.lazy.compactMap { environment[$0]?.trimmedBlanks }.first { !$0.isEmpty }
        }
        let all = value("all_proxy", "ALL_PROXY")
        https = (value("https_proxy", "HTTPS_PROXY") ?? all).flatMap(Self.server)
        http = (value("http_proxy") ?? all).flatMap(Self.server)
        exceptions = (value("no_proxy", "NO_PROXY") ?? "")
            .split { $0 == "," || $0 == " " }.map { $0.lowercased() }
    }

    /// The proxy for an origin; nil means a direct connection.
    func server(for origin: Origin) -> Server? {
        if origin.isLoopback || isException(origin) { return nil }
        return origin.scheme == "https" ? https : http
    }

    /// `NO_PROXY` rules: `*`, a host with all below it (`example.com` and `.example.com` alike),
    /// each with an optional port.
    private func isException(_ origin: Origin) -> Bool {
        exceptions.contains { rule in
            var name = Substring(rule)
            if let colon = name.lastIndex(of: ":"), name.firstIndex(of: ":") == colon,
                let port = Int(name[name.index(after: colon)...])
            {
                if port != origin.port { return false }
                name = name[..<colon]
            }
            if name == "*" { return true }
            if name.hasPrefix("*.") { name = name.dropFirst(2) }
            if name.hasPrefix(".") { name = name.dropFirst() }
            return !name.isEmpty && (origin.host == name || origin.host.hasSuffix("." + name))
        }
    }

    /// Reads `http://user:password@host:port` or `host:port`; other kinds of proxy are not
    /// spoken, and such a setting counts as none.
    private static func server(_ text: String) -> Server? {
        let address = text.contains("://") ? text : "http://" + text
        guard let parts = URLComponents(string: address), parts.scheme?.lowercased() == "http",
            let host = parts.host, !host.isEmpty
        else { return nil }
        let credentials = parts.user.map {
            Credentials(user: $0, password: parts.password ?? "")
        }
        return Server(host: host, port: parts.port ?? 3128, credentials: credentials)
    }
}
