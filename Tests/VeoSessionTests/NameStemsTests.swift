import Testing

@testable import VeoSession

/// What is found by a stem is what the pattern means.
@Suite struct NameStemsTests {
    static let names = [
        "cat", "cat-1", "cat-1-b", "cat-10", "cats-1", "-", "猫-1", "a--b", "café-1",
    ]
    static let patterns: [[JobSelector.NamePart]] = [
        [.text("cat-"), .any], [.text("cat"), .text("-"), .any], [.text("cat-1-"), .any],
        [.text("猫-"), .any], [.text("a-"), .any], [.text("a--"), .any], [.text("none-"), .any],
        [.text("cafe\u{301}-"), .any], [.text("Cat-"), .any],
    ]

    @Test(arguments: patterns) func theSameAsThePattern(pattern: [JobSelector.NamePart]) throws {
        var stems = NameStems<String>()
        for name in Self.names { stems.add(name, name) }
        let found = try #require(stems.values(of: pattern))
        #expect(found == Self.names.filter { JobSelector.matches(pattern, $0) })
    }

    @Test(arguments: [
        [JobSelector.NamePart.any], [.text("cat"), .any], [.text("cat-1")],
        [.any, .text("-"), .any], [.text("a-"), .any, .text("b")],
    ])
    func otherPatterns(pattern: [JobSelector.NamePart]) {
        var stems = NameStems<String>()
        stems.add("cat-1", "")
        #expect(stems.values(of: pattern) == nil)
    }
}
