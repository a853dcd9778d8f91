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
            ("${shot.id}", "a cell of the row, in `for shot in table …`"),
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
}
