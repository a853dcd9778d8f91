/// The names of many jobs in few words.
package enum JobNames {
    /// Names, or ranges of them, that are written out at most.
    static let limit = 10

    /// `cat`; `cat, dog`; of more than ``limit`` names `cat-1 to cat-60`, for those that are
    /// numbered one after the other.
    package static func text(_ names: [String]) -> String {
        let parts = names.count <= limit ? names : ranges(names)
        let shown = parts.prefix(limit).joined(separator: ", ")
        guard parts.count > limit else { return shown }
        let counted = count(parts.prefix(limit))
        return "\(shown) and \(names.count - counted) more"

        func count(_ parts: ArraySlice<String>) -> Int {
            runs(names).prefix(parts.count).reduce(0) { $0 + $1.count }
        }
    }

    private static func ranges(_ names: [String]) -> [String] {
        runs(names).map { run in
            run.count == 1 ? run[0] : "\(run[0]) to \(run[run.count - 1])"
        }
    }

    /// Neighbours whose numbers follow one another, together; all in the order of their numbers.
    private static func runs(_ names: [String]) -> [[String]] {
        let sorted = names.enumerated().map { (Numbered($1), $0, $1) }
            .sorted { ($0.0.stem, $0.0.number ?? 0, $0.1) < ($1.0.stem, $1.0.number ?? 0, $1.1) }
        var runs: [[String]] = []
        var last: Numbered?
        for (numbered, _, name) in sorted {
            if let last, last.isFollowed(by: numbered) {
                runs[runs.count - 1].append(name)
            } else {
                runs.append([name])
            }
            last = numbered
        }
        return runs
    }

    /// A name with a number behind it.
    private struct Numbered {
        let stem: String
        let number: Int?

        init(_ name: String) {
            let digits = name.utf8.reversed().prefix {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }.count
            stem = String(decoding: name.utf8.dropLast(digits), as: UTF8.self)
            number = Int(String(decoding: name.utf8.suffix(digits), as: UTF8.self))
        }

        func isFollowed(by other: Numbered) -> Bool {
            guard stem == other.stem, let number, let next = other.number else { return false }
            return number < Int.max && next == number + 1
        }
    }
}
