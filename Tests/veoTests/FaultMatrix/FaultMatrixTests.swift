import FoundationEssentials
import Testing
import VeoSimulator

/// Every step × every fault, end to end: what becomes of the job, what the gateway saw and took,
/// what is said. The tables of the documentation are what is expected.
///
/// With `VEO_RECORD=1` in the environment, what is seen is written there.
@Suite struct FaultMatrixTests {
    static let page = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/veo/Documentation.docc/FaultMatrix.md")

    /// Cells that run at a time.
    private static let width = 6

    @Test(.timeLimit(.minutes(30)))
    func theTablesAreTrue() async throws {
        let cells = FaultCell.all
        #expect(cells.count >= 400)
        #expect(Set(cells.map(\.title)).count + 5 == cells.count, "no cell twice")
        let rows = try await Self.rows(of: cells)
        var text = String(decoding: try Data(contentsOf: Self.page), as: UTF8.self)
        let isRecording = ProcessInfo.processInfo.environment["VEO_RECORD"] == "1"
        for step in FaultRule.Step.aboutJobs {
            let seen = zip(cells, rows).filter { $0.0.step == step }.map(\.1)
            let table = try #require(Self.range(of: step, in: text), "no table of \(step)")
            let expected = text[table].split(separator: "\n").map(String.init)
            if isRecording {
                let lines = [FaultOutcome.head(step)] + seen
                text.replaceSubrange(table, with: lines.joined(separator: "\n") + "\n")
                continue
            }
            #expect(expected.count - 2 == seen.count, "rows of \(step)")
            for (expected, seen) in zip(expected.dropFirst(2), seen) { #expect(seen == expected) }
        }
        if isRecording { try Data(text.utf8).write(to: Self.page) }
    }

    private static func range(of step: FaultRule.Step, in text: String) -> Range<String.Index>? {
        guard let start = text.firstRange(of: "| \(step.rawValue) | ends as |")?.lowerBound
        else { return nil }
        let end = text[start...].firstRange(of: "\n\n")?.lowerBound
        return start..<(end.map { text.index(after: $0) } ?? text.endIndex)
    }

    private static func rows(of cells: [FaultCell]) async throws -> [String] {
        try await withThrowingTaskGroup(of: (Int, String).self) { group in
            var rows = Array(repeating: "", count: cells.count)
            for (number, cell) in cells.enumerated() {
                if number >= width, let (done, row) = try await group.next() { rows[done] = row }
                group.addTask {
                    let outcome = try await FaultRun(cell: cell).outcome()
                    return (number, outcome.row(cell))
                }
            }
            for try await (done, row) in group { rows[done] = row }
            return rows
        }
    }
}
