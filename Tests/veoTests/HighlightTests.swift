import FoundationEssentials
import Testing

/// The TextMate grammar in an engine that nobody here wrote.
@Suite(.enabled(if: PythonTool.isThere, Comment(rawValue: PythonTool.comment)))
struct HighlightTests {
    /// What stands in a line, by the last words of its scope.
    @Test(arguments: [
        ("# a comment", ["# a comment": "comment.line.number-sign"]),
        (
            "submit x2 as cat-${n} model=veo-3.1 -- it's # -- ${n}",
            [
                "submit": "keyword.other.command", "x2": "constant.numeric",
                "as": "keyword.control", "${n}": "variable.other.interpolation",
                "model": "support.variable.setting", "--": "keyword.operator",
                "it's # -- ": "string.unquoted",
            ]
        ),
        (
            "try expect @cat-* elapsed < 10m",
            [
                "try": "keyword.control", "expect": "keyword.other.command",
                "@cat-*": "variable.other.reference", "elapsed": "support.constant.field",
                "<": "keyword.operator.comparison", "10m": "constant.numeric",
            ]
        ),
        (
            "let a = $${x} ${y}",
            ["$${": "constant.character.escape", "=": "keyword.operator.assignment"]
        ),
        ("?upscale @x", ["upscale": "entity.name.function"]),
    ])
    func lines(line: String, expected: [String: String]) async throws {
        let scopes = try await Self.scopes(of: line + "\n")
        for (text, scope) in expected { #expect(scopes[text] == scope + ".veo", "\(scopes)") }
    }

    @Test func fences() async throws {
        let scopes = try await Self.scopes(
            of: "prompt \"\"\"\n # ${a}\n \"\"\"\nprint '''\n ${b}\n '''\nsubmit\n")
        #expect(scopes["${a}"] == "variable.other.interpolation.veo")
        #expect(scopes[" ${b}\n"] == "string.quoted.triple.literal.veo")
        #expect(scopes["submit"] == "keyword.other.command.veo", "the fences have ended")
    }

    /// The innermost scope of each run of characters.
    private static func scopes(of text: String) async throws -> [String: String] {
        let lines = try await PythonTool.run(
            "highlight.py",
            [PythonTool.root + "/Scripts/editors/vscode/syntaxes/veo.tmLanguage.json"], text)
        var scopes: [String: String] = [:]
        for line in lines.split(separator: "\n") {
            guard let blank = line.lastIndex(of: " ") else { continue }
            let run = try JSONDecoder().decode(String.self, from: Data(line[..<blank].utf8))
            scopes[run] = String(line[line.index(after: blank)...])
        }
        return scopes
    }
}
