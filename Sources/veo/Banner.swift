import VeoClient
import VeoSession

/// The first lines of the shell: three at most.
enum Banner {
    static func show(_ console: Console) {
        console.note(
            "veo \(Program.version), a shell for Veo-3.1 videos. `help` shows the commands.")
    }

    /// Who answers, and whether that costs money; after the start-up script, which may choose.
    static func showGateway(_ console: Console, _ session: Session, isForced: Bool) async {
        let baseURL = await session.settings.baseURL
        if session.isSimulated {
            console.note(
                isForced
                    ? "The built-in simulator is the gateway: nothing costs money."
                    : "No key, so the built-in simulator answers, at no cost. (Key: VEO_API_KEY)")
        } else if baseURL.isLoopback {
            console.note("The gateway is \(baseURL), on this machine.")
        } else {
            console.note("The gateway is \(baseURL): each submit buys a video.")
        }
    }

    /// What earlier sessions left open, in one line; jobs that still run are followed again.
    static func showOpenJobs(_ console: Console, _ session: Session) async {
        do {
            let open = try await session.openJobs().filter { $0.process == nil }
            let followed = try await session.attachOpenJobs(open)
            let text = OpenSummary.text(
                open.map(\.job), followed: followed.count, at: Live.now())
            if let text { console.note("Open: \(text): `jobs @open`") }
        } catch {
            console.show(error)
        }
    }
}
