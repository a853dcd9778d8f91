import CEditline
import Glibc

/// A search through the history, as far as it got.
struct HistorySearch {
    var pattern = ""
    /// The entry that is shown.
    var hit: Int?
    var isMissed = false
    /// The line before the search.
    let typed: History.Draft

    var prompt: String { "(\(isMissed ? "no match" : "search"): \(pattern)) " }

    /// Where the pattern stands in the line that is shown.
    func match(in line: [Unicode.Scalar]) -> Range<Int>? {
        let pattern = Array(pattern.unicodeScalars)
        guard hit != nil, !pattern.isEmpty, line.count >= pattern.count else { return nil }
        let start = (0...(line.count - pattern.count)).last {
            line[$0..<($0 + pattern.count)].elementsEqual(pattern)
        }
        return start.map { $0..<($0 + pattern.count) }
    }
}

/// Incremental search through the history: each character narrows it, Ctrl-R goes to the next older
/// hit, Return takes the line, Escape, Ctrl-G and Ctrl-C give the typed line back, any other key
/// edits the hit.
extension EditingReader {
    private enum SearchKey {
        static let cancel: [Unicode.Scalar] = ["\u{07}", "\u{03}", meta] + escape
        static let escape = Unicode.Scalar(EditorKey.cancel.rawValue).map { [$0] } ?? []
        static let meta: Unicode.Scalar = "\u{1B}"
        static let again: Unicode.Scalar = "\u{12}"
        static let erase: [Unicode.Scalar] = ["\u{08}", "\u{7F}"]
    }

    func searchHistory() -> Int32 {
        guard !prompt.isQuestion else { return CC_NORM }
        var search = HistorySearch(typed: line)
        while true {
            show(search)
            var character: wchar_t = 0
            guard el_wgetc(editor, &character) == 1 else { return CC_EOF }
            let key = WideText.scalar(character)
            let newest = history.entries.count
            switch key {
            case _ where SearchKey.cancel.contains(key):
                end(line: search.typed)
                // What follows Meta acts on that line, never on a hit.
                if key == SearchKey.meta { pushBack(key) }
                return CC_REFRESH
            case SearchKey.again:
                search.find(history.index(of: search.pattern, before: search.hit ?? newest))
            case _ where SearchKey.erase.contains(key):
                if !search.pattern.isEmpty { search.pattern.removeLast() }
                search.hit = nil
                search.find(history.index(of: search.pattern, before: newest))
            case _ where key.value < 0x20 || (0x7F...0x9F).contains(key.value):
                end(line: search.hit.map { History.Draft(history.entries[$0]) } ?? search.typed)
                pushBack(key)
                return CC_REFRESH
            default:
                search.pattern.unicodeScalars.append(key)
                let from = search.hit.map { $0 + 1 } ?? newest
                search.find(history.index(of: search.pattern, before: from))
            }
        }
    }

    private func show(_ search: HistorySearch) {
        if search.isMissed { display.beep() }
        self.search = search
        setLine(search.hit.map { History.Draft(history.entries[$0]) } ?? search.typed)
    }

    private func end(line: History.Draft) {
        search = nil
        setLine(line)
    }

    /// The key that ended the search is still to do its work on the line.
    private func pushBack(_ key: Unicode.Scalar) {
        el_wpush(editor, WideText.terminated([key]))
    }
}

extension HistorySearch {
    fileprivate mutating func find(_ found: Int?) {
        isMissed = found == nil && !pattern.isEmpty
        hit = found ?? hit
    }
}
