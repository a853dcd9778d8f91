/// What a run is: for the history.
package enum RunKind: Sendable, Hashable {
    case shell
    /// A script, by the name that the user gave for it, and the name of the run: the one path of its
    /// file, unless the user named the run; `nil` for standard input.
    case script(String, path: String?)

    var name: String {
        switch self {
        case .shell: "shell"
        case .script: "script"
        }
    }

    var script: String? {
        switch self {
        case .shell: nil
        case .script(let name, _): name
        }
    }

    /// By this a run is found again, however its file is named then.
    package var runName: String? {
        switch self {
        case .shell: nil
        case .script(_, let path): path
        }
    }
}
