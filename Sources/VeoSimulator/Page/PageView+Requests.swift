extension PageView {
    var requests: Markup {
        let rows: Markup =
            overview.requests.isEmpty
            ? "<p class=\"empty\">None yet.</p>"
            : "<ol class=\"requests\">\(overview.requests.map(row))</ol>"
        let older = overview.noted - overview.requests.count
        let note: Markup =
            older > 0 ? " <small>the newest; \(older) more in the journal</small>" : ""
        return "<section aria-label=\"requests\"><h2>Requests\(note)</h2>\(rows)</section>"
    }

    private func row(_ entry: JournalEntry) -> Markup {
        let step: Markup = entry.step.map { "<b>\($0.rawValue)</b> " } ?? ""
        let job: Markup = entry.job.map { "<b>\($0)</b> " } ?? ""
        return """
            <li><time>\(PageFacts.clock(entry.time))</time>\
            <span class="what" title="\(entry.method) \(entry.path)">\(step)\(job)\
            <span class="mono">\(entry.method) \(entry.path)</span></span>\
            \(status(entry))\(charge(entry))\(fault(entry))</li>
            """
    }

    private func status(_ entry: JournalEntry) -> Markup {
        guard let status = entry.status else {
            // A line that nobody asked for: a failed task gives its price back.
            if entry.charge < 0 { return "<span class=\"status good\">refund</span>" }
            return "<span class=\"status bad\">reset</span>"
        }
        return "<span class=\"status \(status < 400 ? "good" : "bad")\">\(status)</span>"
    }

    private func charge(_ entry: JournalEntry) -> Markup {
        guard entry.charge != 0 else { return "" }
        let amount = PageFacts.dollars(abs(entry.charge))
        return "<span class=\"more\">\(entry.charge > 0 ? "takes" : "gives back") \(amount)</span>"
    }

    private func fault(_ entry: JournalEntry) -> Markup {
        guard let fault = entry.fault else { return "" }
        return "<span class=\"more fault\">fault \(fault)</span>"
    }
}
