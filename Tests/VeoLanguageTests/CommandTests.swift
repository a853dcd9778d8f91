import Testing
import VeoLanguage

@Suite("Commands") struct CommandTests {
    /// Each form of each command that is right.
    @Test(arguments: [
        ("set model veo-3.1", "set model |veo-3.1|"),
        ("set out \"my takes/${job.name}.mp4\"", "set out |my takes/<job.name>.mp4|"),
        ("set key-from env VEO_API_KEY", "set key-from env |VEO_API_KEY|"),
        ("set key-from file ~/.veo-key", "set key-from file |~/.veo-key|"),
        (
            "set key-from command pass show \"veo\" # x",
            "set key-from command |pass show \"veo\" # x|"
        ),
        ("unset base-url", "unset base-url"),
        ("show", "show settings"),
        ("show mode", "show setting mode"),
        ("show @last", "show [@last]"),
        ("show request", "show request"),
        ("show script", "show script"),
        ("prompt", "prompt -"),
        ("prompt it's #1 {}", "prompt |it's #1 {}|"),
        ("image none", "image none"),
        ("image a.png \"b c.png\"", "image |a.png| |b c.png|"),
        ("submit", "submit x- as - model=- mode=- -- -"),
        (
            "submit x3 as cat model=veo mode=sync -- a -- b",
            "submit x|3| as |cat| model=|veo| mode=|sync| -- |a -- b|"
        ),
        (
            "submit x${env.N} as cat-${env.N}",
            "submit x|<env.N>| as |cat-<env.N>| model=- mode=- -- -"
        ),
        ("wait", "wait [] any=false -"),
        ("wait @cat @all any timeout=10m", "wait [name:cat @all] any=true |10m|"),
        ("wait timeout=\"${env.T}\" any", "wait [] any=true |<env.T>|"),
        ("save", "save [] to - -"),
        (
            "save @cat-* to x/${job.name}.mp4 if-exists=fail",
            "save [name:cat-*] to |x/<job.name>.mp4| |fail|"
        ),
        ("collect", "collect [] to - - -"),
        (
            "collect @cat-* to x/${job.name}.mp4 timeout=2h if-exists=fail",
            "collect [name:cat-*] to |x/<job.name>.mp4| |fail| |2h|"
        ),
        ("jobs @failed @active", "jobs [@failed @active]"),
        ("models", "models"),
        ("print", "print -"),
        (
            "print ${count.completed} of ${count.all}, $${cost}: ${cost.total}",
            "print |<count.completed> of <count.all>, ${cost}: <cost.total>|"
        ),
        ("sleep 500ms", "sleep |500ms|"),
        ("include \"a b.veo\"", "include |a b.veo|"),
        ("adopt video_1", "adopt |video_1| as -"),
        ("adopt @#7", "adopt [#7] -"), ("adopt @cat video_1", "adopt [name:cat] |video_1|"),
        ("jobs @open", "jobs [@open]"),
        ("adopt video_1 as 猫", "adopt |video_1| as |猫|"),
        ("forget @#7 @id:video_1", "forget [#7 id:|video_1|]"),
        ("again @last", "again [@last] as - model=- mode=- -- -"),
        (
            "again @cat as dog model=veo mode=async -- a b",
            "again [name:cat] as |dog| model=|veo| mode=|async| -- |a b|"
        ),
        ("cost", "cost"), ("history", "history"), ("edit", "edit"), ("clear", "clear"),
        ("try submit", "try submit x- as - model=- mode=- -- -"),
        ("try \t ?wait", "try ?wait [] any=false -"),
        ("help", "help -"),
        ("help references", "help references"),
        ("quit", "quit"),
    ])
    func means(_ text: String, _ command: String) {
        #expect(commands(text) == [command])
    }

    /// Each command with something that it does not take.
    @Test(arguments: [
        ("set", "1:4 `set` needs a setting and a value"),
        ("set mode", "1:9 'mode' needs a value"),
        ("set mode sink", "1:10 'sink' is not a mode [did you mean 'sync'?]"),
        ("set mdoe sync", "1:5 unknown setting 'mdoe' [did you mean 'mode'?]"),
        ("set mode=sync", "1:5 `set` takes no '=' [write a blank for the '=']"),
        ("set mode = sync", "1:10 `set` takes no '=' [remove it]"),
        ("set out a b", "1:11 `set` takes one value"),
        ("set out ${job.url}", "1:9 '${job.url}' cannot stand in a path"),
        ("set out ${job}", "1:9 '${job}' needs a field [did you mean '${job.name}'?]"),
        (
            "set out $job.name.mp4",
            "1:9 warning: '$job.name' stays as it is written [did you mean '${job.name}'?]"
        ),
        ("set parallel 0", "1:14 '0' is out of range"),
        ("set parallel many", "1:14 'many' is not a whole number"),
        ("set poll 500ms", "1:10 '500ms' is too short for poll [did you mean '1s'?]"),
        ("set poll atuo", "1:10 'atuo' is not a duration [did you mean 'auto'?]"),
        ("set sidecar maybe", "1:13 'maybe' is not 'on' or 'off'"),
        ("set timeout 10min", "1:13 '10min' is not a duration [did you mean '10m'?]"),
        ("set key-from env 1A", "1:18 '1A' is not the name of an environment variable"),
        ("set key-from sk-1", "1:14 this is not a source of a key"),
        ("unset", "1:6 `unset` needs a setting"),
        ("unset out x", "1:11 'x' is too much for `unset`"),
        ("show requets", "1:6 'requets' cannot be shown [did you mean 'request'?]"),
        ("show model mode", "1:12 `show` shows one thing"),
        ("prompt \u{3000} ${job.name}", "1:11 '${job.name}' has no job to speak of here"),
        ("image", "1:6 `image` needs an image"),
        ("image a b c", "1:11 `image` takes at most two images"),
        ("image none a", "1:12 nothing follows 'none'"),
        ("image \"\"", "1:7 an image cannot be empty"),
        ("submit x", "1:8 'x' is not a number of jobs [write 'x3']"),
        ("submit 3", "1:8 '3' is not a number of jobs [write 'x3']"),
        ("submit ×3", "1:8 '×3' is not a number of jobs [write 'x3']"),
        ("submit x101", "1:9 '101' is out of range"),
        ("submit x-1", "1:9 '-1' is not a whole number"),
        ("submit x2 x3", "1:11 'x3' stands here twice"),
        ("submit as cat x3", "1:15 'x3' comes too late"),
        ("submit as", "1:10 a name is missing after 'as'"),
        ("submit as a/b", "1:11 a name cannot hold '/'"),
        ("submit as last", "1:11 'last' is a word of the language and cannot be a name"),
        ("submit as Job-3", "1:11 'Job-3' cannot be a name"),
        ("submit model=", "1:8 a value is missing after 'model='"),
        ("submit model=a model=b", "1:16 'model=' stands here twice"),
        ("submit --model=a", "1:8 '--model' is written without dashes [write 'model=']"),
        ("submit modle=a", "1:8 `submit` takes no 'modle=' [did you mean 'model'?]"),
        ("submit --", "1:8 the text after '--' is missing"),
        ("submit --text", "1:8 a blank is missing after '--' [write '-- …']"),
        ("submit a cat", "1:8 'a' means nothing to `submit`"),
        ("wait cat", "1:6 'cat' is not a reference to a job [did you mean '@cat'?]"),
        ("wait ayn", "1:6 'ayn' is too much for `wait` [did you mean 'any'?]"),
        ("wait any @cat", "1:10 '@cat' comes too late"),
        ("wait timeout=5", "1:14 '5' is not a duration [did you mean '5s'?]"),
        ("save to", "1:6 a path is missing after 'to'"),
        ("save if-exists=keep", "1:16 'keep' is not a way to treat a file that exists"),
        ("jobs @", "1:6 '@' needs a name"),
        ("jobs @#x", "1:6 '@#' needs the number of a job"),
        ("jobs @#0", "1:6 '@#' needs the number of a job"),
        ("jobs \"@last\"", "1:6 a reference is not quoted [remove the quotes]"),
        ("jobs @lats!", "1:6 a reference cannot hold '!'"),
        ("jobs @Last", "1:6 no job can be called 'Last' [did you mean '@last'?]"),
        ("jobs @id:", "1:10 a server's id cannot be empty"),
        ("forget", "1:7 `forget` needs a job, such as @last"),
        ("adopt", "1:6 `adopt` needs the id of a job on the server"),
        ("adopt @#7 as cat", "1:11 the job has a name already"),
        ("adopt @#7 @#8", "1:11 '@#8' is not a server's id"),
        ("adopt @id:v1", "1:7 '@id:v1' is not a server's id [write the id alone]"),
        ("models all", "1:8 'all' is too much for `models`"),
        ("cost all", "1:6 'all' is too much for `cost`"),
        ("history 3", "1:9 '3' is too much for `history`"),
        ("edit x", "1:6 'x' is too much for `edit`"),
        ("clear x", "1:7 'x' is too much for `clear`"),
        ("again", "1:6 `again` needs a job, such as @last"),
        ("again cat", "1:7 'cat' is not a reference to a job [did you mean '@cat'?]"),
        ("again x3 @last", "1:7 'x3' means nothing to `again`"),
        ("again @last @all", "1:13 `again` takes one reference"),
        ("again @last -- ", "1:13 the text after '--' is missing"),
        ("again @last — a", "1:13 '—' is not '--' [write '--']"),
        ("again @last timeout=3s", "1:13 `again` takes no 'timeout='"),
        ("sleep", "1:6 `sleep` needs a duration"),
        ("sleep 1.5h", "1:7 '1.5h' is not a duration"),
        ("sleep 0s", "1:7 '0s' is no time at all"),
        ("sleep 169h", "1:7 '169h' is too long"),
        ("include", "1:8 `include` needs a file"),
        ("help sumbit", "1:6 there is no help on 'sumbit' [did you mean 'submit'?]"),
        ("quit now", "1:6 'now' is too much for `quit`"),
    ])
    func isRefused(_ text: String, _ problem: String) {
        #expect(problems(text) == [problem])
    }

    @Test(arguments: [
        ("sumbit", "1:1 unknown command 'sumbit' [did you mean 'submit'?]"),
        ("exit", "1:1 unknown command 'exit' [did you mean 'quit'?]"),
        ("Submit", "1:1 unknown command 'Submit' [did you mean 'submit'?]"),
        ("forr n in range 1..3", "1:1 unknown command 'forr' [did you mean 'for'?]"),
        ("if x", "1:1 'if' is a reserved word"),
        ("While x", "1:1 'while' is a reserved word [did you mean 'for'?]"),
        ("import a.veo", "1:1 'import' is a reserved word [did you mean 'include'?]"),
        ("mode sync", "1:1 'mode' is a setting, not a command [did you mean 'set mode'?]"),
        ("@cat", "1:1 a line starts with a command, not with a reference"),
        ("${env.X} a", "1:1 a value never becomes a command"),
        ("prompt: a cat", "1:7 no colon stands after a command [write a blank]"),
        ("// note", "1:1 this is not a comment [write '#']"),
        ("veo 2", "1:5 this program does not know edition '2' of the language"),
        ("veo 01", "1:1 'veo' is the program, not a command"),
        ("quit\nveo 1", "2:1 `veo 1` must be the first statement"),
        ("?frobnicate x", "1:2 warning: 'frobnicate' is skipped: no such command"),
        ("?sumbit", "1:2 warning: 'sumbit' is skipped: no such command [did you mean 'submit'?]"),
        ("?if x", "1:2 'if' is a reserved word"), ("??x", "1:2 unknown command '?x'"),
        ("?prompt: a", "1:8 no colon stands after a command [write a blank]"),
        ("try", "1:1 'try' needs a command behind it"),
        ("try try quit", "1:5 'try' stands here twice [remove it]"),
        ("?try quit", "1:2 '?' stands behind 'try', not before it"),
        ("try if", "1:5 'if' is a reserved word"),
        ("try veo 1", "1:1 'try' does not stand before 'veo' [remove it]"),
        ("try frob", "1:5 unknown command 'frob'"),
        ("try ?frob", "1:6 warning: 'frob' is skipped: no such command"),
    ])
    func firstWord(_ text: String, _ problem: String) {
        #expect(problems(text) == [problem])
    }

    @Test("a script may name its edition, and mark a command as optional")
    func edition() {
        #expect(
            commands("# a\nveo 1\n?models\n?nothing \"\"\"\n submit\n \"\"\"\nquit") == [
                "?models", "quit",
            ])
    }

    @Test("another edition is not read on")
    func otherEdition() {
        #expect(problems("veo 2\nfoo\nbar").count == 1)
    }

    @Test("ten errors give ten messages")
    func ten() {
        let text = (1...10).map { "set parallel \($0 * 1000)" }.joined(separator: "\nmodels\n")
        #expect(problems(text).count == 10)
        #expect(problems(text).last == "19:14 '10000' is out of range")
    }

    @Test("ten errors in and round loops give ten messages, and no more")
    func tenInLoops() {
        let text = """
            for n in 1..3
              submit x0
              let x text
            end
            for m in list a,
              if y
              expect @cat status = failed
            end
            foreach k in list a
              prompt "quoted"
            done
            budget €2
            """
        #expect(problems(text).count == 10)
    }

    @Test("the fence of a skipped command ends where it says, or is an error")
    func skippedFence() {
        #expect(
            problems("?later \"\"\"\nsubmit").last
                == "1:8 the fence that opens here is not closed")
        #expect(
            commands("?later \"\"\"\nprompt \"\"\"\n\"\"\"\nquit") == ["quit"])
    }

    @Test("several values of one statement are told at once")
    func several() {
        #expect(
            problems("submit x0 as last mode=sink -- ${job.name}") == [
                "1:9 '0' is out of range",
                "1:14 'last' is a word of the language and cannot be a name",
                "1:24 'sink' is not a mode [did you mean 'sync'?]",
                "1:32 '${job.name}' has no job to speak of here",
            ])
    }
}

@Suite("The spelling at the prompt") struct PromptDialectTests {
    @Test(arguments: [
        ("unse mode", "unset mode"), ("W @LAST", "wait [@last] any=false -"),
        ("SET Mode sync", "set mode |sync|"), ("sa TO x.mp4", "save [] to |x.mp4| -"),
        // What `co` meant before there was `collect`, it goes on to mean.
        ("co", "cost"), ("col @all", "collect [@all] to - - -"),
        ("submit X2 AS cat", "submit x|2| as |cat| model=- mode=- -- -"),
        ("he Submit", "help submit"), ("Try Quit", "try quit"), ("ON-error Stop", "on-error stop"),
        ("FOR n IN Range 1..2\nEnd", "for n in range |1| |2| {}"),
        ("exp @cat Status == failed", "expect [name:cat] status == |failed|"),
    ])
    func isForgiven(_ text: String, _ command: String) {
        #expect(commands(text, .prompt) == [command])
        #expect(!problems(text, .file).isEmpty)
    }

    @Test(arguments: [
        ("?", "help -"), ("\\?", "help -"), ("？", "help -"), ("?submit", "help submit"),
        ("submit?", "help submit"), ("WAIT？", "help wait"), ("?mode", "help mode"),
        ("?cost", "help cost"), ("?wait @last", "?wait [@last] any=false -"),
    ])
    func asksForHelp(_ text: String, _ command: String) {
        #expect(commands(text, .prompt) == [command])
    }

    @Test(arguments: [
        ("su", "1:1 `submit` has no other spelling [write 'submit']"),
        ("SUBMIT", "1:1 `submit` has no other spelling [write 'submit']"),
        ("mod", "1:1 'mod' is short for several commands"),
        ("s", "1:1 's' is short for several commands"),
        ("c", "1:1 'c' is short for several commands"),
        ("ag @last", "1:1 `again` has no other spelling [write 'again']"),
        ("fo n in range 1..2", "1:1 'fo' is short for several commands"),
        ("en", "1:1 `end` has no other spelling [write 'end']"),
        ("sumbit", "1:1 unknown command 'sumbit' [did you mean 'submit'?]"),
        ("?submit -- a cat", "1:1 '?' is not help here: this would run `submit`"),
        ("?again @last", "1:1 '?' is not help here: this would run `again`"),
        ("？submit x3", "1:1 '?' is not help here: this would run `submit`"),
    ])
    func isNotGuessed(_ text: String, _ problem: String) {
        #expect(problems(text, .prompt) == [problem])
    }
}
