/// Finds names by what stands before one of their `-`: `@shot-7-*` among a hundred thousand jobs is
/// found without a look at the others.
struct NameStems<Value: Sendable>: Sendable {
    private var values: [String: [Value]] = [:]

    mutating func add(_ name: String, _ value: Value) {
        for index in name.indices where name[index] == "-" {
            values[String(name[...index]), default: []].append(value)
        }
    }

    /// What was added under the names that a pattern stands for, in that order; `nil` for a pattern
    /// of another form than `STEM-*`.
    func values(of pattern: [JobSelector.NamePart]) -> [Value]? {
        guard pattern.last == .any else { return nil }
        var stem = ""
        for part in pattern.dropLast() {
            guard case .text(let text) = part else { return nil }
            stem += text
        }
        return stem.hasSuffix("-") ? values[stem] ?? [] : nil
    }
}
