import Foundation
import Testing
import VeoClient
import VeoLanguage

/// The states of jobs and the words of gateways for them, as `help states` shows them.
@Suite("The words of gateways") struct ServerWordsTests {
    @Test("help shows the words by which the client decides")
    func sameWords() {
        #expect(ServerWords.rows.map(\.status.rawValue) == TaskStatus.words.map(\.status.rawValue))
        #expect(ServerWords.rows.map(\.words) == TaskStatus.words.map(\.words))
        #expect(ServerWords.prefixes == TaskStatus.prefixes)
    }

    @Test("every state and every word is in the text")
    func all() throws {
        let text = try #require(Help.topic("states"))
        let words = Set(text.split { " \n".contains($0) }.map(String.init))
        for state in JobStatus.allCases { #expect(words.contains(state.rawValue)) }
        for row in TaskStatus.words {
            for word in row.words { #expect(words.contains(word), "\(word)") }
        }
    }

    @Test("each word means what the table says, however it is spelled")
    func spellings() {
        for row in TaskStatus.words {
            for word in row.words {
                let spellings = [
                    word, word.uppercased(), word.split(separator: "_").joined(separator: "-"),
                    word.split(separator: "_").joined(separator: " "), " \(word)\n",
                    word.split(separator: "_").map(\.capitalized).joined(),
                ]
                for spelling in spellings + TaskStatus.prefixes.map({ $0.uppercased() + word }) {
                    #expect(TaskStatus(word: spelling) == row.status, "\(spelling)")
                }
            }
        }
        for word in ["", "unknown", "completed?", "not completed", "1", "true", "incomplete"] {
            #expect(TaskStatus(word: word) == .unrecognized, "\(word)")
        }
    }
}
