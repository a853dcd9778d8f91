package import VeoClient

/// What a session tells while it works. Each is told after the history has it.
package enum SessionEvent: Sendable {
    /// New jobs, not sent yet.
    case submitted([Job])
    /// A job that was made before, taken up instead of a new one, and whether that was told.
    case resumed(Job, TakenFrom, isTold: Bool)
    case changed(Job, from: JobState)
    case progressed(Job)
    case retrying(Job, RetryNotice)
    case downloading(Job, DownloadProgress)
    /// Its file has its name, and the history knows it.
    case saved(Job)
    /// What a dry run would send for this job.
    case prepared(Job, RequestPreview)
    /// The program ends, and these requests have left: their answers are awaited so long at most.
    case awaiting([Job], Duration)
    case warning(String)
    /// What went wrong for a while is well again.
    case notice(String)
}
