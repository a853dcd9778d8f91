package import VeoClient

/// What a session tells while it works. Each is told after the history has it.
package enum SessionEvent: Sendable {
    /// New jobs, not sent yet.
    case submitted([Job])
    case changed(Job, from: JobState)
    case progressed(Job)
    case retrying(Job, RetryNotice)
    case downloading(Job, DownloadProgress)
    case warning(String)
}
