import Testing
import VeoLanguage

@testable import VeoSession

/// Tables as people have them.
@Suite struct SheetTests {
    private static func table(_ bytes: [UInt8], _ ending: String = "csv") -> String {
        do {
            let text = try SheetText(bytes, of: "a.\(ending)")
            let data =
                switch ending {
                case "jsonl": try JSONLinesReader.table(text, "a.jsonl")
                case "tsv":
                    try SheetReader.table(text, "a.tsv", separator: UInt8(ascii: "\t"))
                default: try SheetReader.table(text, "a.csv", separator: nil)
                }
            guard case .table(let columns, let rows) = data.content else { return "" }
            let shown = ([columns] + rows).map { $0.joined(separator: "|") }
            return (shown + [data.notice].compactMap(\.self)).joined(separator: "\n")
        } catch {
            return ([error.message] + error.help).joined(separator: "\n")
        }
    }

    private static func table(_ text: String, _ ending: String = "csv") -> String {
        table(Array(text.utf8), ending)
    }

    @Test(arguments: [
        ("id,text\na,b\n", "id|text\na|b"),
        ("id;text\na;b,c\n", "id|text\na|b,c\na.csv is read as separator ;"),
        ("id\ttext\na\tb\n", "id|text\na|b\na.csv is read as separator tab"),
        ("SEP=|\nid|text\na|b\n", "id|text\na|b\na.csv is read as separator |"),
        ("id;x,text\na;1,b\n", "id;x|text\na;1|b"),
        ("id;x,text\na;1\nb;2\n", "id|x,text\na|1\nb|2\na.csv is read as separator ;"),
        ("prompt\na, b", "a.csv:2: the row has 2 cells, the heading 1"),
        ("prompt\n\"a, b\"\n\n", "prompt\na, b"),
        ("id,,text,,\na,,b,,\n,,,,\nc,,d,\n", "id|text\na|b\nc|d"),
        ("id\n\"a\r\nb\rc\"\n", "id\na\nb\nc"),
        ("id,text\ra,b\r", "id|text\na|b"),
        (" \u{FEFF}id ,my \u{A0} text\na,b\n", "id|my text\na|b"),
        ("id,x\na,\"b\"\"c\"\n", "id|x\na|b\"c"),
        ("id,x\na\u{301},\u{301}b\n", "id|x\na\u{301}|\u{301}b"),
    ])
    func isRead(text: String, expected: String) {
        #expect(Self.table(text) == expected)
    }

    @Test func whatIsWrongIsToldOfAllRows() {
        let rows = (1...30).map { "a\($0)" }.joined(separator: "\n")
        let told = Self.table("id,text\n\(rows)\n").split(separator: "\n")
        #expect(told.count == 21)
        #expect(told.first == "a.csv:2: the row has 1 cell, the heading 2")
        #expect(told[19] == "a.csv:21: the row has 1 cell, the heading 2")
        #expect(told.last == "and 10 more")
    }

    @Test func controlCharactersAreRefusedWithTheirCells() {
        let told = Self.table("id,text\na,x\0y\nb,\u{1B}[1m\nc,\u{85}\nd,a\tb\n")
        #expect(
            told.hasPrefix(
                "a.csv:2, column 2 (text): the control character U+0000 (null) in it\n"
                    + "a.csv:3, column 2 (text): the control character U+001B (escape) in it\n"
                    + "a.csv:4, column 2 (text): the control character U+0085 (next line) in it\n"))
    }

    @Test func numbersOfJSONStayAsTheyAreWritten() {
        #expect(
            Self.table(
                "{\"a\":1.0,\"b\":12345678901234567890}\r\n{\"b\":-1e+9,\"a\":null}\r\n", "jsonl")
                == "a|b\n1.0|12345678901234567890\n|-1e+9")
        #expect(
            Self.table("{\"a\":\"x\\r\\n\\ud83d\\ude00\"}", "jsonl") == "a\nx\n😀")
        for wrong in [
            "{\"a\":01}", "{\"a\":+1}", "{\"a\":1.}", "{\"a\":NaN}", "{\"a\":1} x", "{,}",
        ] {
            #expect(Self.table(wrong, "jsonl").contains("no flat JSON object"), "\(wrong)")
        }
        #expect(Self.table("{\"a\":[1]}", "jsonl").contains("nested"))
        #expect(Self.table("{\"a\":1,\"a\":2}", "jsonl").contains("twice"))
        #expect(Self.table("{\"a\":\"\\ud83d\"}", "jsonl").contains("half a character"))
        #expect(Self.table("{\"a\":\"\\u0000\"}", "jsonl").contains("control character"))
    }

    /// Any bytes are a table or an error, and no trap.
    @Test func anyBytesAreRead() {
        var state: UInt64 = 1
        for _ in 0..<3_000 {
            var bytes: [UInt8] = []
            for _ in 0..<24 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let signs = Array("\",;\t\r\n{}[]:\\ua1e.-\u{FEFF}猫".utf8)
                let pick = Int(state >> 33)
                bytes.append(pick % 5 == 0 ? UInt8(pick % 256) : signs[pick % signs.count])
            }
            for ending in ["csv", "tsv", "jsonl"] { _ = Self.table(bytes, ending) }
        }
    }

    @Test func linesEndInLFAndCRLFAlone() {
        let text = "a\u{2028}b\u{85}c\u{B}d\r\n\ne\rf"
        let lines = SheetLines(Array(text.utf8)).map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(lines == ["a\u{2028}b\u{85}c\u{B}d", "", "e\rf"])
    }
}

@Suite struct HomeFolderTests {
    @Test(arguments: [
        ("~", "/home/ann"), ("~/x", "/home/ann/x"), ("x/~", "x/~"), ("./~/x", "./~/x"),
        ("~root", "/root"), ("~root/x", "/root/x"), ("", ""), ("/~", "/~"),
    ])
    func isExpanded(path: String, expected: String) throws {
        #expect(try HomeFolder.expanded(path, home: "/home/ann") == expected)
    }

    @Test func isNeverGuessed() {
        #expect((try? HomeFolder.expanded("~/x", home: nil)) == nil)
        #expect((try? HomeFolder.expanded("~no-such-user/x", home: "/home/ann")) == nil)
        #expect((try? HomeFolder.expanded("~\0/x", home: "/home/ann")) == nil)
        #expect((try? HomeFolder.expanded("~/x", home: "/")) == "/x")
    }

    /// Without a variable that names a folder from the root, the user database knows it.
    @Test func comesFromTheUserDatabase() {
        #expect(HomeFolder.path([:])?.hasPrefix("/") == true)
        #expect(HomeFolder.path(["HOME": ""])?.hasPrefix("/") == true)
        #expect(HomeFolder.path(["HOME": "relative"])?.hasPrefix("/") == true)
        #expect(HomeFolder.path(["HOME": "/somewhere"]) == "/somewhere")
    }

    @Test func aPathOfAJobIsNoHome() throws {
        let template = PathTemplate(Template(path: "${job.prompt}.mp4")).template
        let job = try Job.sample { $0.prompt = "~root" }
        #expect(try PathTemplate(expanding: template).path(for: job) == "~root.mp4")
        let written = PathTemplate(Template(path: "~/${job.name}.mp4")).template
        #expect(try PathTemplate(expanding: written).fixedFolder.hasPrefix("/"))
    }
}
