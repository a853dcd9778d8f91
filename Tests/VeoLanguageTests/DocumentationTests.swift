import Foundation
import Testing

@testable import VeoLanguage

/// What the pages say of the language is true: the reference is made from the tables, the grammar
/// knows each command, and every example parses.
@Suite("Documentation") struct DocumentationTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let catalog = root.appending(path: "Sources/veo/Documentation.docc")

    private static func page(_ name: String) throws -> String {
        try String(contentsOf: catalog.appending(path: name), encoding: .utf8)
    }

    /// With `VEO_RECORD=1` in the environment the page is written anew.
    @Test func theReferenceIsUpToDate() throws {
        let file = Self.catalog.appending(path: "Commands.md")
        if ProcessInfo.processInfo.environment["VEO_RECORD"] == "1" {
            try ReferencePage.text.write(to: file, atomically: true, encoding: .utf8)
        }
        let page = try Self.page("Commands.md")
        #expect(page == ReferencePage.text, "VEO_RECORD=1 Scripts/test --filter Documentation")
    }

    @Test func theGrammarNamesEveryWord() throws {
        let grammar = try Self.page("Grammar.md")
        let words =
            Keywords.commands + Keywords.settings + Keywords.loopSources + Keywords.showTopics
            + Keywords.keySources + Keywords.references + Keywords.operators + Keywords.pairKeys
            + Keywords.particles + Keywords.modifiers + Keywords.fields
        for word in words {
            #expect(grammar.utf8.firstRange(of: "\"\(word)\"".utf8) != nil, "\(word)")
        }
    }

    /// The blocks that are marked as `veo` in all pages and in the README.
    @Test func everyExampleParses() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.catalog.path)
        var pages = names.filter { $0.hasSuffix(".md") }.map { Self.catalog.appending(path: $0) }
        pages.append(Self.root.appending(path: "README.md"))
        var count = 0
        for page in pages {
            let text = try String(contentsOf: page, encoding: .utf8)
            for block in Self.blocks(in: text) {
                count += 1
                let source = SourceFile(name: page.lastPathComponent, text: block)
                // A page of a loop's head shows no `end`, nor that of `end` a loop.
                let found = Parser.parse(source, dialect: .prompt).diagnostics.filter {
                    $0.severity == .error && $0.message.utf8.firstRange(of: "loop".utf8) == nil
                }
                #expect(
                    found.isEmpty, "\(page.lastPathComponent): \(block)\n\(found.map(\.message))")
            }
        }
        #expect(count > 40, "the blocks must be found")
    }

    private static func blocks(in text: String) -> [String] {
        var blocks: [String] = []
        var open: [Substring]?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if open == nil, line == "```veo" {
                open = []
            } else if line == "```", let lines = open {
                blocks.append(lines.joined(separator: "\n"))
                open = nil
            } else {
                open?.append(line)
            }
        }
        return blocks
    }

    /// The scripts that people copy are in the canonical form.
    @Test func theExamplesAreFormatted() throws {
        let folder = Self.root.appending(path: "Scripts/examples")
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".veo") }
        #expect(names.count >= 15)
        for name in names {
            let data = try Data(contentsOf: folder.appending(path: name))
            let formatted = try Formatter.format(SourceFile(name: name, bytes: Array(data))).get()
            #expect(formatted == String(decoding: data, as: UTF8.self), "\(name)")
        }
    }

    /// The tutorial shows the scripts as they are, without the comment that it says in words.
    @Test func theTutorialShowsTheScripts() throws {
        let folder = Self.root.appending(path: "Scripts/examples/tutorial")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".veo") }.sorted()
        let scripts = try names.map { name in
            let lines = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
                .split(separator: "\n", omittingEmptySubsequences: false)
            return lines.drop { $0.hasPrefix("#") }.joined(separator: "\n")
        }
        let blocks = Self.blocks(in: try Self.page("Tutorial.md"))
        #expect(blocks.map { $0 + "\n" } == scripts)
    }
}
