import Testing

/// The preloaded library of `Tests/Preload`: it counts the calls by which the program changes
/// files and speaks to the gateway, and ends the program at one of them or lets that one fail.
enum CallCounter {
    /// How a call fails.
    enum Failure: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case noSpace = "ENOSPC"
        case inputOutput = "EIO"
        case interrupted = "EINTR"
        case tooManyFiles = "EMFILE"
        case shortWrite = "SHORT"

        var testDescription: String { rawValue }
    }

    enum Plan: Sendable {
        case count
        case kill(Int)
        /// A signal that does not end it at once.
        case signal(Int, Int32)
        case fail(Int, Failure)
    }

    /// What the library told of one run: a line for each call, in the order of their numbers.
    struct Report: Sendable {
        let calls: [String]

        init(path: String) {
            calls = Fixtures.text(path).split(separator: "\n").map(String.init)
                .sorted { Self.number($0) < Self.number($1) }
        }

        private static func number(_ line: String) -> Int {
            line.split(separator: " ").first.flatMap { Int($0) } ?? 0
        }

        /// What call `number` was; the run may have ended before.
        func name(_ number: Int) -> String {
            calls.first { Self.number($0) == number } ?? "\(number), which was not reached"
        }

        /// What the plan did, and to what.
        func happening(_ plan: Plan) -> String {
            switch plan {
            case .count: "undisturbed"
            case .kill(let number): "killed at \(name(number))"
            case .signal(let number, let signal): "signal \(signal) at \(name(number))"
            case .fail(let number, let failure): "\(failure.rawValue) at \(name(number))"
            }
        }

        /// A thread that was killed may not have told of an earlier call.
        func reached(_ number: Int) -> Bool { calls.contains { Self.number($0) == number } }
    }

    /// The variables for the program.
    static func environment(_ plan: Plan, report: String) async throws -> [String: String] {
        var variables = ["LD_PRELOAD": try await Preload.calls.value, "CALLS_REPORT": report]
        switch plan {
        case .count: break
        case .kill(let number): variables["CALLS_KILL"] = String(number)
        case .signal(let number, let signal):
            variables["CALLS_KILL"] = String(number)
            variables["CALLS_SIGNAL"] = String(signal)
        case .fail(let number, let failure):
            variables["CALLS_FAIL"] = String(number)
            variables["CALLS_ERROR"] = failure.rawValue
        }
        return variables
    }
}
