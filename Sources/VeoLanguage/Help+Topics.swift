/// The topics of `help` that are no commands.
extension Help {
    static var references: String {
        let rows = [
            ("@cat", "the job that was submitted `as cat`"),
            ("@cat-*", "every job whose name fits; * may stand anywhere"),
            ("@last", "the last job that was submitted"),
            ("@all", "every job of this session"),
            ("@active", "the jobs that have not ended"),
            ("@failed", "the jobs that failed"),
            ("@open", "of all sessions: running, not saved, stale, unknown"),
            ("@#7", "number 7 of the history, of earlier sessions too"),
            ("@id:ID", "the job that the server calls ID"),
        ]
        var lines = ["Most commands take jobs by reference:", ""]
        lines += table(rows)
        lines += ["", "A job without a name is called job- and its number, such as @job-7."]
        return lines.joined(separator: "\n")
    }

    static var names: String {
        let rows = [
            ("${style}", "what `let style = …` or `param style` says"),
            ("${n}", "the value of this turn of `for n in …`"),
            ("${shot.id}", "a cell of the row, in `for shot in table …`; or ${shot[\"my id\"]}"),
            ("${loop.index}", "the number of this turn, from 1"),
            ("${env.HOME}", "a variable that `veo run --env HOME` lets in"),
            ("${job.name}", "a field of the job: in `set out`, after `save … to`"),
            ("${count.all}", "count.completed, count.failed: in `print`, `expect`"),
            ("${cost.total}", "dollars so far: in `print` and `expect`"),
        ]
        var lines = ["A name in ${…} is filled in, in texts and in words:", ""]
        lines += table(rows, width: 13)
        lines += [
            "", "A value is never read again: it cannot become a command, a name or two words.",
            "`$${` writes a literal `${`; any other $ is just a dollar sign.",
        ]
        return lines.joined(separator: "\n")
    }

    static var fields: String {
        let rows: [(String, Set<JobField.Kind>)] = [
            ("numbers", [.number]), ("dollars", [.amount]), ("durations", [.duration]),
            ("sizes", [.size]), ("words", [.status, .mode]), ("texts", [.text]),
        ]
        var lines = ["The fields of a job, for `expect` and ${job.…}:", ""]
        lines += table(
            rows.map { name, kinds in
                let fields = JobField.allCases.filter { kinds.contains($0.kind) }.map(\.rawValue)
                return (name, fields.joined(separator: " "))
            })
        lines += [
            "", "status is \(JobStatus.allCases.map(\.rawValue).joined(separator: ", ")).",
            "An output path takes neither id, url, file, bytes nor error.",
        ]
        return lines.joined(separator: "\n")
    }

    static var text: String {
        """
          prompt it's a "magic hour", shot #3
          prompt \"""
            a text of
            several lines
            \"""

        Text runs to the end of the line and is never quoted: what stands there is sent.
        For several lines, end the line with \""" and close with a line that holds just \""".
        The blanks before the closing \""" are taken away from every line.
        Between \""" and \""" ${…} is filled in, between ''' and ''' nothing is.
        To have \""" inside a text, open and close it with four.
        A comment is a line of its own that starts with #.
        """
    }

    static var tried: String {
        """
          try COMMAND
          ?COMMAND

        try: when the command fails, the script goes on all the same.
        The failure is told, and the exit code is still its own. Errors that are found
        before the run are never tried. `on-error continue` says it for all that follow.
        ?: a command that this edition does not know is skipped with a warning.

        Examples:
          try submit as cat -- a cat on a roof
          ?upscale @cat
        """
    }

    static var billing: String {
        """
        A video costs $0.15 with a model that has -fast in its name, else $0.25; `models` has
        the prices, and `submit` says the sum before anything is sent.

        async   charged when the video is made; a generation that fails costs nothing
        sync    charged when the request is accepted; one that fails then may be charged
        unknown the request left and no answer came: counted, since it may be charged
        stale   there is an id, and no news of late: counted, and asked for again by `wait`

        Only `submit` and `again` spend. `budget 2` sets a limit, `cost` tells what is spent,
        `show request` and `veo run --dry-run` show what would be sent, at no cost.
        A video that was paid for is not lost: `jobs`, `wait @#7` and `save` fetch it within
        24 hours, also in a later session.
        """
    }

    static var sync: String {
        """
          set mode sync
          submit mode=async -- a cat on a roof

        async: one request makes the job, others ask for its state, one fetches the video.
        The job lives at the gateway: this program may end, and `wait @#7` goes on later.
        sync: one request whose answer streams until the video is made. The connection is
        the job: when it breaks, the video is lost and may be charged all the same.

        In mode sync an image may be a URL; in mode async it is a file.
        `show request` shows what each of them sends.
        """
    }

    static var unknown: String {
        """
        A job is unknown when its request left this machine and no certain answer came:
        the connection broke, a deadline passed, or the answer made no sense.
        It may run and be charged, so it is counted, and never sent again by itself.

        `jobs @open` lists unknown jobs of all sessions until you decide:

          adopt @#7            search the gateway for it by model, text and time
          adopt @#7 video_abc  it is this one, as the console of the gateway shows
          again @#7            it is not there: send it once more, and pay for it
          forget @#7           it is settled: stop listing it

        What was unknown stays counted, since it may have been charged.
        A job with an id is never unknown: without news of late it is stale, and `wait` asks.
        """
    }

    static var images: String {
        """
          image first.jpg
          image first.jpg last.png
          image none

        The first picture is the start frame, the second one the end frame. Models with -fl
        in their name take them; `models` tells. JPEG, PNG and WebP, at most 10 MB each.
        With an image, the prompt says what moves in it. In mode sync a URL is taken, too.

        Example:
          set model veo-3.1-fast-fl
          image harbour.jpg
          submit -- the boats rock on the waves
        """
    }

    static var key: String {
        """
        The API key is taken from the variable VEO_API_KEY, or from what the start-up file
        or a line at the prompt says:

          set key-from file ~/.veo-key
          set key-from command pass show veo

        It is never written in a script, never stored, shown or logged, and it goes to the
        host of `base-url` alone. Without a key the built-in simulator is the gateway.
        """
    }

    static var keys: String {
        let rows = [
            ("Tab", "completes; again: a menu, which Tab and the arrows walk"),
            ("Right, End", "at the end of the line: take the grey text"),
            ("Alt-Right", "take a word of it"),
            ("Up, Down", "rows of the line, then older lines that start like it"),
            ("Ctrl-R", "search older lines"),
            ("Enter", "run; in an open text or loop, a new row (Alt-Enter: always)"),
            ("Ctrl-X Ctrl-E", "edit the line, or the prompt text, in $EDITOR"),
            ("Ctrl-C", "drop the line; stop waiting, never the job"),
            ("Ctrl-D", "leave"),
            ("Ctrl-Z", "suspend; `fg` comes back"),
            ("Ctrl-L", "clear the screen"),
        ]
        let lines = ["The keys of the prompt, besides those of Emacs (or vi, see ~/.editrc):", ""]
        return (lines + table(rows, width: 13)).joined(separator: "\n")
    }

    static var simulator: String {
        """
        Without a key, and with `veo --simulator`, the gateway is a simulator inside the
        program: same requests, same answers, same failures, and nothing is charged.
        A job of three minutes takes three seconds; `--speed 1` makes it as slow as it is.

          veo --simulator --seed 7              the same seed, the same run
          veo --simulator --fault create:status=503*2
          veo simulate --port 8080              for other programs

        Its videos are samples; its prices, and what `cost` tells, are those of the gateway.
        """
    }
}
