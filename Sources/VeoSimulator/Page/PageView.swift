/// The page as HTML: what the simulator is, the account, the jobs and the requests.
struct PageView: Sendable {
    let facts: PageFacts
    let overview: Overview
    /// Scheme, host and port, as in `http://127.0.0.1:8080`.
    let origin: String
    /// Whether videos are drawn, and why the last one could not be.
    let pictures: PictureState
    /// What there is of each finished video, by its name.
    let looks: [String: PictureStudio.Look]

    enum PictureState: Sendable {
        case off
        case on
        case failing(String)
    }

    static let stylePath = "/simulator/page.css"
    static let scriptPath = "/simulator/page.js"
    /// Seconds between two looks of a browser that runs no script.
    private static let reloadTime = 5

    var document: Markup {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>veo simulator</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="\(Self.stylePath)">
        <script src="\(Self.scriptPath)" defer></script>
        <noscript><meta http-equiv="refresh" content="\(Self.reloadTime)"></noscript>
        </head>
        <body>
        <main>
        <p class="ended" role="status">The simulator has ended, or does not answer. This is what was \
        seen last.</p>
        \(top)
        \(ledger)
        <div class="columns">
        \(jobs)
        \(requests)
        </div>
        \(examples)
        </main>
        </body>
        </html>

        """
    }

    private var top: Markup {
        var items: [Markup] = [
            "<li><span class=\"beat\"></span><b>\(origin)/v1</b></li>",
            "<li>profile <b>\(facts.profile)</b></li>",
            "<li>speed <b>×\(speed)</b></li>",
            "<li>seed <b>\(String(facts.seed))</b></li>",
        ]
        switch pictures {
        case .off: items.append("<li>pictures <b>off</b></li>")
        case .on: items.append("<li>pictures <b>on</b></li>")
        case .failing(let why): items.append("<li class=\"warn\">pictures <b>\(why)</b></li>")
        }
        items += facts.faults.map { "<li class=\"warn\">fault <b>\($0)</b></li>" }
        return """
            <div class="top"><div>
            <h1><b>veo</b> simulator</h1>
            <p>A gateway on this machine: it answers as the real one does, and costs nothing.</p>
            </div><ul class="facts">\(items)</ul></div>
            """
    }

    private var speed: String {
        facts.speed == facts.speed.rounded() && facts.speed < 1e9
            ? String(Int(clamping: facts.speed)) : String(facts.speed)
    }

    private var ledger: Markup {
        let ledger = overview.ledger
        let running = overview.jobs.count { !$0.isOver(at: overview.now) }
        let tiles: [(String, Markup)] = [
            ("jobs", "\(overview.made) <small>\(running) running</small>"),
            ("paid", "\(PageFacts.dollars(ledger.charged))"),
            ("held for running jobs", "\(PageFacts.dollars(ledger.held))"),
            ("given back for failures", "\(PageFacts.dollars(ledger.released))"),
            ("balance", "\(PageFacts.dollars(ledger.available))"),
        ]
        let items: [Markup] = tiles.map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>" }
        return "<dl class=\"ledger\">\(items)</dl>"
    }
}

extension Job {
    func isOver(at now: Duration) -> Bool {
        switch state(at: now) {
        case .queued, .running: false
        case .completed, .failed, .expired: true
        }
    }
}
