import Testing

@testable import VeoClient

/// What can be read of JSON that is none.
@Suite("Broken JSON") struct BrokenJSONTests {
    @Test(arguments: [
        (#"{"id":"v","status":"queu"#, #"{"id":"v"}"#), (#"{"id":"v","n":12"#, #"{"id":"v"}"#),
        (#"{"a":{"b":[1,2,{"c":"d"#, #"{"a":{"b":[1,2,{}]}}"#), (#"{"a":1,"b""#, #"{"a":1}"#),
        (#"{"a":tru"#, "{}"), ("[1,", "[1]"), ("{", "{}"), (#"{"a":@@,"b":1}"#, "{}"),
    ])
    func whatCameIsKept(text: String, value: String) throws {
        let document = try #require(JSONDocument(text.utf8))
        #expect(!document.isWhole)
        #expect(document.value == JSONValue(value))
        #expect(JSONValue(text) == nil)
    }

    @Test(arguments: ["", " ", "<html>", "nul", "ping 3", "12:30", "tru", "\u{0}"])
    func nothing(text: String) {
        #expect(JSONDocument(text.utf8) == nil)
    }

    @Test func strings() throws {
        func text(_ literal: String) -> String? {
            JSONValue("[" + literal + "]")?.array?.first?.text
        }
        #expect(text(#""\ud83d""#) == "\u{fffd}")
        #expect(text(#""\ud83dx\ude00""#) == "\u{fffd}x\u{fffd}")
        #expect(text(#""\ud83d\ude00""#) == "😀")
        #expect(text(#""\u+123\uZZZZ""#) == "\u{fffd}+123\u{fffd}ZZZZ")
        #expect(text("'it\\'s'") == "it's")
        #expect(JSONValue([0x22, 0xff, 0x61, 0x22])?.text == "\u{fffd}a")
        #expect(JSONValue(Array("\u{feff}\"a\"".utf8))?.text == "a")
        let wide: [UInt8] =
            [0xff, 0xfe] + "[\"猫\"]".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] as [UInt8] }
        #expect(JSONValue(wide)?.array?.first?.text == "猫")
    }

    @Test func numbers() throws {
        #expect(
            JSONValue("[1893745012345678902]")?.array?.first?.scalarText == "1893745012345678902")
        #expect(JSONValue("[1e400]")?.array?.first?.integer == nil)
        #expect(JSONValue("[1e400]")?.array?.first?.percent == nil)
        #expect(JSONValue("[-9223372036854775809]")?.array?.first?.integer == nil)
        #expect(JSONValue("[9007199254740993]")?.array?.first?.integer == 9_007_199_254_740_993)
        #expect(JSONValue("[1.0]")?.array?.first?.integer == 1)
        #expect(JSONValue("[NaN]")?.array == [.null])
    }

    @Test func limits() {
        let many = "[" + String(repeating: "1,", count: JSONValue.valueLimit) + "1]"
        #expect(JSONDocument(many.utf8)?.isWhole == false)
        let deep = String(repeating: "[", count: 100_000)
        #expect(JSONDocument(deep.utf8)?.isWhole == false)
        #expect(JSONDocument(Array(repeating: 0x20, count: JSONValue.byteLimit + 1)) == nil)
    }
}
