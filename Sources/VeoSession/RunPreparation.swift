import Glibc
import VeoLanguage

/// What is made sure before the first statement of a script runs.
extension Session {
    /// The key is at hand, so that a run does not end at its first submit.
    package func requireKey() async throws(RunFailure) {
        guard !configuration.isDryRun, settings.baseURL != configuration.simulator?.baseURL else {
            return
        }
        _ = try await resolvedKey(settings.keyFrom)
    }
}

extension CheckedScript {
    /// Makes the folders that videos go to and tries to write in each, before money is spent.
    package func prepareFolders() throws(RunFailure) {
        for folder in folders {
            let path = folder.isEmpty ? "." : folder
            let help = ["nothing was sent; `set out` chooses another folder"]
            // All of them: what follows the last `/` is taken for a file.
            try PrivateFile.makeFolders(of: path + "/.", mode: 0o777, help: help)
            var probe = Array("\(path)/.veo-XXXXXX".utf8CString)
            let descriptor = mkstemp(&probe)
            guard descriptor >= 0 else {
                throw RunFailure(
                    "cannot write to the folder \(path): \(String(cString: strerror(errno)))",
                    help: help, exitCode: .machine)
            }
            unlink(probe)
            close(descriptor)
        }
    }
}
