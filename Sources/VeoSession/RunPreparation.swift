import Glibc
import VeoClient
import VeoLanguage

/// What is made sure before the first statement of a script runs.
extension Session {
    /// The key is at hand, so that a run does not end at its first submit.
    package func requireKey() async throws(RunFailure) {
        guard !configuration.isDryRun, settings.baseURL != configuration.simulator?.baseURL else {
            return
        }
        do throws(UnusableSetting) {
            try configuration.transport.requireUsable(for: settings.baseURL)
        } catch {
            throw RunFailure(
                error.message, help: [error.help, "nothing was sent"], exitCode: .script)
        }
        _ = try await resolvedKey(settings.keyFrom)
        try refuseSharedKey()
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
            guard FolderProbe.canWrite(in: path) else {
                throw RunFailure(
                    "cannot write to the folder \(path): \(String(cString: strerror(errno)))",
                    help: help, exitCode: .machine)
            }
        }
    }
}

/// Tries whether files can be made in a folder, and leaves none there.
private enum FolderProbe {
    /// False, with `errno`, when not.
    static func canWrite(in folder: String) -> Bool {
        // A file without a name is gone when it is closed, even when the program is killed.
        let nameless = open(folder, Self.temporaryFile | O_WRONLY | O_CLOEXEC, 0o600)
        if nameless >= 0 {
            close(nameless)
            return true
        }
        guard [EOPNOTSUPP, EISDIR, EINVAL].contains(errno) else { return false }
        var probe = Array("\(folder)/.veo-XXXXXX".utf8CString)
        let descriptor = mkstemp(&probe)
        guard descriptor >= 0 else { return false }
        unlink(probe)
        close(descriptor)
        return true
    }

    /// `O_TMPFILE` of open(2), which is no plain number in C.
    private static let temporaryFile = 0o20_000_000 | O_DIRECTORY
}
