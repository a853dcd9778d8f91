import Testing
import VeoLanguage

@Suite("Help") struct HelpTests {
    @Test("the overview fits a screen of 80 by 24 and names every command")
    func overview() {
        let lines = Help.overview().split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 22)
        #expect(lines.allSatisfy { $0.count < 80 })
        for name in CommandName.allCases {
            #expect(lines.contains { $0.contains("  \(name.rawValue) ") })
        }
    }

    @Test("every topic has a text that fits", arguments: Help.topics)
    func topics(_ topic: String) throws {
        let lines = try #require(Help.topic(topic)).split(separator: "\n")
        #expect(lines.count <= 22)
        #expect(lines.filter { $0.count >= 90 }.isEmpty)
    }

    @Test("no other word has one")
    func others() {
        #expect(Help.topic("Submit") == nil)
        #expect(Help.topic("") == nil)
    }

    @Test("what is shown as an example is right", arguments: CommandName.allCases)
    func examples(_ name: CommandName) {
        let row = CommandReference.of(name)
        #expect(row.name == name)
        #expect(row.summary.count <= CommandReference.mostSummaryCharacters)
        #expect(!row.brief.isEmpty && row.brief.count <= CommandReference.mostBriefCharacters)
        #expect(!row.examples.isEmpty)
        #expect(row.detail.allSatisfy { $0.count < 90 })
        for example in row.examples {
            let script =
                switch name {
                case .for: example + "\nend"
                case .end: "for n in range 1..2\n" + example
                default: example
                }
            #expect(problems(script) == [])
        }
    }

    @Test("the default of each setting is a value of it", arguments: Setting.allCases)
    func defaults(_ setting: Setting) {
        let row = SettingReference.of(setting)
        #expect(problems("set \(setting.rawValue) \(row.defaultValue)") == [])
    }

    @Test("all about a setting")
    func setting() {
        #expect(
            Help.topic("poll") == """
                  set poll VALUE

                poll: how often a job is asked for.
                The value is 'auto' or a duration of at least 1s.
                The default is auto; `unset poll` goes back to it.
                """)
    }
}

extension HelpTests {
    @Test("a word that is no topic is looked for in all of them")
    func search() throws {
        let text = try #require(Help.results(for: "console"))
        #expect(text.contains("unknown"))
        #expect(Help.results(for: "xyzzy") == nil)
        #expect(Help.results(for: "a") == nil)
        #expect(problems("help console") == [])
        #expect(problems("help submti") != [])
    }
}
