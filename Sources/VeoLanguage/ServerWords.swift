/// The words by which gateways name the state of a job, for `help states`. The client decides by a
/// table of its own; a test keeps the two alike.
package enum ServerWords {
    /// Neither case nor blanks, `_` and `-` count.
    package static let rows: [(status: JobStatus, words: [String])] = [
        (
            .queued,
            words(
                """
                queued queue in_queue queueing queuing pending submitted submitting waiting wait \
                not_start not_started created preparing starting scheduled accepted received init \
                initializing initialized new throttled
                """)
        ),
        (
            .running,
            words(
                """
                running processing process in_progress progress generating active started \
                executing working rendering dreaming ongoing doing uploading downloading retrying \
                suspended paused
                """)
        ),
        (
            .completed,
            words(
                """
                completed complete success successful succeeded succeed finished finish done \
                generated
                """)
        ),
        (
            .failed,
            words(
                """
                failed failure fail error errored cancelled canceled cancel expired timeout \
                timed_out rejected refused blocked filtered moderation moderated \
                content_moderated request_moderated moderation_failed content_filter \
                content_policy_violation nsfw unsafe aborted terminated stopped deleted
                """)
        ),
    ]

    /// What may stand before any of the words.
    package static let prefixes = words(
        """
        media_generation_status_ generation_status_ task_status_ video_status_ job_status_ \
        job_state_ status_ state_
        """)

    private static func words(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }
}

extension Help {
    static var states: String {
        let states: [(JobStatus, String)] = [
            (.unsent, "waits on this machine for a place under `parallel`"),
            (.submitting, "its request is leaving"),
            (.queued, "the gateway has it"),
            (.running, "the gateway makes it"),
            (.completed, "made; the job has ended, and `save` fetches the video"),
            (.failed, "not made; the job has ended"),
            (.unknown, "its request left and no id came back: `help unknown`"),
            (.stale, "it has an id, and no news came lately: `wait` asks again"),
        ]
        var lines = table(states.map { ($0.rawValue, $1) }, width: 10)
        lines += ["", "What gateways say for them, in any case; blanks, _ and - do not count:"]
        for row in ServerWords.rows {
            lines += wrapped(row.words, behind: row.status.rawValue)
        }
        lines += [
            "", "TASK_STATUS_ or the like may stand before it. By any other word it goes on.",
        ]
        return lines.joined(separator: "\n")
    }

    /// Words in lines of at most 88 cells, the first one behind a label.
    private static func wrapped(_ words: [String], behind label: String) -> [String] {
        let indent = String(repeating: " ", count: 14)
        var lines = [table([(label, "")], width: 10)[0]]
        for word in words {
            if lines[lines.count - 1].count + word.count >= 88 { lines.append(indent) }
            let isFirst = lines[lines.count - 1].count == indent.count
            lines[lines.count - 1] += (isFirst ? "" : " ") + word
        }
        return lines
    }
}
