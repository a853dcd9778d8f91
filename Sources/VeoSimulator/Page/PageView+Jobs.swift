extension PageView {
    /// Most characters of a prompt on the page.
    static let promptLimit = 600

    var jobs: Markup {
        guard !overview.jobs.isEmpty else {
            return """
                <section aria-label="jobs"><h2>Jobs</h2><p class="empty"><b>No jobs yet</b>\
                Send one with a line from below, or point any client at this address.</p></section>
                """
        }
        let older = overview.made - overview.jobs.count
        let note: Markup = older > 0 ? " <small>the newest; \(older) more</small>" : ""
        return """
            <section aria-label="jobs"><h2>Jobs\(note)</h2>
            <div class="jobs">\(overview.jobs.map(card))</div></section>
            """
    }

    private func card(_ job: Job) -> Markup {
        let state = job.state(at: overview.now)
        return """
            <article class="job \(state.word)" id="job-\(job.number)">
            <header><b>\(job.number)</b><span class="model">\(job.model.rawValue)</span>\
            <span class="badge">\(state.word)</span></header>
            \(media(of: job, state))
            <p class="prompt" dir="auto">\(shown(job.prompt))</p>
            \(progress(of: job, state))
            <footer><b>\(PageFacts.dollars(job.price))</b><span>\(job.isAsync ? "async" : "sync")</span>\
            <span>\(times(of: job, state))</span></footer>
            </article>
            """
    }

    private func shown(_ prompt: String) -> String {
        let start = prompt.prefix(Self.promptLimit)
        return start.endIndex == prompt.endIndex ? prompt : start + "…"
    }

    private func media(of job: Job, _ state: Job.State) -> Markup {
        switch state {
        case .completed:
            return "<div class=\"media\">\(job.files.map { player($0, of: job) })</div>"
        case .queued, .running, .failed, .expired: return ""
        }
    }

    private func player(_ name: String, of job: Job) -> Markup {
        let path = PageRoute.folder + name
        // An id makes a player of its own of each state: one that has begun is never touched.
        switch looks[name] ?? .clip {
        case .waiting: return "<span id=\"wait-\(name)\">drawing the video …</span>"
        case .clip:
            return """
                <video id="clip-\(name)" controls playsinline preload="metadata" \
                src="\(path).mp4#t=1"></video>
                """
        case .drawn:
            return """
                <video id="video-\(name)" controls playsinline preload="none" \
                poster="\(path).jpg" src="\(path).mp4"></video>
                """
        }
    }

    private func progress(of job: Job, _ state: Job.State) -> Markup {
        switch state {
        case .queued: return bar(0)
        case .running(let percent): return bar(percent)
        case .completed: return ""
        case .failed(let form):
            let why =
                form.message.isEmpty ? "it failed, and the gateway does not say why" : form.message
            return "<p class=\"why\">\(why)</p>"
        case .expired: return "<p class=\"why\">older than 24 hours: it is gone</p>"
        }
    }

    private func bar(_ percent: Int) -> Markup {
        """
        <div class="bar"><progress max="100" value="\(percent)">\(percent) %</progress>\
        <span>\(percent) %</span></div>
        """
    }

    private func times(of job: Job, _ state: Job.State) -> Markup {
        switch state {
        case .queued, .running:
            return """
                \(PageFacts.clock(overview.now - job.created)) of \
                \(PageFacts.clock(job.plan.total)) simulated
                """
        case .completed, .failed, .expired:
            return "took \(PageFacts.clock(job.plan.total)) simulated"
        }
    }
}

extension Job.State {
    /// One word for people, also the name of its colour.
    var word: String {
        switch self {
        case .queued: "queued"
        case .running: "running"
        case .completed: "completed"
        case .failed: "failed"
        case .expired: "expired"
        }
    }
}
