import Glibc

/// How far the proofs go: a few points in the tests, all of them from `Scripts/torture`.
enum Torture {
    /// What `Scripts/torture` asks for.
    enum Proof: String {
        case killEach = "kill-each"
        case killLoop = "kill-loop"
        case errors
        case interrupts
        case soak
        case acceptance
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    static func isLong(_ proof: Proof) -> Bool { variable("VEO_TORTURE") == proof.rawValue }

    /// A number that the caller of the script may give.
    static func number(_ name: String, default standard: Int) -> Int {
        variable("VEO_TORTURE_\(name)").flatMap(Int.init) ?? standard
    }

    /// Points of a proof that are tried at the same time.
    private static let width = 3

    /// Does `body` for the numbers from 1 to `last`; in the tests for `count` of them, spread
    /// evenly.
    static func each(
        _ proof: Proof, upTo last: Int, short count: Int,
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let (first, step) = (number("FIRST", default: 1), number("STEP", default: 1))
        var points =
            isLong(proof)
            ? Array(stride(from: first, through: last, by: step))[...]
            : (0..<count).map { 1 + $0 * (last - 1) / (count - 1) }[...]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for point in points.prefix(width) { group.addTask { try await body(point) } }
            points = points.dropFirst(width)
            while try await group.next() != nil {
                if let point = points.popFirst() { group.addTask { try await body(point) } }
            }
        }
    }

    /// Says how far a long proof is.
    static func tell(_ proof: Proof, _ text: String) {
        guard isLong(proof) else { return }
        _ = (text + "\n").withCString { write(STDERR_FILENO, $0, strlen($0)) }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers from the same seed on every machine.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
