import Glibc

/// The terminal while a command works: keys are not echoed, which would break what the command
/// draws, and Return ends no line. Ctrl-C and Ctrl-Z still are signals.
struct QuietInput {
    /// Commands at work that want it.
    private var wishes = 0
    /// Programs that have the terminal meanwhile.
    private var loans = 0
    /// The modes of before, while it is on.
    private var usualModes: termios?
    private var isStopArmed = false
    /// Whether it was on since it was last asked.
    private var wasOn = false

    mutating func begin() { wishes += 1 }
    mutating func end() { wishes -= 1 }
    mutating func lend() { loans += 1 }
    mutating func takeBack() { loans -= 1 }

    mutating func takeWasOn() -> Bool {
        defer { wasOn = false }
        return wasOn
    }

    /// Puts the terminal into the modes that are due.
    /// - Parameter isFree: whether no line is read, which has modes of its own.
    mutating func settle(_ device: TerminalDevice, isFree: Bool) {
        let isDue = wishes > 0 && loans == 0 && isFree && device.edits
        if isDue, usualModes == nil {
            var modes = termios()
            guard !device.isInBackground, tcgetattr(device.input, &modes) == 0 else { return }
            usualModes = modes
            wasOn = true
            isStopArmed = QuietStop.arm(
                device.input, usualModes: modes, quietModes: Self.quiet(modes))
            resume(device)
        } else if !isDue, var modes = usualModes {
            usualModes = nil
            if isStopArmed { QuietStop.disarm() }
            isStopArmed = false
            tcsetattr(device.input, TCSANOW, &modes)
        }
    }

    /// After a stop the shell has left the terminal in its own modes.
    func resume(_ device: TerminalDevice) {
        guard let usualModes, !device.isInBackground else { return }
        var modes = Self.quiet(usualModes)
        tcsetattr(device.input, TCSANOW, &modes)
    }

    private static func quiet(_ modes: termios) -> termios {
        var modes = modes
        modes.c_lflag &= ~tcflag_t(ECHO | ICANON)
        return modes
    }
}

extension LineEditor {
    /// How long a command may take before keys are kept from the screen: two lines that are typed
    /// in one breath are still two lines.
    package static let quietDelay = Duration.milliseconds(300)

    /// From here on what is typed is not echoed. It stands in the next line, and no Return of it
    /// runs anything; a question forgets it. Calls are counted. Without an editing terminal, and
    /// while a line is read, nothing changes.
    package func beginQuiet() { mailbox.beginQuiet() }

    package func endQuiet() { mailbox.endQuiet() }

    /// Runs `body`; where it takes longer than `delay`, the rest of it is quiet.
    package func quietly<R>(
        after delay: Duration = quietDelay, isolation: isolated (any Actor)? = #isolation,
        _ body: () async throws -> R
    ) async rethrows -> R {
        let quiet = Task { [mailbox] in
            guard (try? await Task.sleep(for: delay)) != nil else { return false }
            mailbox.beginQuiet()
            return true
        }
        do {
            let result = try await body()
            await end(quiet)
            return result
        } catch {
            await end(quiet)
            throw error
        }
    }

    private func end(_ quiet: Task<Bool, Never>) async {
        quiet.cancel()
        if await quiet.value { endQuiet() }
    }

    /// Runs `body` with the terminal in its usual modes, for a program that reads from it.
    package func lending<R>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> R
    ) async rethrows -> R {
        mailbox.lend()
        defer { mailbox.takeBack() }
        return try await body()
    }
}
