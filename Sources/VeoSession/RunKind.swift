/// What a run is: for the history.
package enum RunKind: Sendable, Hashable {
    case shell
    /// A script, by the name that the user gave for it.
    case script(String)

    var name: String {
        switch self {
        case .shell: "shell"
        case .script: "script"
        }
    }

    var script: String? {
        switch self {
        case .shell: nil
        case .script(let name): name
        }
    }
}
