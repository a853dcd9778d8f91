import FoundationEssentials
import Testing

@testable import VeoSession

@Suite struct JSONTextTests {
    /// What is hidden is escaped, and reads back as what it was.
    @Test(arguments: [
        "plain", "a\u{1b}[2J\u{7f}\u{9b}\u{85}", "\u{202e}\u{200f}\u{2028}\u{feff}",
        "\u{e0041}\u{3164}",
        "猫 🏃‍♀️ \"quoted\" \\ / \r\n\t",
    ])
    func hidesNothing(text: String) throws {
        for json in [JSONText.line([text]), try JSONText.page([text])] {
            let hidden = json.unicodeScalars.filter { scalar in
                switch scalar.properties.generalCategory {
                case .control, .lineSeparator, .paragraphSeparator: scalar != "\n"
                case .format: scalar.value != 0x200d
                default: false
                }
            }
            #expect(hidden.isEmpty, "\(json)")
            #expect(try JSONDecoder().decode([String].self, from: Data(json.utf8)) == [text])
        }
        #expect(!JSONText.line([text]).contains("\n"))
    }
}
