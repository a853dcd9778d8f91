/// A request as a command line for `curl`, to paste into a shell: the key stands in it as
/// `$VEO_API_KEY`, images as the files that the user named.
package enum CurlCommand {
    package static func text(_ request: GenerationRequest, baseURL: BaseURL) -> String {
        let outgoing: OutgoingRequest =
            switch request.mode {
            case .async: .create(request, baseURL: baseURL, boundary: "")
            case .sync: .chat(request, baseURL: baseURL)
            }
        // A stream is shown as it comes.
        let curl = request.mode == .sync ? "curl -N" : "curl"
        let start = [
            "\(curl) \(ShellWord.quoted(outgoing.url))",
            "-H \"Authorization: Bearer $VEO_API_KEY\"",
        ]
        let files = request.images.compactMap { image in
            if case .file(let file) = image { file } else { nil }
        }
        if request.mode == .async && !files.isEmpty {
            return joined(start + form(request, files))
        }
        let body = outgoing.body ?? RequestBody(contentType: "application/json")
        let type = "-H \(ShellWord.quoted("Content-Type: \(body.contentType)"))"
        guard !files.isEmpty else {
            return joined(start + [type, "--data-raw \(ShellWord.quoted(body.preview))"])
        }
        // Base64 of megabytes is no line to paste: the shell makes it from the file.
        return joined(start + [type, "--data-binary @- <<JSON"]) + "\n\(hereDocument(body))\nJSON"
    }

    /// The line that gives a shell the key of the simulator inside this program. Never for the
    /// key of a gateway.
    package static func export(simulatorKey: APIKey) -> String {
        "export VEO_API_KEY=\(ShellWord.quoted(simulatorKey.secret))"
    }

    /// `multipart/form-data`, which curl makes itself. `--form-string` takes its value as it is,
    /// while `-F` would understand a leading `@` and a `;`.
    private static func form(_ request: GenerationRequest, _ files: [ImageFile]) -> [String] {
        [
            "--form-string \(ShellWord.quoted("model=\(request.model)"))",
            "--form-string \(ShellWord.quoted("prompt=\(request.prompt)"))",
        ]
            + files.map { file in
                let path = escaped(file.path, ["\\", "\""])
                let field = "input_reference=@\"\(path)\";type=\(file.mimeType)"
                return "-F \(ShellWord.quoted(field))"
            }
    }

    private static func joined(_ arguments: [String]) -> String {
        arguments.joined(separator: " \\\n  ")
    }

    /// In a here-document without quotes `\`, `$` and the backtick have a meaning.
    private static func hereDocument(_ body: RequestBody) -> String {
        body.pieces.map { piece in
            switch piece {
            case .bytes(let bytes):
                escaped(String(decoding: bytes, as: UTF8.self), ["\\", "$", "`"])
            case .file(let file), .base64(let file): "$(base64 -w0 \(ShellWord.quoted(file.path)))"
            }
        }.joined()
    }

    /// With a backslash before each of some signs, whatever marks stand behind one.
    private static func escaped(_ text: String, _ signs: Set<Unicode.Scalar>) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if signs.contains(scalar) { result.append("\\") }
            result.append(scalar)
        }
        return String(result)
    }
}

extension ImageFile {
    /// The same content at the place where the user has it.
    package func at(_ path: String) -> ImageFile {
        ImageFile(
            path: path, name: name, mimeType: mimeType, byteCount: byteCount, sha256: sha256)
    }
}
