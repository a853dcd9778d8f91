import Glibc

/// Keeps the key out of what a crash leaves behind.
///
/// The backtracer of Swift prints registers and the memory that they point to, and a core file
/// holds all of it. A developer who sets `SWIFT_BACKTRACE` gets both as ever.
enum CrashPrivacy {
    /// The signals that the backtracer handles.
    private static let crashes = [
        SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP,
    ]

    static func begin() {
        guard getenv("SWIFT_BACKTRACE") == nil else { return }
        for crash in crashes { signal(crash, SIG_DFL) }
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_CORE.rawValue)
        guard getrlimit(resource, &limit) == 0 else { return }
        // One byte is too little for a file and, unlike none, also keeps a core from being piped
        // to a program (core(5)).
        limit.rlim_cur = min(1, limit.rlim_max)
        setrlimit(resource, &limit)
    }
}
