/// The search for one video: the addresses where it may be, in turn.
struct VideoSearch {
    let client: GatewayClient
    let source: VideoSource
    let partPath: String
    let doubtfulPath: String?
    let onProgress: @Sendable (DownloadProgress) -> Void

    /// How the addresses of one round failed.
    private var failures: [ClientError] = []
    /// Where a doubtful video is kept.
    private var kept: String?

    init(
        client: GatewayClient, source: VideoSource, partPath: String, doubtfulPath: String?,
        onProgress: @escaping @Sendable (DownloadProgress) -> Void
    ) {
        self.client = client
        self.source = source
        self.partPath = partPath
        self.doubtfulPath = doubtfulPath
        self.onProgress = onProgress
    }

    /// Asks every address, and once more after a pause while the file may still come.
    mutating func run(isFresh: Bool) async throws(ClientError) -> DownloadedPart {
        let policy = client.configuration.retry
        var round = 1
        while true {
            failures = []
            if let part = try await askAll() {
                if let first = failures.first {
                    client.notify(.healed(reason: first.message))
                }
                return part
            }
            let mayCome =
                failures.contains { $0.code == .notReady }
                || isFresh && failures.allSatisfy(\.mayBeEarly)
            guard mayCome, kept == nil, round < policy.notReadyTries else { throw failure() }
            if round == 1, let first = failures.first {
                client.notify(
                    .late(reason: first.message, triesLeft: policy.notReadyTries - round))
            }
            try await client.sleep(
                policy.notReadyPause(
                    afterRound: round, retryAfter: failures.lazy.compactMap(\.retryAfter).first),
                step: .download, delivery: .notApplicable)
            round += 1
        }
    }

    /// The links of the answer; those that the gateway names now, by one poll; and the gateway
    /// itself.
    private mutating func askAll() async throws(ClientError) -> DownloadedPart? {
        var asked: Set<String> = []
        for link in source.links where asked.insert(link.url).inserted {
            if let part = try await ask(link.url) { return part }
        }
        guard let id = source.id else { return nil }
        let content = client.contentURL(id)
        if !source.links.isEmpty, !asked.contains(content) {
            for fresh in await client.freshLinks(of: id).map(\.url)
            where fresh != content && asked.insert(fresh).inserted {
                if let part = try await ask(fresh) { return part }
            }
        }
        return asked.contains(content) ? nil : try await ask(content)
    }

    /// Fetches from one address; nil when another one may have the video.
    private mutating func ask(_ address: String) async throws(ClientError) -> DownloadedPart? {
        let file: PartFile
        do { file = try await PartFile.open(path: partPath, goingOnFrom: address) } catch {
            throw client.clientError(for: error, step: .download, sending: nil)
        }
        let failure: ClientError
        do {
            let (client, onProgress) = (client, onProgress)
            return try await client.retrying(.download) { () async throws(ClientError) in
                try await client.fetchOnce(address, file, onProgress)
            }
        } catch {
            failure = error
        }
        try await setAside(file, after: failure)
        guard failure.leavesOtherSources else { throw failure }
        failures.append(failure)
        return nil
    }

    /// Keeps what may be the video under another name; the file is gone under its own.
    private mutating func setAside(
        _ file: PartFile, after failure: ClientError
    ) async throws(ClientError) {
        guard let doubtfulPath, kept == nil, failure.leavesOtherSources,
            file.mayBeVideo(endedWell: [.truncated, .notAVideo].contains(failure.code))
        else {
            file.remove()
            return
        }
        do {
            let part = try await file.finish()
            kept = try await part.keep(as: doubtfulPath)
        } catch {
            file.remove()
            throw client.clientError(for: error, step: .download, sending: nil)
        }
    }

    /// The first failure, with what the gateway itself said, and the name of what is kept.
    private func failure() -> ClientError {
        guard var failure = failures.first else {
            return ClientError(
                code: .notFound, step: .download, message: "the answer names no video")
        }
        if failures.count > 1, let last = failures.last, last.message != failure.message,
            source.id != nil
        {
            failure.message +=
                "; asked itself, the gateway has no video either: " + last.message
        }
        if let kept {
            failure.message +=
                "; what came is kept as '\(TextFilter.visible(kept, limit: 300))'"
            failure.advice = "look whether it plays; \(failure.advice)"
        }
        return failure
    }
}

extension ClientError {
    /// Whether the file of a job that was just completed may come yet.
    fileprivate var mayBeEarly: Bool {
        switch code {
        case .notFound: httpStatus != 410
        case .forbidden, .notReady: true
        default: false
        }
    }

    /// Whether the video may be had from another address.
    fileprivate var leavesOtherSources: Bool {
        switch code {
        case .invalidKey, .paymentRequired, .forbidden, .notFound, .refused, .rateLimited,
            .serverError, .badAnswer, .connection, .timeout, .certificate, .setting,
            .outcomeUnknown, .notReady, .notAVideo, .truncated:
            true
        case .generationFailed, .tooLarge, .file, .targetExists, .cancelled: false
        }
    }
}

extension DownloadedPart {
    /// How many numbers are tried for the name of a doubtful video.
    private static let numberLimit = 1_000

    /// Gives the part a name that is free: this one, or one with a number. A file that holds the
    /// same bytes already does as well. Returns the name.
    fileprivate func keep(as path: String) async throws -> String {
        var number = 1
        var name = path
        while true {
            if hasLength(of: name), try await isSame(as: name) {
                discard()
                return name
            }
            do {
                try commit(to: name, replacing: false)
                return name
            } catch {
                guard error.code == .targetExists, number < Self.numberLimit else { throw error }
                number += 1
                name = PartName.numbered(path, number)
            }
        }
    }
}
