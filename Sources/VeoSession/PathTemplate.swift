import VeoClient
package import VeoLanguage

/// Where a video of a job is saved: a template whose `${job.…}` are filled for that job.
package struct PathTemplate: Sendable {
    package let template: Template

    package init(_ template: Template) { self.template = template }

    /// A field of a job ends after this many characters of a path.
    static let fieldLimit = 80

    /// The path for `job`. What comes from a job never makes a folder or leaves one.
    package func path(for job: Job) -> String {
        let path = template.filled { variable in
            guard variable.name == "job", let field = variable.field.flatMap(JobField.init(rawValue:))
            else { return "" }
            return Self.sanitized(JobFields.text(field, of: job))
        }
        return path.hasSuffix("/") ? path + Self.sanitized(job.name) + ".mp4" : path
    }

    /// The folder that is sure before any job is known; `nil` where it depends on the job.
    package var fixedFolder: String? {
        var prefix = ""
        for segment in template.segments {
            guard case .text(let text) = segment else { break }
            prefix += text
        }
        guard let slash = prefix.lastIndex(of: "/") else { return nil }
        return String(prefix[...slash])
    }

    /// `/` and control characters become `_`; a field that would be `.` or `..` does, too.
    static func sanitized(_ text: String) -> String {
        let cut = String(text.prefix(fieldLimit))
        let clean = String(
            String.UnicodeScalarView(
                cut.unicodeScalars.map { scalar in
                    let isControl = scalar.properties.generalCategory == .control
                        || scalar.properties.generalCategory == .format
                        || scalar.properties.generalCategory == .lineSeparator
                        || scalar.properties.generalCategory == .paragraphSeparator
                    return isControl || scalar == "/" ? "_" : scalar
                }))
        return clean == "." || clean == ".." ? "_" : clean
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
        case .progress: job.progress.map { "\(Int($0))" } ?? ""
        case .prompt: job.prompt
        case .seconds: job.seconds ?? ""
        case .size: job.size ?? ""
        case .created: Timestamp.text(milliseconds: job.createdAt)
        case .completed: job.endedAt.map(Timestamp.text(milliseconds:)) ?? ""
        case .elapsed:
            job.endedAt.flatMap { end in job.elapsed(at: end).map { "\($0 / 1000)" } } ?? ""
        case .cost: job.cost.plainDescription
        case .url: job.link?.withoutQuery ?? ""
        case .file: job.file ?? ""
        case .bytes: job.byteCount.map { "\($0)" } ?? ""
        case .error: job.failure?.message ?? ""
        }
    }
}
