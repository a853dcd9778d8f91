import FoundationEssentials
import NIOCore
import NIOPosix

/// Draws a video of its own for each job, one after the other, while the job runs.
///
/// A video that is asked for before it is drawn is the clip from then on, so that its length, its
/// tag and its ranges never change.
actor PictureStudio {
    /// Most videos that wait to be drawn; a job beyond has the clip.
    static let waitingLimit = 100
    /// Most bytes of images that wait with them; a job beyond has the clip.
    static let imageLimit = 64 * 1024 * 1024
    /// Most bytes of drawn videos on disk; when they are reached, what is older than 24 simulated
    /// hours goes, and if nothing is, new jobs have the clip.
    static let diskLimit = 256 * 1024 * 1024
    /// How often in a row ffmpeg may fail before it is left alone.
    static let failureLimit = 3

    /// A drawn video and a still of it.
    struct Picture: Sendable {
        let video: Data
        let poster: Data
        /// Name on disk, without extension.
        let number: Int
        let expires: Duration

        var size: Int { video.count + poster.count }
    }

    private enum State {
        case waiting
        case drawn(Picture)
    }

    private struct Item {
        let name: String
        let card: PictureCard
        let images: [ByteBuffer]
        let ends: Duration
        let expires: Duration
    }

    private let tool: PictureTool
    private let folder: PictureFolder
    private let time: SimulatedTime
    /// By the name of the video; a name that is not here has the clip.
    private var states: [String: State] = [:]
    private var queue: [Item] = []
    private var imageBytes = 0
    private var diskBytes = 0
    private var made = 0
    private var failures = 0
    /// Why the last video could not be drawn.
    private(set) var failure: String?
    private var isDrawing = false
    private var idlers: [CheckedContinuation<Void, Never>] = []
    private let wake: AsyncStream<Void>.Continuation
    private let wakes: AsyncStream<Void>

    /// Runs `body` with a studio that draws until `body` ends; then its folder goes.
    static func with<R: Sendable>(
        _ tool: PictureTool?, time: SimulatedTime,
        _ body: (PictureStudio?) async throws -> R
    ) async throws -> R {
        guard let tool else { return try await body(nil) }
        let folder = try PictureFolder(in: tool.temporaryFolder)
        defer { folder.removeAll() }
        let studio = PictureStudio(tool, folder: folder, time: time)
        let drawing = Task { await studio.run() }
        let result: Result<R, any Error>
        do { result = .success(try await body(studio)) } catch { result = .failure(error) }
        drawing.cancel()
        await drawing.value
        return try result.get()
    }

    private init(_ tool: PictureTool, folder: PictureFolder, time: SimulatedTime) {
        self.tool = tool
        self.folder = folder
        self.time = time
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes the videos of a new job, if there is room for them.
    func draw(_ job: Job, _ order: VideoOrder) {
        guard failures < Self.failureLimit, job.failure == nil else { return }
        let bytes = order.images.reduce(0) { $0 + $1.readableBytes }
        for (index, name) in job.files.enumerated() {
            guard queue.count < Self.waitingLimit, imageBytes + bytes <= Self.imageLimit
            else { return }
            let card = PictureCard(
                job: job.number, index: index + 1, count: job.files.count,
                model: job.model.rawValue, prompt: order.prompt,
                size: PictureSize(width: job.width, height: job.height),
                hasImage: !order.images.isEmpty, palette: PicturePalette(name: name))
            // Copies: a slice would keep the whole request in memory.
            let images = order.images.map { ByteBuffer(bytes: $0.readableBytesView) }
            imageBytes += bytes
            queue.append(
                Item(
                    name: name, card: card, images: images, ends: job.end,
                    expires: job.created + Job.lifetime))
            states[name] = .waiting
        }
        wake.yield()
    }

    /// The video of this name if it is drawn; else nil, and it is the clip for good.
    func claim(_ name: String) -> VideoFile? {
        switch states[name] {
        case .drawn(let picture)?: return VideoFile(named: name, of: .drawn(picture.video))
        case .waiting?:
            forget(name)
            return nil
        case nil: return nil
        }
    }

    /// What there is of a video now, without a claim to it.
    func look(at name: String) -> Look {
        switch states[name] {
        case .drawn(let picture)?:
            .drawn(
                video: VideoFile(named: name, of: .drawn(picture.video)), poster: picture.poster)
        case .waiting?: .waiting
        case nil: .clip
        }
    }

    enum Look: Sendable {
        case clip
        case waiting
        case drawn(video: VideoFile, poster: Data)
    }

    /// Returns when nothing waits and nothing is being drawn.
    func idle() async {
        guard isDrawing || !queue.isEmpty else { return }
        await withCheckedContinuation { idlers.append($0) }
    }

    private func forget(_ name: String) {
        states[name] = nil
        guard let place = queue.firstIndex(where: { $0.name == name }) else { return }
        release(queue.remove(at: place))
    }

    private func release(_ item: Item) {
        imageBytes -= item.images.reduce(0) { $0 + $1.readableBytes }
    }

    private func run() async {
        let coverage = await FontCoverage.ask(tool)
        for await _ in wakes {
            while !Task.isCancelled, !queue.isEmpty {
                let item = takeNext()
                isDrawing = true
                await make(item, coverage)
                isDrawing = false
                release(item)
            }
            for idler in idlers { idler.resume() }
            idlers = []
        }
        for idler in idlers { idler.resume() }
    }

    /// The one whose job ends first: it is asked for first.
    private func takeNext() -> Item {
        let next = queue.indices.min { queue[$0].ends < queue[$1].ends } ?? queue.startIndex
        return queue.remove(at: next)
    }

    private func make(_ item: Item, _ coverage: FontCoverage?) async {
        guard makeRoom(), failures < Self.failureLimit else { return forget(item.name) }
        made += 1
        do {
            let picture = try await picture(of: item, number: made, coverage)
            failures = 0
            failure = nil
            // Somebody who was given the clip meanwhile keeps it.
            guard states[item.name] != nil else { return remove(picture) }
            diskBytes += picture.size
            states[item.name] = .drawn(picture)
        } catch {
            states[item.name] = nil
            guard !Task.isCancelled else { return }
            failures += 1
            failure = (error as? PictureCommand.Failure)?.message ?? "\(error)"
        }
    }

    private func picture(
        of item: Item, number: Int, _ coverage: FontCoverage?
    ) async throws -> Picture {
        let folder = folder
        let images = item.images.enumerated().compactMap { index, bytes in
            ImageFormat(firstBytes: bytes.readableBytesView)
                .map { PictureCommand.Image(name: "image\(index)", format: $0) }
        }
        try await NIOThreadPool.singleton.runIfActive {
            let script = item.card.script(coverage: coverage)
            try folder.write(script.utf8, to: PictureCommand.scriptName)
            for (image, bytes) in zip(images, item.images) {
                try folder.write(bytes.readableBytesView, to: image.name)
            }
        }
        let command = PictureCommand(
            size: item.card.size, images: images, palette: item.card.palette)
        try await command.run(tool, in: folder)
        return try await NIOThreadPool.singleton.runIfActive {
            for image in images { folder.remove(image.name) }
            let names = (video: "\(number).mp4", poster: "\(number).jpg")
            try folder.rename(PictureCommand.videoName, to: names.video)
            try folder.rename(PictureCommand.posterName, to: names.poster)
            guard let video = folder.map(names.video), !video.isEmpty,
                let poster = folder.map(names.poster)
            else { throw PictureCommand.Failure(message: "it wrote no video") }
            return Picture(video: video, poster: poster, number: number, expires: item.expires)
        }
    }

    /// Whether one more video fits; removes what nobody can ask for any more.
    private func makeRoom() -> Bool {
        if diskBytes + PictureCommand.sizeLimit > Self.diskLimit {
            let now = time.now()
            for (name, state) in states {
                guard case .drawn(let picture) = state, picture.expires <= now else { continue }
                states[name] = nil
                diskBytes -= picture.size
                remove(picture)
            }
        }
        return diskBytes + PictureCommand.sizeLimit <= Self.diskLimit
    }

    private func remove(_ picture: Picture) {
        folder.remove("\(picture.number).mp4")
        folder.remove("\(picture.number).jpg")
    }
}
