import FoundationEssentials

/// A setting of this machine with which nothing can be sent: what is wrong, and what to do.
package struct UnusableSetting: Error, Sendable, Hashable {
    package let message: String
    package let help: String
}

/// The proxy rules of the environment, in the form that curl and most tools share.
///
/// `HTTPS_PROXY` (or `https_proxy`, which wins) serves https addresses, `http_proxy` serves http
/// ones (in lower case only: the upper-case name can be set by a web server's client), and
/// `ALL_PROXY` both; `NO_PROXY` lists the hosts that are reached directly. Loopback always is. A
/// proxy that cannot be used is an error where it would be: who set it does not want to go without.
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

    private typealias Choice = Result<Server, UnusableSetting>

    /// The port of a proxy that names none; what curl calls the port of proxies.
    private static let standardPort = 3128

    private let https: Choice?
    private let http: Choice?
    private let exceptions: [String]

    package init(environment: [String: String]) {
        func value(_ names: String...) -> (name: String, value: String)? {
            names.lazy.compactMap { name in
                let text = environment[name]?.trimmedBlanks ?? ""
                return text.isEmpty ? nil : (name, text)
            }.first
        }
        let all = value("all_proxy", "ALL_PROXY")
        https = (value("https_proxy", "HTTPS_PROXY") ?? all).map(Self.choice)
        http = (value("http_proxy") ?? all).map(Self.choice)
        exceptions = (value("no_proxy", "NO_PROXY")?.value ?? "")
            .split { $0 == "," || $0 == " " }.map { $0.lowercased() }
    }

    /// The proxy for an origin; nil means a direct connection.
    func server(for origin: Origin) throws(UnusableSetting) -> Server? {
        if origin.isLoopback || isException(origin) { return nil }
        return try (origin.scheme == "https" ? https : http)?.get()
    }

    /// `NO_PROXY` rules: `*`, a host with all below it (`example.com` and `.example.com` alike),
    /// each with an optional port.
    private func isException(_ origin: Origin) -> Bool {
        exceptions.contains { rule in
            var name = Substring(rule)
            if let colon = name.lastIndex(of: ":"), name.firstIndex(of: ":") == colon,
                let port = Origin.port(String(name[name.index(after: colon)...]))
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

    /// Reads `http://user:password@host:port` or `host:port`. No message quotes what may hold a
    /// password.
    private static func choice(_ setting: (name: String, value: String)) -> Choice {
        let (name, text) = setting
        func unusable(_ what: String) -> Choice {
            .failure(
                UnusableSetting(
                    message: "\(name) \(what)",
                    help: "write it like http://HOST:PORT, unset it, or name the host in NO_PROXY"))
        }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            return unusable("is no address of a proxy")
        }
        let address = text.contains("://") ? text : "http://" + text
        let scheme = TextFilter.visible(String(address.prefix { $0 != ":" }), limit: 40)
            .lowercased()
        guard scheme == "http" else {
            return unusable(
                "names a proxy that speaks \(scheme), and only http proxies can be used")
        }
        if let port = Origin.impossiblePort(in: address) {
            let shown = TextFilter.visible(port, limit: 20)
            return unusable(
                address.contains("@")
                    ? "holds no port from 1 to 65535, or a password that is not percent-encoded"
                    : "names the port '\(shown)', and ports go from 1 to 65535")
        }
        guard let parts = URLComponents(string: address), let host = parts.host, !host.isEmpty,
            parts.path.isEmpty || parts.path == "/", parts.query == nil, parts.fragment == nil
        else {
            return unusable("is no address of a proxy")
        }
        let credentials = parts.user.map {
            Credentials(user: $0, password: parts.password ?? "")
        }
        return .success(
            Server(host: host, port: parts.port ?? standardPort, credentials: credentials))
    }
}
