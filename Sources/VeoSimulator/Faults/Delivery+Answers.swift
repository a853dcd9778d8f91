import FoundationEssentials
import Glibc
import HTTPTypes
import NIOCore

extension Answer {
    var isVideo: Bool { headers[.contentType] == "video/mp4" }

    /// Another answer about the same job.
    fileprivate func replaced(by other: Answer) -> Answer {
        var answer = other
        answer.job = job
        answer.made = made
        answer.facts = facts
        return answer
    }

    /// The text in place of the body, once that would be there.
    fileprivate mutating func say(_ template: FaultTemplate) {
        let body = pieces.reduce(into: ByteBuffer()) { $0.writeImmutableBuffer($1.bytes()) }
        let facts = facts
        let bytes = template.bytes { facts.value($0, body: body) }
        let time = pieces.last?.time ?? .zero
        pieces = [Piece(time: time, length: bytes.readableBytes) { bytes }]
    }
}

/// What a fault makes of an answer before it is sent.
extension Delivery {
    /// What a video that is too large announces, in bytes: ten gigabytes.
    static let hugeVideoLength = 10_000_000_000
    /// The text of JSON that is too large, in bytes.
    private static let hugeLength = 2_000_000
    /// The levels of JSON that is too deep.
    private static let depth = 10_000
    /// The header fields of an answer that has too many, and the bytes of each.
    private static let headerCount = 100
    private static let headerLength = 1_000

    /// The kinds change it one after the other.
    func faulted(_ answer: Answer) -> Answer {
        faults.kinds.reduce(answer) { changed($0, by: $1) }
    }

    private func changed(_ answer: Answer, by kind: FaultRule.Kind) -> Answer {
        var answer = answer
        switch kind {
        case .status(let refusal) where refusal.status >= 400: return refused(refusal, answer)
        case .status(let refusal): answer.status = refusal.status
        case .redirect(let target):
            answer = answer.replaced(by: Answer(status: 302, type: "text/plain", text: ""))
            answer.headers[.location] = location(of: target, answer)
        case .expired, .signed: answer = answer.replaced(by: .expiredLink)
        case .pollAfter(let pause):
            Self.set(
                "openai-poll-after-ms", String(Int(clamping: pause / .milliseconds(1))), in: &answer
            )
        case .header(let name, let value):
            let text = value.text { answer.facts.word($0) }
            Self.set(name, text.isEmpty ? nil : text, in: &answer)
        case .hugeHeader:
            for number in 1...Self.headerCount {
                let value = String(repeating: "x", count: Self.headerLength)
                Self.set("x-padding-\(number)", value, in: &answer)
            }
        case .range(.wrong) where answer.status == 206:
            answer.headers[.contentRange] = "bytes 0-\(answer.length - 1)/\(answer.length)"
        case .tag(.changed): answer.headers[.eTag] = "\"\(UUID().uuidString)\""
        case .tag(.weak): answer.headers[.eTag] = answer.headers[.eTag].map { "W/" + $0 }
        case .tag(.none): answer.headers[.eTag] = nil
        case .body(let body): replace(body, in: &answer)
        case .answer(let text) where !answer.isFile: answer.say(text)
        case .encoding(let encoding): answer.pack(encoding)
        case .clock(.offset(let offset)):
            let seconds = Int(offset.components.seconds)
            answer.headers[.date] = Self.httpDate(secondsAhead: seconds)
        default: break
        }
        return answer
    }

    private func refused(_ refusal: FaultRule.Refusal, _ answer: Answer) -> Answer {
        var answer = answer.replaced(by: refuse(.forced(refusal.status, code: refusal.code)))
        answer.status = refusal.status
        switch refusal.wish {
        case nil: break
        case .seconds(let seconds)?: answer.headers[.retryAfter] = String(seconds)
        case .date(let seconds)?: answer.headers[.retryAfter] = Self.httpDate(secondsAhead: seconds)
        case .milliseconds(let number)?: Self.set("retry-after-ms", String(number), in: &answer)
        }
        return answer
    }

    /// The date of RFC 9110 section 5.6.7, by the clock of this machine.
    private static func httpDate(secondsAhead seconds: Int) -> String {
        var instant = time_t(SimulatedTime.machineUnixTime + seconds)
        var parts = tm()
        gmtime_r(&instant, &parts)
        var text = [CChar](repeating: 0, count: 64)
        let count = strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
        return String(decoding: text[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private func location(of target: FaultRule.Target, _ answer: Answer) -> String {
        switch target {
        case .address(let address): return address.text(answer.facts.word)
        case .loop: return self.target
        case .otherHost:
            let port = channel.localAddress?.port ?? 0
            return "http://\(FaultRule.Circumstances.otherHost):\(port)\(self.target)"
        }
    }

    private static func set(_ name: String, _ value: String?, in answer: inout Answer) {
        if let name = HTTPField.Name(name) { answer.headers[name] = value }
    }

    // MARK: Bodies

    private func replace(_ body: FaultRule.Body, in answer: inout Answer) {
        switch body {
        case .html:
            say(
                "<!doctype html><html><head><title>Gateway</title></head>"
                    + "<body>It works.</body></html>\n", type: "text/html; charset=utf-8",
                in: &answer)
        case .json:
            let error = refuse(.other(200, message: "upstream is busy", code: "busy"))
            say(error.text, type: "application/json; charset=utf-8", in: &answer)
        case .empty:
            answer.pieces = []
            answer.isStream = false
        case .truncated: answer.pieces = Self.firstHalf(of: answer.pieces)
        case .malformed: Self.fill(with: #"{"id": 'video', status: done,}"#, in: &answer)
        case .wrongTypes:
            Self.fill(
                with: #"{"id":["video"],"status":{"word":7},"url":5,"progress":"soon","#
                    + #""choices":"none","error":[]}"#, in: &answer)
        case .deep:
            let depth = Self.depth
            Self.fill(
                with: String(repeating: "[", count: depth) + String(repeating: "]", count: depth),
                in: &answer)
        case .huge where answer.isVideo: break
        case .huge:
            let padding = String(repeating: "x", count: Self.hugeLength)
            Self.fill(with: #"{"padding":"\#(padding)"}"#, in: &answer)
        }
    }

    /// Another answer of its own kind; the status is 200 or the one that a rule asks for.
    private func say(_ text: String, type: String, in answer: inout Answer) {
        let status = faults.hasStatus ? answer.status : 200
        answer = answer.replaced(by: Answer(status: status, type: type, text: text))
    }

    /// The text in place of the body, under the same media type; in a stream it is one event.
    private static func fill(with text: String, in answer: inout Answer) {
        answer.pieces = [Answer.Piece(answer.isStream ? "data: \(text)\n\n" : text)]
    }

    private static func firstHalf(of pieces: [Answer.Piece]) -> [Answer.Piece] {
        var rest = pieces.reduce(0) { $0 + $1.length } / 2
        return pieces.compactMap { piece in
            guard rest > 0 else { return nil }
            let length = min(rest, piece.length)
            rest -= length
            return Answer.Piece(time: piece.time, length: length) {
                piece.bytes().getSlice(at: 0, length: length) ?? ByteBuffer()
            }
        }
    }
}
