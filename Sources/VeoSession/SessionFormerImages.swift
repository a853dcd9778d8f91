import VeoClient
import VeoLanguage

/// The images of a job that is sent again: the bytes of then, or none.
extension Session {
    func images(of job: Job) async throws(RunFailure) -> [ImageInput] {
        guard let frames = job.frames else { return try await images(ofOldRow: job) }
        var images: [ImageInput] = []
        for frame in frames {
            switch frame {
            case .url(let url): images.append(.url(url))
            case .file(let path, let sha256):
                images.append(.file(try await former(path, sha256, of: job)))
            }
        }
        return images
    }

    private func former(
        _ path: String, _ sha256: String, of job: Job
    ) async throws(RunFailure) -> ImageFile {
        if let kept = await spool.kept(sha256, named: path) { return kept }
        let found: ImageFile
        do { found = try await spool.freeze(path) } catch {
            throw RunFailure(
                "the image of '\(job.name)' cannot be sent again: \(error.message)",
                help: [Self.advice(path, sha256)], exitCode: .script)
        }
        guard found.sha256 == sha256 else {
            throw RunFailure(
                "the image of '\(job.name)' has changed: \(TextFilter.visible(path)) is another "
                    + "image now than the one that was sent",
                help: [Self.advice(path, sha256)], exitCode: .script)
        }
        return found
    }

    private static func advice(_ path: String, _ sha256: String) -> String {
        "nothing was sent; put the image of then back (its SHA-256 begins with "
            + "\(sha256.prefix(12))), or choose one with `image` and make a new job with `submit`"
    }

    /// A row of an earlier version has no hash of each image, but one of the whole request.
    private func images(ofOldRow job: Job) async throws(RunFailure) -> [ImageInput] {
        var images: [ImageInput] = []
        for name in job.imageNames {
            switch ImageInput(unread: name) {
            case .url(let url): images.append(.url(url))
            case .file: images.append(.file(try await spool.freeze(name)))
            }
        }
        let request = GenerationRequest(
            model: job.model, prompt: job.prompt, images: images, mode: RequestMode(job.mode))
        let forms = RequestForms(request, formerAt: [job.baseURL])
        guard images.isEmpty || forms.all.contains(job.requestHash)
        else {
            throw RunFailure(
                "the images of '\(job.name)' are not those that were sent: "
                    + job.shownImages.map { TextFilter.visible($0) }.joined(separator: ", "),
                help: [
                    "nothing was sent; choose images with `image` and make a new job with `submit`"
                ], exitCode: .script)
        }
        return images
    }
}
