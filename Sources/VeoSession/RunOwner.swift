import GRDB

/// Whose a run is that has not ended: which process, and on which machine.
struct RunOwner: Sendable, Hashable {
    let process: ProcessIdentity
    /// `nil` for a run of an older version, which is taken for one of this machine.
    let machine: MachineIdentity?
    /// Whether its lock is held; `nil` where nobody can tell.
    var holdsLock: Bool?

    init(process: ProcessIdentity, machine: MachineIdentity?) {
        self.process = process
        self.machine = machine
    }

    /// - Parameters:
    ///   - row: of a run, or of a job with the columns of its run.
    ///   - number: of the run.
    init(_ row: Row, _ number: Int?, _ locks: RunLocks?) {
        process = ProcessIdentity(
            pid: row.integer("pid").flatMap(Int32.init(exactly:)) ?? 0,
            start: row.integer("process_start") ?? 0)
        machine = row.visible("host").map { host in
            MachineIdentity(
                host: host, bootID: row.visible("boot_id"), pidSpace: row.integer("pid_space"))
        }
        holdsLock = number.flatMap { locks?.isHeld($0) }
    }

    /// What can be told from here of its process.
    enum Standing: Hashable {
        /// By the list of processes, which both are in.
        case here
        /// The machine was started again since: whatever ran before has ended.
        case ended
        /// By its lock: a container on the same kernel.
        case beside
        /// Nobody here can tell.
        case elsewhere
    }

    func standing(from here: MachineIdentity = .current) -> Standing {
        guard let machine else { return .here }
        guard let boot = machine.bootID, let hereBoot = here.bootID else {
            return machine.host == here.host ? .here : .elsewhere
        }
        guard boot == hereBoot else { return machine.host == here.host ? .ended : .elsewhere }
        guard let space = machine.pidSpace, let hereSpace = here.pidSpace else { return .here }
        return space == hereSpace ? .here : .beside
    }

    /// A process that cannot be seen is taken for one that lives: what it does is paid for, and its
    /// user says when it is gone for good.
    var isAlive: Bool { lives(process.isAlive) }

    /// Whether it lives and has not been stopped, as by Ctrl-Z.
    var isAtWork: Bool { lives(process.isAtWork) }

    private func lives(_ isSeen: @autoclosure () -> Bool) -> Bool {
        switch standing() {
        case .here: isSeen()
        case .ended: false
        case .beside: holdsLock ?? true
        case .elsewhere: true
        }
    }

    /// The machine it is on, where that is another one; a container is one, too.
    var otherHost: String? {
        switch standing() {
        case .here, .ended: nil
        case .beside, .elsewhere: machine?.host
        }
    }
}
