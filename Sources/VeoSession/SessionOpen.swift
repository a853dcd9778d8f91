import VeoClient
import VeoLanguage

/// What is left to do, of all sessions.
extension Session {
    /// Jobs that still run, videos that are not here, and jobs that are unknown and not decided.
    package func openJobs() async throws(RunFailure) -> [OpenJob] {
        try await history.openJobs(at: configuration.now(), run: run)
    }

    /// `@open`: those of them that no other program follows and that this gateway has.
    func openSelection() async throws(RunFailure) -> [Job] {
        let open = try await openJobs().filter { $0.process == nil }.map(\.job)
        let here = open.filter { $0.baseURL == settings.baseURL || job(number: $0.number) != nil }
        if here.isEmpty, let other = open.first {
            throw RunFailure(
                "the open jobs belong to \(other.baseURL), not to \(settings.baseURL)",
                help: ["`set base-url \(other.baseURL)` first; the key goes there, too"],
                exitCode: .script)
        }
        var jobs: [Job] = []
        for found in here {
            if job(number: found.number) == nil { try await attach(found) }
            jobs.append(job(number: found.number) ?? found)
        }
        return jobs
    }

    /// At the prompt, jobs of ended sessions that still run or are stale are followed again. Gives those.
    package func attachOpenJobs(_ open: [OpenJob]) async throws(RunFailure) -> [Job] {
        let running = open.filter { $0.process == nil && $0.job.run != run }.map(\.job)
            .filter {
                $0.isPolled && (!$0.state.isFinal || $0.state == .stale)
                    && $0.baseURL == settings.baseURL
            }
        guard !running.isEmpty, (try? await resolvedKey(settings.keyFrom)) != nil else {
            return []
        }
        for job in running {
            earlier.insert(job.number)
            try await attach(job)
        }
        return running
    }
}

extension Job {
    /// Whether the gateway can be asked for it at any time.
    var isPolled: Bool { mode == .async && serverID != nil }
}
