import Foundation
import Testing

@testable import VeoLanguage

/// The colours that editors give a script know the words of the language, and no others.
@Suite("Editor files") struct EditorFilesTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Scripts/editors")

    /// Words that stand behind a command, by the line that they stand in.
    private static let words: [(word: String, line: String)] =
        Keywords.settings.map { ($0, "set \($0) x") }
        + Keywords.particles.map { ($0, "submit \($0) x") }
        + Keywords.showTopics.map { ($0, "show \($0)") }
        + Keywords.pairKeys.map { ($0, "submit \($0)=x") }
        + Keywords.values.map { ($0, "set x \($0)") }
        + Keywords.statuses.map { ($0, "expect @a status == \($0)") }
        + Keywords.fields.map { ($0, "expect @a \($0) == x") }
        + Keywords.operators.map { ($0, "expect a \($0) b") }
        + Keywords.references.map { ($0, "wait @\($0)") }

    // MARK: TextMate

    private struct Grammar: Decodable {
        struct Rule: Decodable {
            let match: String?
            let begin: String?
            let patterns: [Rule]?

            var expressions: [String] {
                [match, begin].compactMap { $0 } + (patterns ?? []).flatMap(\.expressions)
            }
        }
        let scopeName: String
        let repository: [String: Rule]
    }

    private static func grammar() throws -> Grammar {
        let file = folder.appending(path: "vscode/syntaxes/veo.tmLanguage.json")
        return try JSONDecoder().decode(Grammar.self, from: Data(contentsOf: file))
    }

    /// Whether the rules of these names colour `word` in a line.
    private static func colours(
        _ word: String, in line: String, _ names: [String], _ grammar: Grammar
    ) throws -> Bool {
        let range = NSRange(line.startIndex..., in: line)
        for expression in names.flatMap({ grammar.repository[$0]?.expressions ?? [] }) {
            let regex = try NSRegularExpression(pattern: expression)
            for match in regex.matches(in: line, range: range) {
                for group in 0..<match.numberOfRanges {
                    guard let found = Range(match.range(at: group), in: line) else { continue }
                    if line[found] == word || line[found] == "@" + word { return true }
                }
            }
        }
        return false
    }

    private static let starts = [
        "raw", "assignment", "loop", "setting", "keySource", "statement", "edition",
    ]

    @Test func textMateKnowsEachCommand() throws {
        let grammar = try Self.grammar()
        #expect(grammar.scopeName == "source.veo")
        for command in Keywords.commands {
            let line =
                switch command {
                case "end": "end"
                case "for": "for n in range 1..2"
                case "set", "unset": "\(command) model"
                default: "\(command) x = y"
                }
            #expect(try Self.colours(command, in: line, Self.starts, grammar), "\(command)")
            let tried = try Self.colours(command, in: "try \(line)", Self.starts, grammar)
            #expect(tried == !["for", "end"].contains(command), "try \(command)")
        }
        for source in Keywords.loopSources {
            let line = "for n in \(source) x"
            #expect(try Self.colours(source, in: line, ["loop"], grammar), "\(source)")
        }
        for source in Keywords.keySources {
            let line = "set key-from \(source) x"
            #expect(try Self.colours(source, in: line, ["keySource"], grammar), "\(source)")
        }
    }

    @Test func textMateKnowsNoOtherCommand() throws {
        let grammar = try Self.grammar()
        let others =
            Keywords.settings + Keywords.fields + Keywords.statuses + Keywords.reserved
            + Keywords.particles + ["upscale", "submits", "xsubmit", "Submit"]
        for word in others where !Keywords.commands.contains(word) {
            let line = "\(word) x = y"
            #expect(try !Self.colours(word, in: line, Self.starts, grammar), "\(word)")
        }
    }

    @Test func textMateKnowsEachWord() throws {
        let grammar = try Self.grammar()
        for (word, line) in Self.words {
            let names = ["words", "setting", "keySource"]
            #expect(try Self.colours(word, in: line, names, grammar), "\(word) in \(line)")
        }
    }

    // MARK: Vim

    /// The words of the alternatives of a Vim pattern, `\|` between them.
    private static func vimWords() throws -> Set<String> {
        let text = try String(
            contentsOf: folder.appending(path: "vim/syntax/veo.vim"), encoding: .utf8)
        let patterns = text.split(separator: "\n").filter {
            $0.hasPrefix("syntax") || $0.hasPrefix("  \\")
        }
        let parted = patterns.joined(separator: "\n").replacing("\n  \\", with: "\n")
        let words = parted.matches(of: /(?:\\%\(|\\\||\n|\/)(@?[a-z][a-z-]*|[=!<>]{1,2}|\d+:\d+)/)
        return Set(words.map { String($0.1) })
    }

    @Test func vimKnowsEachWord() throws {
        let known = try Self.vimWords()
        let wanted =
            Keywords.commands + Keywords.settings + Keywords.particles + ["try"]
            + Keywords.loopSources + Keywords.showTopics + Keywords.keySources + Keywords.pairKeys
            + Keywords.values + Keywords.statuses + Keywords.fields + Keywords.operators
            + Keywords.references
        for word in wanted { #expect(known.contains(word), "\(word)") }
        // Units of numbers and the parts of escapes are written into the patterns, too.
        let parts: Set<String> = ["syntax", "=", "x", "u", "ms", "s", "m", "h"]
        #expect(known.subtracting(wanted).subtracting(parts) == [])
    }
}
