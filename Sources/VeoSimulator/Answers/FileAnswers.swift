import HTTPTypes

extension Answer {
    /// A video, or the part of it that `Range` asks for (RFC 9110, one range of bytes).
    init(file: String, _ video: VideoFile, request: HTTPFields) {
        let tag = "\"\(file.filter { $0 != "-" }.uppercased())\""
        var headers: HTTPFields = [
            .contentType: "video/mp4", .acceptRanges: "bytes", .eTag: tag,
        ]
        let isSame = request[.ifRange].map { $0 == tag } ?? true
        guard isSame, let text = request[.range] else {
            self.init(status: 200, headers: headers, video: video, range: 0..<video.count)
            return
        }
        switch ByteRange(text, of: video.count) {
        case .whole:
            self.init(status: 200, headers: headers, video: video, range: 0..<video.count)
        case .part(let range):
            headers[.contentRange] =
                "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(video.count)"
            self.init(status: 206, headers: headers, video: video, range: range)
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(video.count)"
            self.init(status: 416, headers: headers, video: video, range: 0..<0)
        }
    }

    /// What the store behind the links says about a video that is not there: XML.
    static let noSuchFile = Answer(
        status: 404, type: "application/xml",
        text: """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error>
              <Code>NoSuchKey</Code>
              <Message>The specified key does not exist.</Message>
            </Error>

            """)

    /// What it says about a link that is too old.
    static let expiredLink = Answer(
        status: 403, type: "application/xml",
        text: """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error>
              <Code>AccessDenied</Code>
              <Message>Request has expired.</Message>
            </Error>

            """)
}

/// What a `Range` header means for a file of known length.
enum ByteRange: Equatable {
    /// No range that is understood: the header is ignored.
    case whole
    case part(Range<Int>)
    case unsatisfiable

    init(_ text: String, of length: Int) {
        self = .whole
        guard text.hasPrefix("bytes="), !text.contains(",") else { return }
        let ends = text.dropFirst("bytes=".count)
            .split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2 else { return }
        switch (Int(ends[0]), Int(ends[1])) {
        case (let first?, let last?) where first <= last:
            self = first < length ? .part(first..<min(last, length - 1) + 1) : .unsatisfiable
        case (let first?, nil) where ends[1].isEmpty:
            self = first < length ? .part(first..<length) : .unsatisfiable
        case (nil, let suffix?) where ends[0].isEmpty:
            self = suffix > 0 ? .part(max(0, length - suffix)..<length) : .unsatisfiable
        default: break
        }
    }
}
