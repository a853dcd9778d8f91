import Testing
import VeoClient
import VeoLanguage

@testable import VeoSession

@Suite struct PathTemplateTests {
    @Test(arguments: [
        ("${job.name}.mp4", "cat.mp4"),
        ("out/${job.number}-${job.name}.mp4", "out/7-cat.mp4"),
        ("out/", "out/cat.mp4"),
        ("${job.model}/${job.mode}/", "veo-3.1-fast/async/cat.mp4"),
        ("${job.cost} ${job.elapsed}.mp4", "0.15 160.mp4"),
        ("plain", "plain"),
    ])
    func path(template: String, expected: String) throws {
        #expect(PathTemplate(Template(path: template)).path(for: try .sample()) == expected)
    }

    @Test(arguments: [
        ("a/b", "a_b"), ("../../etc/passwd", ".._.._etc_passwd"), ("..", "_"), (".", "_"),
        ("line\nend\u{1b}[31m\u{7f}", "line_end_[31m_"), ("\u{202e}gpm", "_gpm"), ("\u{2028}", "_"),
        ("一只猫咪 🐈", "一只猫咪 🐈"), ("", ""),
    ])
    func sanitized(text: String, expected: String) {
        #expect(PathTemplate.sanitized(text) == expected)
    }

    @Test func aFieldEndsAfterEightyCharacters() {
        #expect(PathTemplate.sanitized(String(repeating: "猫", count: 81)).count == 80)
    }

    /// Eighty characters can have thousands of bytes, a file name 255.
    @Test(arguments: ["👩‍👩‍👧‍👦", "e" + String(repeating: "\u{301}", count: 400), "🐈"])
    func aFieldFitsAFileName(character: String) {
        let field = PathTemplate.sanitized(String(repeating: character, count: 100))
        #expect(field.utf8.count <= PathTemplate.fieldByteLimit)
        #expect(!field.isEmpty)
    }

    /// Two fields that fit are too long together.
    @Test func severalFieldsFitAFileName() throws {
        let job = try Job.sample { $0.prompt = String(repeating: "猫在花园里", count: 20) }
        let template = Template(path: "v/${job.prompt}-${job.prompt}-${job.number}.mp4")
        let path = PathTemplate(template).path(for: job)
        #expect(path.hasPrefix("v/猫在花园里") && path.hasSuffix(".mp4"))
        #expect(path.utf8.count <= 2 + PathTemplate.partByteLimit)
        // What is written out is the user's own.
        let long = String(repeating: "x", count: 300) + ".mp4"
        #expect(PathTemplate(Template(path: long)).path(for: job) == long)
    }

    @Test func aPromptNeverLeavesItsFolder() throws {
        let job = try Job.sample { $0.prompt = "../../../tmp/x" }
        let path = PathTemplate(Template(path: "videos/${job.prompt}.mp4")).path(for: job)
        #expect(path == "videos/.._.._.._tmp_x.mp4")
    }

    @Test(arguments: [
        ("${job.name}.mp4", ""), ("${job.model}/x.mp4", ""), ("a/b/${job.name}.mp4", "a/b/"),
        ("a/${job.model}/x.mp4", "a/"), ("/x.mp4", "/"), ("a/b-${job.name}.mp4", "a/"),
        // A mark behind a slash belongs to what follows.
        ("a/\u{301}b/\u{301}x.mp4", "a/\u{301}b/"),
    ])
    func theFolderThatIsSure(template: String, expected: String) {
        #expect(PathTemplate(Template(path: template)).fixedFolder == expected)
    }

    @Test(arguments: [
        ("cat.mp4", "cat.json"), ("a.b/cat", "a.b/cat.json"), ("c.mov", "c.mov.json"),
    ])
    func sidecar(video: String, expected: String) {
        #expect(Sidecar.path(for: video) == expected)
    }
}

@Suite struct JobSelectorTests {
    static func parts(_ pattern: String) -> [JobSelector.NamePart] {
        var parts: [JobSelector.NamePart] = []
        for piece in pattern.split(separator: "*", omittingEmptySubsequences: false) {
            if !parts.isEmpty { parts.append(.any) }
            parts.append(.text(String(piece)))
        }
        return parts
    }

    @Test(arguments: [
        ("cat", "cat", true), ("cat", "Cat", false), ("cat-*", "cat-1", true),
        ("cat-*", "cat-", true), ("cat-*", "cat", false), ("*", "x", true), ("*-1", "cat-1", true),
        ("*-1", "cat-11", false), ("*-1", "cat-1-1", true), ("c*t*", "cat-2", true),
        ("a*b*c", "aXbYbZc", true), ("a*b*c", "aXbYbZ", false), ("caf\u{e9}", "cafe\u{301}", true),
        ("**", "x", true), ("猫*", "猫-1", true),
    ])
    func matches(pattern: String, name: String, expected: Bool) {
        #expect(JobSelector.matches(Self.parts(pattern), name) == expected)
    }

    /// With one way back for each `*`, this would take longer than the universe has.
    @Test(.timeLimit(.minutes(5))) func manyStarsAreNoTrap() {
        let pattern = Self.parts(String(repeating: "a*", count: 40) + "b")
        #expect(!JobSelector.matches(pattern, String(repeating: "a", count: 64)))
    }
}
