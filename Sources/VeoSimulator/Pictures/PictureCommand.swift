import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// One run of ffmpeg: what it reads and writes, by names inside the private folder.
struct PictureCommand: Sendable {
    /// Frames a second, as in recorded videos.
    static let rate = 24
    /// Largest video, in bytes: ffmpeg stops there.
    static let sizeLimit = 8 * 1024 * 1024
    /// Largest image that is decoded, in pixels.
    static let pixelLimit = 64_000_000
    /// Most memory of a single allocation of ffmpeg, in bytes.
    static let memoryLimit = 512 * 1024 * 1024
    /// Most of what ffmpeg says about an error, in bytes.
    static let errorLimit = 16 * 1024
    static let scriptName = "card.ass"
    static let videoName = "video.mp4"
    static let posterName = "poster.jpg"

    /// An image by its name in the folder.
    struct Image: Sendable {
        let name: String
        let format: ImageFormat
    }

    let size: PictureSize
    /// Start frame and end frame.
    let images: [Image]
    let palette: PicturePalette

    /// What is wrong, in a line.
    struct Failure: Error {
        let message: String
    }

    func run(_ tool: PictureTool, in folder: PictureFolder) async throws {
        let command = arguments
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                let result = try await Subprocess.run(
                    .path(FilePath(tool.encoder)), arguments: Arguments(command),
                    environment: tool.childEnvironment, workingDirectory: FilePath(folder.path),
                    input: .none, output: .discarded, error: .string(limit: Self.errorLimit)
                ) { execution in
                    let process = id_t(execution.processIdentifier.value)
                    let which = __priority_which_t(PRIO_PROCESS.rawValue)
                    _ = setpriority(which, process, tool.niceness)
                }
                guard result.terminationStatus.isSuccess else {
                    let line = result.standardError.split(separator: "\n").last ?? "it was ended"
                    throw Failure(message: String(line.prefix(300)))
                }
            }
            group.addTask {
                try await Task.sleep(for: tool.deadline)
                throw Failure(message: "it took longer than \(tool.deadline)")
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    var arguments: [String] {
        var list = ["-nostdin", "-hide_banner", "-loglevel", "error", "-y"]
        list += ["-max_alloc", String(Self.memoryLimit)]
        list += ["-f", "lavfi", "-i", background, "-f", "lavfi", "-i", sound]
        for image in images {
            list += ["-protocol_whitelist", "file", "-max_pixels", String(Self.pixelLimit)]
            list += ["-f", image.format.demuxer, "-i", image.name]
        }
        list += ["-filter_complex", filters]
        list += ["-map", "[v]", "-map", "[a]", "-t", String(PictureCard.seconds)]
        list += ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "24", "-threads", "2"]
        list += ["-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "96k", "-ac", "2"]
        list += ["-map_metadata", "-1", "-metadata", "comment=made by the simulator of veo"]
        // The same bytes each time; and the index goes last, as in recorded videos.
        list += ["-fflags", "+bitexact", "-fs", String(Self.sizeLimit), Self.videoName]
        list += ["-map", "[p]", "-frames:v", "1", "-q:v", "5", Self.posterName]
        return list
    }

    /// Made small and enlarged: it is smooth anyway, and takes an eighth of the time.
    private var background: String {
        let (wide, high) = (size.width / 8, size.height / 8)
        let colors = palette.colors.enumerated().map { index, color in
            let digits = String(color, radix: 16)
            return "c\(index)=0x" + String(repeating: "0", count: 6 - digits.count) + digits
        }
        return "gradients=s=\(wide)x\(high):r=\(Self.rate):d=\(PictureCard.seconds)"
            + ":n=\(colors.count):\(colors.joined(separator: ":")):x0=0:y0=0:x1=\(wide):y1=\(high)"
            + ":speed=\(palette.speed):seed=\(palette.seed)"
    }

    private var sound: String {
        let swell = "(0.7+0.3*sin(2*PI*\(palette.swell)*t))"
        return "aevalsrc=0.06*sin(2*PI*\(palette.tones.low)*t)*\(swell)"
            + "+0.03*sin(2*PI*\(palette.tones.high)*t):s=48000:d=\(PictureCard.seconds)"
    }

    private var filters: String {
        var chains = ["[0:v]scale=\(size.width):\(size.height):flags=bicubic,format=yuv420p[tint]"]
        var picture = "tint"
        if !images.isEmpty {
            for index in images.indices { chains.append(moving(index)) }
            picture = "image0"
            if images.count > 1 {
                chains.append("[image0][image1]xfade=duration=2:offset=4[both]")
                picture = "both"
            }
            chains.append(
                "[\(picture)][tint]blend=all_mode=softlight:all_opacity=0.5:shortest=1[soft]")
            picture = "soft"
        }
        chains.append("[\(picture)]ass=\(Self.scriptName),split[v][one]")
        chains.append("[one]select=eq(n\\,\(Self.rate)),scale=-2:480[p]")
        chains.append("[1:a]afade=d=0.5,afade=t=out:st=\(PictureCard.seconds - 1):d=1[a]")
        return chains.joined(separator: ";")
    }

    /// An image that fills the frame and comes slowly nearer. It is enlarged by half first,
    /// because the filter moves it by whole pixels.
    private func moving(_ index: Int) -> String {
        let room = "\(size.width * 3 / 2):\(size.height * 3 / 2)"
        let frames = PictureCard.seconds * Self.rate
        return """
            [\(index + 2):v]scale=\(room):force_original_aspect_ratio=increase,crop=\(room),\
            setsar=1,format=yuv420p,zoompan=z=1+0.0007*on:x=(iw-iw/zoom)/2:y=(ih-ih/zoom)/2:\
            d=\(frames):s=\(size.width)x\(size.height):fps=\(Self.rate)[image\(index)]
            """
    }
}

extension ImageFormat {
    /// The part of ffmpeg that reads this format and no other.
    fileprivate var demuxer: String {
        switch self {
        case .jpeg: "jpeg_pipe"
        case .png: "png_pipe"
        case .webp: "webp_pipe"
        }
    }
}

extension PictureTool {
    /// All that a child sees of the environment.
    var childEnvironment: Environment {
        .custom(
            environment.reduce(into: [:]) { variables, entry in
                if let key = Environment.Key(rawValue: entry.key) { variables[key] = entry.value }
            })
    }
}
