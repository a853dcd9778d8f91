import VeoClient
package import VeoLanguage

/// Where a video of a job is saved: a template whose `${job.…}` are filled for that job.
package struct PathTemplate: Sendable {
    package let template: Template

    package init(_ template: Template) { self.template = template }

    /// With the home folder in place of a leading `~`, as it is written or filled in: what comes
    /// from a job stands for itself.
    package init(expanding template: Template) throws(ValueError) {
        guard case .text(let start)? = template.segments.first,
            start.contains("/") || template.segments.count == 1
        else {
            self.template = template
            return
        }
        let rest = template.segments.dropFirst()
        self.template = Template(
            segments: [.text(try HomeFolder.expanded(start))] + rest, range: template.range)
    }

    /// A field of a job ends after this many characters of a path.
    static let fieldLimit = 80
    /// And after this many bytes of UTF-8: a file system takes 255 for a name,
    /// of which `-10000.mp4` needs some.
    static let fieldByteLimit = 240
    /// And so does each part of the whole path: `-10000`, `.json` and `.veo.part` have room behind.
    static let partByteLimit = 235
    /// The longest ending that is kept: `.mp4`.
    private static let endingByteLimit = 16

    /// The path for `job`. What comes from a job never makes a folder or leaves one.
    package func path(for job: Job) -> String {
        let path = template.filled { variable in
            guard variable.name == "job",
                let field = variable.field.flatMap(JobField.init(rawValue:))
            else { return "" }
            return Self.sanitized(JobFields.text(field, of: job))
        }
        let file = path.hasSuffix("/") ? path + Self.sanitized(job.name) + ".mp4" : path
        return template.variables.isEmpty ? file : Self.fitted(file)
    }

    /// Each part of a path that several fields made too long is cut, before the ending of the file.
    private static func fitted(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).map { part -> String in
            guard part.utf8.count > partByteLimit else { return String(part) }
            let dot = part.unicodeScalars.lastIndex(of: ".") ?? part.endIndex
            let ending = part[dot...].utf8.count <= endingByteLimit ? part[dot...] : ""
            var stem = String.UnicodeScalarView()
            var byteCount = ending.utf8.count
            for scalar in part[..<dot].unicodeScalars {
                byteCount += UTF8.width(scalar)
                guard byteCount <= partByteLimit else { break }
                stem.append(scalar)
            }
            return String(stem) + ending
        }.joined(separator: "/")
    }

    /// Whether the path of a job is known as soon as it is submitted.
    var isKnownAtSubmit: Bool {
        template.variables.allSatisfy { variable in
            guard let field = variable.field.flatMap(JobField.init(rawValue:)) else { return true }
            return [.name, .number, .model, .mode, .prompt, .created].contains(field)
        }
    }

    /// The folder that is sure before any job is known, with its `/`; empty for the current one.
    package var fixedFolder: String {
        var prefix = ""
        for segment in template.segments {
            guard case .text(let text) = segment else { break }
            prefix += text
        }
        return prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
    }

    /// How many folders may stand between that one and the video, as each job has it.
    package var openDepth: Int {
        let rest = template.segments.drop { if case .text = $0 { true } else { false } }
        return rest.reduce(0) { depth, segment in
            guard case .text(let text) = segment else { return depth }
            return depth + text.utf8.count { $0 == UInt8(ascii: "/") }
        }
    }

    /// `/` and hidden characters become `_`; a field that would be `.` or `..` does, too.
    static func sanitized(_ text: String) -> String {
        var clean = String.UnicodeScalarView()
        var byteCount = 0
        for scalar in text.prefix(fieldLimit).unicodeScalars {
            let kept = scalar == "/" || TextFilter.isHidden(scalar) ? "_" : scalar
            byteCount += UTF8.width(kept)
            if byteCount > fieldByteLimit { break }
            clean.append(kept)
        }
        let name = String(clean)
        return name == "." || name == ".." ? "_" : name
    }
}

/// The fields of a job as text.
package enum JobFields {
    package static func text(_ field: JobField, of job: Job) -> String {
        switch field {
        case .name: job.name
        case .number: "\(job.number)"
        case .id: job.serverID ?? ""
        case .model: job.model
        case .mode: job.mode.rawValue
        case .status: job.state.rawValue
        case .progress: job.percent.map { "\($0)" } ?? ""
        case .prompt: job.prompt
        case .seconds: job.seconds ?? ""
        case .size: job.size ?? ""
        case .created: Timestamp.text(milliseconds: job.createdAt)
        case .completed: job.endedAt.map(Timestamp.text(milliseconds:)) ?? ""
        case .elapsed:
            job.endedAt.flatMap { end in job.elapsed(at: end).map { "\($0 / 1000)" } } ?? ""
        case .cost: job.price == nil ? "" : job.cost.plainDescription
        case .url: job.link?.withoutQuery ?? ""
        case .file: job.file ?? ""
        case .bytes: job.byteCount.map { "\($0)" } ?? ""
        case .error: job.failure?.message ?? ""
        }
    }
}
