extension ProgramRun {
    /// Without what differs from run to run: ids and what follows from them, ports, elapsed times,
    /// the temporary folder, and the order in which jobs that run at once tell what becomes of
    /// them.
    func normalized(folder: String, baseURL: String) -> ProgramRun {
        func clean(_ text: String) -> String {
            text.replacing(folder, with: "FOLDER")
                .replacing(baseURL, with: "BASE_URL")
                .replacing(baseURL.dropLast(3), with: "GATEWAY")
                .replacing(baseURL.dropFirst(7).dropLast(3), with: "HOST:PORT")
                .replacing(/http:\/\/127\.0\.0\.1:\d+/, with: "GATEWAY")
                .replacing(/video_([0-9a-f]{48}|[0-9a-f-]{36})/, with: "video_ID")
                .replacing(/task_[0-9A-Za-z]{32}/, with: "task_ID")
                .replacing(/foaicmpl-[0-9a-f-]{36}/, with: "foaicmpl-ID")
                .replacing(/chatcmpl-[0-9a-f-]{10,36}/, with: "chatcmpl-ID")
                .replacing(/(flow|video)\/[0-9a-f-]{36}/) { "\($0.1)/ID" }
                .replacing(/after (\d+:)?\d+:\d\d\b/, with: "after 0:00")
                .replacing(/(sync +)\d:\d\d\b/) { "\($0.1)0:00" }
                .replacing(/(?m)^elapsed( +)\d+$/) { "elapsed\($0.1)N" }
                // The name of a video is in its bytes.
                .replacing(/"sha256" : "[0-9a-f]{64}"/, with: "\"sha256\" : \"SHA256\"")
                .replacing(/\d{4}-\d\d-\d\dT[0-9:.]+Z/, with: "TIME")
                .replacing(/"elapsed_seconds" : [0-9.]+/, with: "\"elapsed_seconds\" : N")
                .replacing(/and it is '\d+s'/, with: "and it is '0s'")
                .replacing(/\d+ min ago/, with: "1 min ago")
                // In the very millisecond in which it ended.
                .replacing("24 h left", with: "23 h left")
                .replacing(/in \d+(\.\d)? s\b/, with: "in N s")
                .replacing(/it is '\d+s'/, with: "it is 'Ns'")
                // Whether a poll meets the job while it runs is a matter of time.
                .replacing(/(?m)^[^ \n]+: running\n/, with: "")
                // So is whether a wait takes so long that its user is told what goes on.
                .replacing(/(?m)^waiting: .*\n/, with: "")
                // And whether an answer takes so long that its user is told.
                .replacing(/(?m)^warning: [^\n]*no answer to the request after [^\n]*\n/, with: "")
        }
        return ProgramRun(
            output: clean(output), errors: Self.inOrder(clean(errors)), exitCode: exitCode)
    }

    /// With the lines of standard output in the order of their letters.
    var withSortedOutput: ProgramRun {
        let lines = output.split(separator: "\n").sorted().map { $0 + "\n" }
        return ProgramRun(output: lines.joined(), errors: errors, exitCode: exitCode)
    }

    /// What is told of jobs, `cat: completed after 0:07`, in runs of such lines: by name, and each
    /// job's own lines as they came. Lines that start with a blank belong to the one before.
    private static func inOrder(_ text: String) -> String {
        var result: [String] = []
        var events: [(name: String, text: String)] = []
        func flush() {
            let sorted = events.enumerated().sorted { one, other in
                (one.element.name, one.offset) < (other.element.name, other.offset)
            }
            result += sorted.map(\.element.text)
            events = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let name = line.firstMatch(of: #/^([^ :,]+)(?: to [^:]+)?: /#)?.1,
                name != "error", name != "warning"
            {
                events.append((String(name), String(line)))
            } else if line.hasPrefix(" "), !events.isEmpty {
                events[events.count - 1].text += "\n" + line
            } else {
                flush()
                result.append(String(line))
            }
        }
        flush()
        return result.joined(separator: "\n")
    }
}
