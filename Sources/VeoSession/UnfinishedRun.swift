import GRDB

/// A run whose end the history does not know.
package struct UnfinishedRun: Sendable, Hashable {
    package let number: Int
    /// As its user named it; `nil` for the shell.
    package let script: String?
    /// Milliseconds since 1970.
    package let startedAt: Int64
    package let process: Int32
    /// Where its process is, when that is not this machine.
    package let host: String?
    /// Whether the file is a copy that was made before it had ended, and knows no more of it.
    package let isPartial: Bool

    fileprivate init(_ row: Row, _ locks: RunLocks?) {
        let owner = RunOwner(row, row.int("number"), locks)
        number = row.int("number") ?? 0
        script = row.visible("script")
        startedAt = row.time("started_at") ?? 0
        process = owner.process.pid
        host = owner.otherHost
        isPartial = row.int("is_partial") == 1
    }
}

extension History {
    /// - Parameter script: of the file at this path alone.
    package func unfinishedRuns(of script: String? = nil) async throws(RunFailure)
        -> [UnfinishedRun]
    {
        try await read { [locks] database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM run WHERE (is_partial = 1 OR ended_at IS NULL)
                    AND (:script IS NULL OR script_path = :script) ORDER BY number LIMIT :limit
                    """, arguments: ["script": script, "limit": Self.openLimit]
            ).map { UnfinishedRun($0, locks) }
        }
    }

    /// Ends a run of whose end this file will not hear: its machine is gone, or the file is a copy
    /// that was made while it was at work. What it left is settled as that of a dead one.
    /// - Throws: why there is nothing to settle, or that its process lives.
    package func settleRun(_ number: Int, at now: Int64) async throws(RunFailure) {
        try await write { [locks] database in
            guard
                let row = try Row.fetchOne(
                    database, sql: "SELECT * FROM run WHERE number = ?", arguments: [number])
            else { throw RunFailure("the history has no run \(number)", exitCode: .script) }
            let isPartial = row.int("is_partial") == 1
            let hasEnded = row.integer("ended_at") != nil
            let owner = RunOwner(row, number, locks)
            guard isPartial || !hasEnded else {
                throw RunFailure(
                    "run \(number) has ended: nothing is to be settled", exitCode: .script)
            }
            if !isPartial, owner.standing() != .elsewhere, owner.isAlive {
                throw RunFailure(
                    "run \(number) is process \(owner.process.pid) of this machine, and lives",
                    help: ["end it first"], exitCode: .script)
            }
            if !hasEnded {
                try HistorySettlement.settle(number, in: database, at: now)
                try Self.markEnded(number, in: database, at: now)
            }
            try database.execute(
                sql: "UPDATE run SET is_partial = 0 WHERE number = ?", arguments: [number])
        }
    }
}
