package import Subprocess

/// The environment of the programs that this one starts: the command of `key-from`, an editor.
package enum ChildEnvironment {
    /// Variables that hold the key; no other program has a use for it.
    private static let secrets: Set<String> = ["VEO_API_KEY"]

    /// The environment of this program without the key.
    package static func of(_ environment: [String: String]) -> Environment {
        .custom(
            environment.filter { !secrets.contains($0.key) }.reduce(into: [:]) { variables, pair in
                if let name = Environment.Key(rawValue: pair.key) { variables[name] = pair.value }
            })
    }
}
