/// Which jobs a command speaks of: a reference with its values filled in.
package enum JobSelector: Sendable, Hashable {
    case last
    case all
    case active
    case failed
    case open
    case number(Int)
    case serverID(String)
    case name([NamePart])

    /// `any` stands for `*`: any run of characters.
    package enum NamePart: Sendable, Hashable {
        case text(String)
        case any
    }
}

extension JobSelector {
    /// Whether `name` is one that the pattern stands for. The time is bounded by the product of
    /// the two lengths, however many `*` there are.
    package static func matches(_ pattern: [NamePart], _ name: String) -> Bool {
        // Characters to be met in order; `nil` is a `*`.
        let wanted = pattern.flatMap { part -> [Character?] in
            switch part {
            case .text(let text): Array(text).map(Optional.some)
            case .any: [nil]
            }
        }
        let given = Array(name)
        var (place, position) = (0, 0)
        // Where to go on when what follows the last `*` does not fit: that `*` takes one more.
        var retry: (place: Int, position: Int)?
        while position < given.count {
            if place < wanted.count, wanted[place] == nil {
                retry = (place + 1, position)
                place += 1
            } else if place < wanted.count, wanted[place] == given[position] {
                place += 1
                position += 1
            } else if let last = retry {
                retry = (last.place, last.position + 1)
                (place, position) = (last.place, last.position + 1)
            } else {
                return false
            }
        }
        return wanted[place...].allSatisfy { $0 == nil }
    }
}
