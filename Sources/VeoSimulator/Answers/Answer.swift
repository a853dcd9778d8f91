import HTTPTypes
import NIOCore

/// An answer before a fault touches it: a head, and a body in pieces.
struct Answer: Sendable {
    /// A part of the body, made when it is sent.
    struct Piece: Sendable {
        /// Simulated instant before which it is not sent.
        var time = Duration.zero
        let length: Int
        let bytes: @Sendable () -> ByteBuffer
    }

    var status: Int
    var headers: HTTPFields
    var pieces: [Piece]
    /// Whether the body goes out bit by bit, without a length.
    var isStream = false
    /// Number of the job, for the journal.
    var job: Int?
    /// The job that was made for this request, for the journal.
    var made: Job?
    /// What the texts of fault rules may name.
    var facts = FaultFacts()
    /// Whether the body is a file, in which such a text has its place already.
    var isFile = false

    /// The whole body.
    var text: String { pieces.map { String(buffer: $0.bytes()) }.joined() }

    var length: Int { pieces.reduce(0) { $0 + $1.length } }

    init(status: Int, type: String, text: String) {
        self.status = status
        headers = [.contentType: type]
        pieces = [Piece(text)]
    }

    init(status: Int = 200, _ json: JSON) {
        self.init(status: status, type: "application/json; charset=utf-8", text: json.text)
    }

    /// Server-sent events.
    init(events: [Piece]) {
        status = 200
        headers = [.contentType: "text/event-stream", .cacheControl: "no-cache"]
        headers.append(contentsOf: HTTPFields([("X-Accel-Buffering", "no")]))
        pieces = events
        isStream = true
    }

    /// Bytes of a video.
    init(status: Int, headers: HTTPFields, video: VideoFile, range: Range<Int>) {
        self.status = status
        self.headers = headers
        isFile = true
        let size = video.pieceSize
        pieces = stride(from: range.lowerBound, to: range.upperBound, by: size).map {
            let part = $0..<min($0 + size, range.upperBound)
            return Piece(length: part.count) { video.bytes(part) }
        }
    }

    /// Ties the answer to a job.
    func about(_ job: Job, _ facts: FaultFacts) -> Answer {
        var answer = self
        answer.job = job.number
        answer.facts = facts
        return answer
    }

    /// Ties the answer to the job that was made for it and is paid by it.
    func making(_ job: Job, _ facts: FaultFacts) -> Answer {
        var answer = about(job, facts)
        answer.made = job
        return answer
    }
}

extension Answer.Piece {
    init(_ text: String, at time: Duration = .zero) {
        self.init(time: time, length: text.utf8.count) { ByteBuffer(string: text) }
    }
}
