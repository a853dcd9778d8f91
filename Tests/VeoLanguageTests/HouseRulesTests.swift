import Foundation
import Testing

/// The rules of the house that the compiler cannot keep: read from the sources themselves.
@Suite("Rules of the house") struct HouseRulesTests {
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

    /// The targets that read numbers of servers, files and scripts.
    private static let readers = ["VeoClient", "VeoLanguage", "VeoSession", "VeoSimulator", "veo"]

    @Test("the conversions that trap are refused by the compiler in every target that reads")
    func checkedNumbers() throws {
        let texts = try Self.readers.map { target in
            let file = Self.sources.appending(path: "\(target)/CheckedNumbers.swift")
            return try String(contentsOf: file, encoding: .utf8)
        }
        #expect(Set(texts).count == 1)
        for type in ["Int", "Int32", "Int64", "UInt", "UInt8", "UInt16", "UInt32", "UInt64"] {
            #expect(texts[0].contains("extension \(type) {\n    @available(*, deprecated"))
        }
    }

    @Test("text is taken apart by scalars in every target that reads it")
    func scalarText() throws {
        let texts = try Self.readers.map { target in
            let file = Self.sources.appending(path: "\(target)/ScalarText.swift")
            return try String(contentsOf: file, encoding: .utf8)
        }
        #expect(Set(texts).count == 1)
    }

    /// What goes round ``scalarText()``: loops over characters, in which a `'` with a mark that
    /// combines is another one than `'`; generic text, for which the members of the standard
    /// library come back; CR LF as one sign, which no scalar is.
    private static let characterWork = [
        "for character in ", "components(separatedBy", "StringProtocol",
        #"separator: "\r\n""#, #"== "\r\n""#, #"of: "\r\n""#,
    ]

    /// How many lines of a file do so all the same, and why that is right. The list only shrinks.
    private static let allowed = [
        // What is drawn is drawn by characters.
        "veo/WaitBoard.swift": 1, "VeoSimulator/Pictures/PictureCard.swift": 1,
        "VeoSimulator/Pictures/PictureText.swift": 2, "LineEditor/Cell.swift": 1,
        // A name is cut between characters.
        "VeoClient/PartName.swift": 1,
        // Bytes or scalars, not characters.
        "VeoSimulator/Answers/JSON.swift": 1, "VeoLanguage/NearMiss.swift": 1,
        "VeoSimulator/Page/Markup.swift": 2, "VeoSimulator/Faults/FaultTemplate.swift": 1,
        "VeoSimulator/Faults/Spelling.swift": 2,
        // The rules of whoever starts the simulator.
        "VeoSimulator/Faults/FaultRule+Conditions.swift": 1,
        // Progress is read from prose.
        "VeoClient/ProgressScanner.swift": 1,
    ]

    @Test("escapes, splits and searches for ASCII work on scalars or bytes")
    func noWholeCharacters() throws {
        for (name, lines) in try Self.code() where !name.hasSuffix("/ScalarText.swift") {
            let found = lines.filter { line in Self.characterWork.contains { line.contains($0) } }
            #expect(
                found.count <= Self.allowed[name, default: 0],
                """
                \(name) works on whole characters: use unicodeScalars or utf8, or say why not \
                in the list of this test\n\(found.joined(separator: "\n"))
                """)
        }
    }

    /// The lines of each source file without those that are comments, by the path below Sources.
    private static func code() throws -> [(name: String, lines: [Substring])] {
        let files = try #require(
            FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.map {
            let text = try String(contentsOf: $0, encoding: .utf8)
            let lines = text.split(separator: "\n").filter { line in
                !line.drop { $0 == " " }.hasPrefix("//")
            }
            return (String($0.path.dropFirst(sources.path.count + 1)), lines)
        }
    }
}
