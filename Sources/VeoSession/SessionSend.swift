import VeoClient
import VeoLanguage

/// Sending a job that has a place: what is paid for happens here.
extension Session {
    /// Sends the request of a job that has not left, and goes on with it until its end.
    func send(_ job: Job) async throws {
        guard let order = orders[job.number] else { return }
        let client = try await client(for: job)
        let now = configuration.now()
        // The intent is in the history before the first byte leaves.
        guard try await store(job.number, .dispatched, { $0.sentAt = now }) else { return }
        switch order.request.mode {
        case .async:
            let task = try await client.create(order.request)
            await advance(job.number, .accepted(id: task.id)) { $0.serverID = task.id }
            try await poll(job.number, client: client, atOnce: false, wish: task.pollAfter)
        case .sync:
            let number = job.number
            let result = try await client.generate(order.request) { update in
                await self.heard(update, of: number)
            }
            await advance(number, .completed) { job in
                job.serverID = result.id ?? job.serverID
                job.link = result.link
            }
        }
    }

    private func heard(_ update: ChatUpdate, of number: Int) async {
        switch update {
        case .accepted(let id):
            await advance(number, .accepted(id: id)) { $0.serverID = id }
            await advance(number, .progressed(nil))
        case .progress(let value):
            await advance(number, .progressed(value))
        }
    }
}
