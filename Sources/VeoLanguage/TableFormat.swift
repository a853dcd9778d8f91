/// The files that `table` reads, by their ending.
package enum TableFormat: String, Sendable, CaseIterable {
    case csv
    case tsv
    case jsonl

    /// The format that the ending of a path names, letter case aside.
    package static func parse(path: String) throws(ValueError) -> TableFormat {
        let name = path.split(separator: "/").last ?? ""
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let ending = parts.count > 1 ? parts[parts.count - 1].lowercased() : ""
        if let format = TableFormat(rawValue: ending) { return format }
        let isText = ending == "txt" || ending == "md"
        throw ValueError(
            message: "\(VisibleText.quoted(path)) is not a table",
            label: isText ? "did you mean 'lines'?" : "",
            help: "a table is a .csv, .tsv or .jsonl file"
                + (["xlsx", "xls", "ods"].contains(ending) ? "; export it as CSV" : ""))
    }
}
