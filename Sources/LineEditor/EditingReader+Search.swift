import CEditline
import Glibc

/// Incremental search through the history: each character narrows it, Ctrl-R goes to the next older
/// hit, Return takes the line, Ctrl-G gives the typed line back, any other key edits the hit.
extension EditingReader {
    private enum SearchKey {
        static let cancel: Unicode.Scalar = "\u{07}"
        static let interrupt: Unicode.Scalar = "\u{03}"
        static let again: Unicode.Scalar = "\u{12}"
        static let erase: [Unicode.Scalar] = ["\u{08}", "\u{7F}"]
    }

    func searchHistory() -> Int32 {
        let typed = line
        var pattern = ""
        var hit: Int?
        showSearch(pattern, hit: hit, isMissed: false, typed: typed)
        while true {
            var character: wchar_t = 0
            guard el_wgetc(editor, &character) == 1 else { return CC_EOF }
            let key = WideText.scalar(character)
            switch key {
            case SearchKey.cancel, SearchKey.interrupt:
                endSearch(line: typed)
                return CC_NORM
            case SearchKey.again:
                let older = history.index(of: pattern, before: hit ?? history.entries.count)
                showSearch(pattern, hit: older ?? hit, isMissed: older == nil, typed: typed)
                hit = older ?? hit
            case _ where SearchKey.erase.contains(key):
                if !pattern.isEmpty { pattern.removeLast() }
                hit = history.index(of: pattern, before: history.entries.count)
                showSearch(
                    pattern, hit: hit, isMissed: hit == nil && !pattern.isEmpty, typed: typed)
            case _ where key.value < 0x20 || (0x7F...0x9F).contains(key.value):
                endSearch(line: hit.map(entry) ?? typed)
                pushBack(key)
                return CC_NORM
            default:
                pattern.unicodeScalars.append(key)
                let found = history.index(of: pattern, before: (hit ?? history.entries.count) + 1)
                showSearch(pattern, hit: found ?? hit, isMissed: found == nil, typed: typed)
                hit = found ?? hit
            }
        }
    }

    private func entry(at index: Int) -> History.Draft {
        let scalars = Array(history.entries[index].unicodeScalars)
        return History.Draft(scalars: scalars, cursor: scalars.count)
    }

    private func showSearch(
        _ pattern: String, hit: Int?, isMissed: Bool, typed: History.Draft
    ) {
        if isMissed { el_beep(editor) }
        redraw {
            let state = isMissed ? "no match" : "search"
            setPrompt(LineEditor.Prompt("(\(state): \(pattern)) "))
            setLine(hit.map(entry) ?? typed)
        }
    }

    private func endSearch(line: History.Draft) {
        redraw {
            restorePrompt()
            setLine(line)
        }
    }

    /// The key that ended the search is still to do its work on the line.
    private func pushBack(_ key: Unicode.Scalar) {
        el_wpush(editor, WideText.terminated([key]))
    }
}
