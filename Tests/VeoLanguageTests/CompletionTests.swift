import Testing
import VeoLanguage

@Suite("Completion") struct CompletionTests {
    private let context = CompletionContext(
        models: [
            .init(name: "veo-3.1", help: "$0.25"), .init(name: "veo-3.1-fast", help: "$0.15"),
        ],
        jobs: [
            .init(name: "cat", help: "running", isFinal: false, isCompleted: false, isSaved: false),
            .init(name: "dog", help: "completed", isFinal: true, isCompleted: true, isSaved: false),
            .init(name: "猫", help: "saved", isFinal: true, isCompleted: true, isSaved: true),
        ])

    private static let triable = CommandName.allCases.filter { $0 != .for && $0 != .end }
        .map(\.rawValue).joined(separator: " ")

    /// The candidates where `|` stands, or the request for files.
    private func complete(_ line: String) -> String {
        let parts = line.split(separator: "|", omittingEmptySubsequences: false)
        let cursor = parts[0].unicodeScalars.count
        let text = parts.joined()
        switch Completion.complete(line: text, cursor: cursor, context: context) {
        case .candidates(let all, let range):
            return "\(range) " + all.map(\.text).joined(separator: " ")
        case .files(let files):
            let others = files.others.map { " \($0.text)" }.joined()
            return
                "\(files.range) files '\(files.prefix)'\(files.directoriesOnly ? " only folders" : "")"
                + others
        }
    }

    @Test(arguments: [
        ("s|", "0..<1 submit set show save sleep"), ("  SU|x", "2..<4 submit"),
        ("set |", "4..<4 model mode out sidecar parallel poll timeout base-url key-from"),
        ("set mo|", "4..<6 model mode"), ("set model veo-3.1-|", "10..<18 veo-3.1-fast"),
        ("set mode |", "9..<9 async sync"), ("set out ta|", "8..<10 files 'ta' only folders"),
        ("set key-from |", "13..<13 env file command"),
        ("set key-from file a|", "18..<19 files 'a'"),
        ("unset ke|", "6..<8 key-from"), ("show re|", "5..<7 request"),
        ("show @c|", "5..<7 @cat"), ("image |", "6..<6 files '' none"),
        ("image a.png \"b c|", "12..<16 files 'b c'"), ("image none |", "11..<11 "),
        ("submit |", "7..<7 as model= mode= --"),
        ("submit model=veo-3.1-|", "7..<21 model=veo-3.1-fast"),
        ("submit mode=s|", "7..<13 mode=sync"), ("submit as |", "10..<10 "),
        ("submit -- a |", "12..<12 "),
        ("w |", "2..<2 @cat @last @all @active @failed @open any timeout="),
        ("wait @c|", "5..<7 @cat"), ("wait @d|", "5..<7 "),
        ("save @|", "5..<6 @dog @last @all @active @failed @open"),
        ("save @dog |", "10..<10 @last @all @active @failed @open to if-exists="),
        ("save to 猫|", "8..<9 files '猫'"), ("save if-exists=n|", "5..<16 if-exists=number"),
        ("jobs @猫|", "5..<7 @猫"), ("include |", "8..<8 files ''"), ("adopt v |", "8..<8 as"),
        ("help ref|", "5..<8 references"), ("prompt a c|", "9..<10 "), ("nonsense |", "9..<9 "),
        ("# s|", "2..<3 "),
        ("try |", "4..<4 \(triable)"), ("try wa|", "4..<6 wait"), ("t|", "0..<1 try"),
        ("try submit |", "11..<11 as model= mode= --"), ("?sav|", "0..<4 "),
        ("?save to |", "9..<9 files ''"),
        ("again |", "6..<6 @dog @猫 @last @all @active @failed @open"),
        ("again @dog |", "11..<11 as model= mode= --"),
        ("again @dog mode=|", "11..<16 mode=async mode=sync"),
        ("for n |", "6..<6 in"), ("for n in |", "9..<9 range lines table glob list"),
        ("for n in table sh|", "15..<17 files 'sh'"), ("for n in range |", "15..<15 "),
        ("expect |", "7..<7 @cat @dog @猫 @last @all @active @failed @open"),
        ("expect @cat st|", "12..<14 status"),
        ("expect @cat status |", "19..<19 == != < <= > >= contains matches"),
        ("expect @cat status == co|", "22..<24 completed"),
        ("expect ${count.all} |", "20..<20 == != < <= > >= contains matches"),
        ("on-error |", "9..<9 stop continue"), ("let x |", "6..<6 ="), ("let x = |", "8..<8 "),
        ("model m price=1 |", "16..<16 aspect= images= speed="),
        ("model m aspect=|", "8..<15 aspect=9:16 aspect=16:9"),
        ("model m images=|", "8..<15 images=0 images=1 images=2"), ("budget |", "7..<7 "),
        ("|", "0..<0 \(CommandName.allCases.map(\.rawValue).joined(separator: " "))"),
    ])
    func completes(_ line: String, _ expected: String) {
        #expect(complete(line) == expected)
    }

    @Test(
        "a file name becomes a word that means it",
        arguments: [
            "a.png", "my cat.png", "it's.png", "a\"b", "a\\b", "${x}.png", "$5.png", "猫 ${a}.png",
            "a=b",
            "@a", "none", "“a”", "tab\there", "a\u{1B}b", "#1.png",
        ])
    func fileNames(_ path: String) {
        let word = FileCompletion.word(for: path, isDirectory: false)
        let source = SourceFile(name: "a", text: "include \(word)")
        let statements = Parser.parse(source, dialect: .file).script.statements
        guard case .include(let template)? = statements.first?.command else {
            Issue.record("\(word) is not a word")
            return
        }
        #expect(template.literal == path)
    }
}
