import VeoClient
import VeoSession

/// The first lines of the shell: three at most.
enum Banner {
    static func show(_ console: Console, _ session: Session, isForced: Bool) {
        console.note(
            "veo \(Program.version), a shell for Veo-3.1 videos. `help` shows the commands.")
        guard session.isSimulated else { return }
        console.note(
            isForced
                ? "The built-in simulator is the gateway: nothing costs money."
                : "No key, so the built-in simulator answers, at no cost. (Key: VEO_API_KEY)")
    }

    /// Jobs of ended sessions that still run are followed again.
    static func showOpenJobs(_ console: Console, _ session: Session) async {
        do {
            let open = try await session.attachOpenJobs()
            guard !open.isEmpty else { return }
            let names = open.prefix(5).map { "@\($0.name) (#\($0.number))" }.joined(separator: ", ")
            let more = open.count > 5 ? " and \(open.count - 5) more" : ""
            console.note("Still running from before, followed again: \(names)\(more).")
        } catch {
            console.show(error)
        }
    }
}
