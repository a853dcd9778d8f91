import GRDB
import VeoLanguage

/// Values of a row, as far as they make sense. A history is a file: another program, or a disk, may
/// have put anything into it, and nothing of that ends this program.
extension Row {
    func stored(_ column: String) -> DatabaseValue.Storage {
        (self[column] as DatabaseValue?)?.storage ?? .null
    }

    func text(_ column: String) -> String? {
        if case .string(let text) = stored(column) { text } else { nil }
    }

    func integer(_ column: String) -> Int64? {
        switch stored(column) {
        case .int64(let value): value
        case .double(let value): Int64(exactly: value)
        case .null, .string, .blob: nil
        }
    }

    func int(_ column: String) -> Int? { integer(column).flatMap(Int.init(exactly:)) }

    func real(_ column: String) -> Double? {
        switch stored(column) {
        case .int64(let value): Double(value)
        case .double(let value): value
        case .null, .string, .blob: nil
        }
    }

    /// Milliseconds since 1970, to the end of the year 9999: sums and differences of such times
    /// are far from any limit.
    func time(_ column: String) -> Int64? {
        integer(column).map { Swift.min(Swift.max($0, 0), Self.lastTime) }
    }

    private static let lastTime: Int64 = 253_402_300_799_999

    /// A text of one line, for people: nothing in it moves a cursor or hides what stands beside it.
    func visible(_ column: String) -> String? { text(column).map(VisibleText.of) }

    /// The same of several lines.
    func visibleLines(_ column: String) -> String? {
        text(column).map { text in
            text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                .map { VisibleText.of(String(decoding: $0, as: UTF8.self)) }
                .joined(separator: "\n")
        }
    }

    /// What is stored, for a message.
    func described(_ column: String) -> String {
        switch stored(column) {
        case .null: "missing"
        case .int64(let value): "\(value)"
        case .double(let value): "\(value)"
        case .string(let text): VisibleText.quoted(text)
        case .blob(let data): "\(data.count) bytes"
        }
    }
}
