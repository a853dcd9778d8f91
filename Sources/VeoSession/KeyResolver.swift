import Glibc
import Subprocess
import SystemPackage
import VeoClient

/// Fetches the API key from where `key-from` says, when it is needed and not before.
package struct KeyResolver: Sendable {
    let environment: [String: String]
    /// Told of a key that others can read.
    var warn: @Sendable (String) -> Void = { _ in }

    /// A key is one line; more than this is no key.
    static let outputLimit = 8 * 1024

    func key(from source: KeySource) async throws(RunFailure) -> APIKey {
        let text = try await text(from: source)
        do {
            return try APIKey(text)
        } catch {
            throw RunFailure(
                "the key from \(source) cannot be used: \(error.message)",
                help: [error.help],
                exitCode: .script)
        }
    }

    private func text(from source: KeySource) async throws(RunFailure) -> String {
        switch source {
        case .environment(let name):
            guard let value = environment[name], !value.isEmpty else {
                throw RunFailure(
                    "no key: the environment variable \(name) is not set",
                    help: [
                        "`export \(name)=sk-…`, or `set key-from file PATH` in init.veo",
                        "`--simulator` needs no key and costs nothing",
                    ],
                    exitCode: .script)
            }
            return value
        case .file(let path):
            return try contents(of: path)
        case .command(let text):
            return try await output(of: text)
        }
    }

    private func contents(of path: String) throws(RunFailure) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw RunFailure(
                "no key: cannot read the file \(path): \(reason)",
                help: ["write the key into it, or `set key-from` to another source in init.veo"],
                exitCode: .script)
        }
        defer { close(descriptor) }
        warnIfOthersCanRead(descriptor, path)
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: Self.outputLimit + 1)
        while text.count <= Self.outputLimit {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else {
                let reason = String(cString: strerror(errno))
                throw RunFailure(
                    "no key: cannot read the file \(path): \(reason)", exitCode: .script)
            }
            if count == 0 { return String(decoding: text, as: UTF8.self) }
            text += buffer[..<count]
        }
        throw RunFailure(
            "the key file \(path) holds more than \(Self.outputLimit) bytes", exitCode: .script)
    }

    private func warnIfOthersCanRead(_ descriptor: Int32, _ path: String) {
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG,
            information.st_mode & 0o044 != 0
        else { return }
        warn("others can read the key in \(path): `chmod 600` keeps it to yourself")
    }

    private func output(of command: String) async throws(RunFailure) -> String {
        do {
            let result = try await Subprocess.run(
                .path("/bin/sh"), arguments: ["-c", command],
                environment: ChildEnvironment.of(environment),
                input: .none, output: .string(limit: Self.outputLimit), error: .discarded)
            guard case .exited(0) = result.terminationStatus else {
                throw RunFailure(
                    "no key: the command of key-from \(Self.ending(result.terminationStatus))",
                    help: ["try it in a shell; it prints the key and ends with exit code 0"],
                    exitCode: .script)
            }
            return result.standardOutput
        } catch let failure as RunFailure {
            throw failure
        } catch {
            throw RunFailure(
                "no key: the command of key-from could not run: \(error)", exitCode: .script)
        }
    }

    private static func ending(_ status: TerminationStatus) -> String {
        switch status {
        case .exited(let code): "ended with exit code \(code)"
        case .signaled(let signal): "was ended by signal \(signal)"
        }
    }
}
