import Testing
import VeoLanguage

@Suite("Keywords") struct KeywordsTests {
    @Test("each word is what the parser knows")
    func words() {
        for word in Keywords.commands + Keywords.reserved + Keywords.modifiers {
            #expect(!problems(word).contains { $0.contains("unknown command") }, "\(word)")
        }
        for field in Keywords.fields { #expect(problems("expect @a \(field) == ${x}").isEmpty) }
        for op in Keywords.operators { #expect(problems("expect @a bytes \(op) ${x}").isEmpty) }
        for status in Keywords.statuses {
            #expect(problems("expect @a status == \(status)").isEmpty)
        }
        for word in Keywords.references {
            #expect(commands("jobs @\(word)") == ["jobs [@\(word)]"])
        }
        for topic in Keywords.showTopics { #expect(problems("show \(topic)").isEmpty) }
        for kind in Keywords.loopSources {
            #expect(!problems("for n in \(kind)\nend").contains { $0.contains("not a source") })
        }
        let all: Set<String> = Set(Keywords.commands).union(Keywords.settings)
        #expect(all.isSuperset(of: ["for", "end", "on-error", "key-from"]))
        #expect(Set(Keywords.variables).isSuperset(of: ["job.name", "count.all", "cost.total"]))
    }
}
