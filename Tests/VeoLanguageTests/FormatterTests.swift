import Testing
import VeoLanguage

@Suite("Formatting") struct FormatterTests {
    private func format(_ text: String) -> String? {
        try? Formatter.format(SourceFile(name: "a.veo", text: text)).get()
    }

    @Test(
        "one form for each command",
        arguments: [
            ("set  model\tveo-3.1", "set model veo-3.1"), ("set out \"a\"", "set out a"),
            ("set out \"a b/${job.name}\"", "set out \"a b/${job.name}\""),
            ("set out \"=\"", "set out \"=\""),
            ("set key-from  command  a  b", "set key-from command a  b"),
            ("set key-from file \"k\"", "set key-from file k"), ("show settings", "show"),
            ("prompt \u{3000} a  b \t", "prompt a  b"), ("image \"none\"", "image \"none\""),
            ("image a.png \"b c\"", "image a.png \"b c\""),
            (
                "submit x3 as \"cat\" mode=sync model=\"v\" --  a",
                "submit x3 as cat model=v mode=sync -- a"
            ),
            ("submit x${n} as a-${n}", "submit x${n} as a-${n}"),
            ("again  @last  as b", "again @last as b"),
            ("wait timeout=10m any", "wait any timeout=10m"),
            ("wait @** @#007 @id:v_1", "wait @* @#7 @id:v_1"),
            ("save if-exists=fail to \"x y\"", "save to \"x y\" if-exists=fail"),
            ("adopt \"video_1\" as x", "adopt video_1 as x"), ("print", "print"),
            ("let  x  =  a = b", "let x = a = b"), ("param x", "param x"),
            ("try  ?wait", "try ?wait"), ("budget \"2\"", "budget 2"),
            ("model m aspect=9:16 price=1", "model m price=1 aspect=9:16"),
            ("expect @a error contains \"b\"", "expect @a error contains b"),
            ("expect \"status\" == \"@a\"", "expect \"status\" == @a"),
            ("include \"a\\tb\\u{24}${x}\\\\\\\"\"", "include \"a\\tb\\u{24}${x}\\\\\\\"\""),
            ("include $${x}$$$${y}", "include $${x}$$$${y}"), ("include \"“a\"", "include \"“a\""),
            ("include a\\b", "include a\\b"), ("include \"\\u{85}\"", "include \"\\u{85}\""),
            ("for  n in  list \"a,\"  \"b\"\nend", "for n in list \"a,\" b\nend"),
            ("for n in range  1..${x}\nend ", "for n in range 1..${x}\nend"),
            ("veo  1\n?later  a  b", "veo 1\n?later  a  b"),
        ])
    func commands(_ text: String, _ formatted: String) {
        #expect(format(text) == formatted + "\n")
        #expect(format(formatted) == formatted + "\n")
    }

    @Test("comments and blank lines stay, loops are indented, fences move as a whole")
    func layout() {
        let text = """


            #! first
             \t# second


            for a in list x

            # inner
            prompt \"""
               deep
             ${a} #

             \"""
                for b in list y
            print '''
            flat
              text
            '''

              # last
            end

            end
            ?later \"""
            \tkept
            \t\"""
            quit

            """.replacing("\n            ", with: "\n")
        let formatted = """
            #! first
            # second

            for a in list x
              # inner
              prompt \"""
                  deep
                ${a} #

                \"""
              for b in list y
                print '''
                flat
                  text
                '''

                # last
              end
            end
            ?later \"""
              kept
              \"""
            quit

            """
        #expect(format(text) == formatted)
        #expect(format(formatted) == formatted)
    }

    @Test("Windows line ends and a BOM go; nothing stays nothing")
    func lineEnds() {
        #expect(
            format("\u{FEFF}quit\r\n\r\n\r\n# a\r\nprint '''\r\na\r\n'''")
                == "quit\n\n# a\nprint '''\na\n'''\n")
        #expect(format("") == "")
        #expect(format("\n \n\t\n") == "")
    }

    @Test("a text with errors is refused with them")
    func refused() {
        guard
            case .failure(let refusal) = Formatter.format(
                SourceFile(name: "a", text: "foo\nsubmit x0"))
        else {
            Issue.record("formatted")
            return
        }
        #expect(refusal.diagnostics.count == 2)
    }

    @Test("a line that indentation makes too long is refused, not broken")
    func tooLong() {
        let line = "print " + String(repeating: "a", count: Limits.lineBytes - 6)
        #expect(format(line) != nil)
        guard
            case .failure(let refusal) = Formatter.format(
                SourceFile(name: "a", text: "for n in list a\n\(line)\nend"))
        else {
            Issue.record("formatted")
            return
        }
        #expect(
            refusal.diagnostics.first?.message
                == "the formatted line would be too long: 65538 bytes")
    }

    @Test("the long example of the language page is canonical")
    func example() {
        #expect(format(Corpus.longExample) == Corpus.longExample)
    }
}
