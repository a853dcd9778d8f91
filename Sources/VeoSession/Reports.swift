package import VeoClient
import VeoLanguage

/// Columns of text, aligned in the cells of a terminal: a Chinese character takes two.
package struct TextTable {
    package var rows: [[String]]
    /// Columns that are aligned on the right.
    package var rightAligned: Set<Int> = []

    package init(rows: [[String]], rightAligned: Set<Int> = []) {
        self.rows = rows
        self.rightAligned = rightAligned
    }

    package var text: String {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? CellWidth.of($0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - CellWidth.of(cell))
                line += rightAligned.contains(column) ? padding + cell : cell + padding
                line += "  "
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}

package enum JobsTable {
    package static func text(_ jobs: [Job], at now: Int64) -> String {
        let heading = ["#", "name", "state", "done", "model", "mode", "elapsed", "cost", "file"]
        return TextTable(
            rows: [heading] + jobs.map { row($0, at: now) }, rightAligned: [0, 3, 6, 7]
        ).text
    }

    private static func row(_ job: Job, at now: Int64) -> [String] {
        [
            "\(job.number)", job.name, job.state.rawValue,
            job.percent.map { "\($0)%" } ?? "", job.model, job.mode.rawValue,
            job.elapsed(at: now).map(DurationText.clock(milliseconds:)) ?? "",
            job.price == nil ? "?" : job.cost.description,
            job.file ?? remark(job, at: now),
        ].map(VisibleText.of)
    }

    private static func remark(_ job: Job, at now: Int64) -> String {
        if let expiry = OpenJobsTable.expiry(job, at: now) { return "not saved, " + expiry }
        let message = job.failure?.message ?? ""
        guard job.state == .unknown else { return message }
        return (job.settledAt == nil ? "maybe billed: " : "settled: ") + message
    }
}

package enum ModelsTable {
    package static func text(_ catalog: ModelCatalog) -> String {
        let heading = ["model", "aspect", "speed", "images", "price"]
        let rows = catalog.models.map { model in
            [
                model.name, model.aspect.rawValue, model.speed.rawValue,
                model.takesImages ? "1-\(model.imageInput.upperBound)" : "none",
                model.price?.description ?? "unknown",
            ]
        }
        return TextTable(rows: [heading] + rows, rightAligned: [4]).text
    }
}

enum JobReport {
    /// Everything that is known of one job.
    static func text(_ job: Job, at now: Int64) -> String {
        var rows = JobField.allCases.compactMap { field -> [String]? in
            let text = JobFields.text(field, of: job)
            return text.isEmpty ? nil : [field.rawValue, TextFilter.visible(text)]
        }
        if !job.imageNames.isEmpty {
            rows.append(["images", job.shownImages.map(VisibleText.of).joined(separator: " ")])
        }
        if let advice = job.failure?.advice, !advice.isEmpty { rows.append(["advice", advice]) }
        if let source = job.againOf { rows.append(["again of", "@#\(source)"]) }
        if job.adoptedAt != nil { rows.append(["adopted", "yes"]) }
        if job.settledAt != nil { rows.append(["settled", "yes"]) }
        if let expiry = OpenJobsTable.expiry(job, at: now) { rows.append(["not saved", expiry]) }
        rows.append(["base-url", job.baseURL.description])
        if job.isSimulated { rows.append(["simulated", "yes"]) }
        return TextTable(rows: rows).text
    }
}

enum RequestReport {
    /// The request as it goes over the wire; the key is never shown.
    static func text(_ preview: RequestPreview) -> String {
        let headers = preview.headers.map { "\($0.name): \($0.value)" }
        // A form has the line ends of the network.
        let body = preview.body.replacing("\r\n", with: "\n")
        return (["\(preview.method) \(preview.url)"] + headers + ["", body])
            .joined(separator: "\n")
    }
}
