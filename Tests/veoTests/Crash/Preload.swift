import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// The libraries of `Tests/Preload`, which are loaded before all others into the program under
/// test. Each is built once a test run, by the C compiler that came with Swift or by that of the
/// system.
enum Preload {
    static let calls = Task { try await built("calls") }
    static let hurry = Task { try await built("hurry") }

    private static func built(_ name: String) async throws -> String {
        let folder = "\(PythonTool.root)/.build/preload"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let path = "\(folder)/\(name).so"
        // Another test run may be using the one that is there.
        let new = "\(path).\(UUID().uuidString)"
        let result = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: [
                "-c",
                "for c in clang cc; do command -v $c >/dev/null && exec $c \"$@\"; done; exit 127",
                "sh", "-std=c11", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", "-o",
                new, "\(PythonTool.root)/Tests/Preload/\(name).c",
            ], output: .discarded, error: .string(limit: 65_536))
        guard result.terminationStatus.isSuccess else {
            throw Broken(description: "\(name).c: \(result.standardError)")
        }
        guard rename(new, path) == 0 else { throw Broken(description: "cannot make \(path)") }
        return path
    }

    struct Broken: Error, CustomStringConvertible {
        let description: String
    }
}

/// Time that runs faster for the program than for the machine (`Tests/Preload/hurry.c`), as fast as
/// that of a gateway whose speed is this factor.
struct Hurry: Sendable {
    let factor: Int
    /// When it began to run faster, by each clock, in nanoseconds.
    private let since: String

    init(factor: Int) {
        self.factor = factor
        since = [CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME].map { clock in
            var now = timespec()
            clock_gettime(clock, &now)
            return String(now.tv_sec * 1_000_000_000 + now.tv_nsec)
        }.joined(separator: " ")
    }

    /// The variables for the program.
    func environment() async throws -> [String: String] {
        [
            "LD_PRELOAD": try await Preload.hurry.value, "HURRY": String(factor),
            "HURRY_SINCE": since,
        ]
    }
}
