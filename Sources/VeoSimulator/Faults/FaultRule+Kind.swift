extension FaultRule {
    /// What happens.
    enum Kind: Hashable, Sendable {
        /// An error with the gateway's own body; the request is not carried out. Below 400, another
        /// status of an answer that is otherwise right.
        case status(Refusal)
        /// The answer comes before the body of the request is there.
        case early
        /// The request is carried out, and the answer asks for a pause before the next one
        /// (`openai-poll-after-ms`).
        case pollAfter(Duration)
        case body(Body)
        /// A header field as it is to be; nothing takes it away.
        case header(name: String, FaultTemplate)
        case encoding(Encoding)
        /// More header fields than anybody reads.
        case hugeHeader
        /// The connection is reset before the request is looked at.
        case resetBefore
        /// The request is carried out, then the connection is reset instead of an answer.
        case resetAfter
        /// The request is carried out, and nothing is ever answered.
        case noAnswer
        /// The body ends early and the connection is closed.
        case cut(Cut)
        case length(Length)
        /// A pause in simulated time: in the middle of a stream or file, else before the answer.
        case stall(Duration)
        /// The body comes in a hundred pieces with this pause, in simulated time, before each.
        case drip(Duration)
        case range(Range)
        case tag(Tag)
        /// 302 to another address.
        case redirect(Target)
        /// The generation fails.
        case fail(FailureForm)
        /// A status that no document names.
        case unknownStatus
        /// Completed, but nothing says where the video is.
        case noLink
        /// Completed, with a link that is only a path.
        case relativeLink
        /// Completed, with a link to somewhere else.
        case link(FaultTemplate)
        /// The whole body is this text.
        case answer(FaultTemplate)
        /// The text in which a chat names the video is this one.
        case say(FaultTemplate)
        /// The task has this id.
        case id(FaultTemplate)
        /// The links have this query, and open only with it.
        case signed(FaultTemplate)
        /// The times of the answer are those of another clock.
        case clock(Clock)
        /// The content of a completed job is still JSON.
        case notReady
        /// The link that was named first is dead; each further status names a fresh one.
        case expired
    }

    /// An error status, and what goes with it.
    struct Refusal: Hashable, Sendable {
        /// How the answer asks for a pause, in time of the client's own clock.
        enum Wish: Hashable, Sendable {
            /// `Retry-After` in seconds.
            case seconds(Int)
            /// `Retry-After` as a date that lies so many seconds ahead.
            case date(seconds: Int)
            /// `retry-after-ms`.
            case milliseconds(Int)
        }

        let status: Int
        var wish: Wish?
        /// The `code` in the body; nil leaves what the gateway says with this status.
        var code: String?
    }

    /// What the answer's body is replaced by. The request itself is carried out.
    enum Body: String, Hashable, Sendable, CaseIterable {
        /// Status 200 and a web page.
        case html
        /// Status 200 and an error of the API.
        case json
        /// Status 200 and nothing.
        case empty
        /// The right body, but only its first half, under a length that fits the half.
        case truncated
        /// The right media type, and bytes that are not in it.
        case malformed
        /// JSON with numbers and lists where texts belong.
        case wrongTypes = "wrong-types"
        /// JSON that is 10,000 levels deep.
        case deep
        /// Two megabytes of JSON; a video that announces ten gigabytes.
        case huge
    }

    enum Cut: Hashable, Sendable {
        case percent(Int)
        case bytes(Int)
        /// All but so many bytes.
        case butLast(Int)

        /// How much of a body arrives.
        func length(of total: Int) -> Int {
            switch self {
            case .percent(let percent): total * percent / 100
            case .bytes(let bytes): min(bytes, total)
            case .butLast(let bytes): max(total - bytes, 0)
            }
        }
    }

    /// What `Content-Length` says of a body that comes whole; the connection is closed behind it.
    enum Length: Hashable, Sendable {
        /// Nothing: the body comes in chunks.
        case none
        /// So many bytes more than come.
        case more(Int)
        /// So many bytes less than come.
        case less(Int)
        /// So many bytes, whatever comes.
        case exactly(Int)
    }

    /// How a body is packed (`Content-Encoding`), whether or not the client asked for it.
    enum Encoding: String, Hashable, Sendable, CaseIterable {
        case gzip
        /// In the frame of zlib, as RFC 9110 has it.
        case deflate
        /// The same without the frame, as some servers send it.
        case rawDeflate = "raw-deflate"
        /// Some megabytes that become a gigabyte of blanks, and no end.
        case bomb
    }

    /// A clock that is wrong.
    enum Clock: Hashable, Sendable {
        /// Ahead by so much; behind if it is below zero.
        case offset(Duration)
        /// Milliseconds where seconds belong.
        case milliseconds
    }

    /// What becomes of a request for a part of a file.
    enum Range: String, Hashable, Sendable, CaseIterable {
        /// The whole file is answered.
        case ignored
        /// The answer is said to be another part.
        case wrong
    }

    /// What is wrong with the entity tag of a file.
    enum Tag: String, Hashable, Sendable, CaseIterable {
        /// Another one each time, as if the file had been replaced.
        case changed
        case weak
        case none
    }

    /// Where a redirect leads.
    enum Target: Hashable, Sendable {
        case address(FaultTemplate)
        /// To the same address.
        case loop
        /// To the same path at another name of this host.
        case otherHost
    }
}

extension FaultRule.Kind {
    /// When the fault strikes.
    enum Moment: Hashable, Sendable {
        /// In place of the work: the request is not carried out.
        case instead
        /// On the way back; the request is carried out.
        case delivery
        /// In what the answer says.
        case content
    }

    var moment: Moment {
        switch self {
        case .status(let refusal): refusal.status >= 400 ? .instead : .delivery
        case .early, .resetBefore, .redirect, .expired, .signed: .instead
        case .pollAfter, .body, .header, .encoding, .hugeHeader, .resetAfter, .noAnswer, .cut,
            .length, .stall, .drip, .range, .tag:
            .delivery
        case .fail, .unknownStatus, .noLink, .relativeLink, .link, .notReady, .answer, .say, .id,
            .clock:
            .content
        }
    }

    /// The steps in which this can happen.
    var steps: [FaultRule.Step] {
        switch self {
        case .status, .body, .header, .encoding, .hugeHeader, .resetBefore, .resetAfter, .noAnswer,
            .cut, .length, .stall, .drip, .redirect, .answer:
            FaultRule.Step.allCases
        case .early: [.create, .upload, .chat]
        case .pollAfter: [.create, .upload, .status]
        case .fail: [.create, .upload, .status, .chat]
        case .unknownStatus: [.status]
        case .noLink, .relativeLink, .link: [.status, .chat]
        case .notReady: [.content]
        case .range, .tag: [.content, .download]
        case .expired, .signed: [.download]
        case .say: [.chat]
        case .id: [.create, .upload]
        case .clock: [.create, .upload, .status, .chat, .content, .list]
        }
    }

    /// Whether the fault can happen to this request.
    func fits(_ occasion: FaultRule.Occasion) -> Bool {
        switch self {
        case .range: occasion.circumstances.asksForRange
        case .expired: !occasion.circumstances.hasFreshLink
        case .signed(let query): !occasion.circumstances.hasQuery(query.text { _ in "" })
        case .redirect(.otherHost): !occasion.circumstances.isAtOtherHost
        case .fail: false
        case .notReady, .noLink, .relativeLink, .link, .say: occasion.state == .completed
        default: true
        }
    }

    /// Whether the answer is the whole file even where a part of it is asked for.
    var ignoresRange: Bool {
        switch self {
        case .range(.ignored), .tag(.changed), .encoding: true
        default: false
        }
    }

    /// The text that names something of the job.
    var template: FaultTemplate? {
        switch self {
        case .answer(let template), .say(let template), .id(let template), .link(let template),
            .header(_, let template), .redirect(.address(let template)):
            template
        default: nil
        }
    }
}

extension FaultRule {
    /// What a rule may depend on beside the step and the job.
    struct Circumstances: Hashable, Sendable {
        /// Another name of this machine, for redirects that leave the host.
        static let otherHost = "localhost"
        /// The mark of a link that a later status named.
        static let freshMark = "fresh="

        /// What stands behind the question mark.
        var query = ""
        var asksForRange = false
        var hasFreshLink = false
        var isAtOtherHost = false

        /// Whether the query is this one, in which only what no address may hold is encoded.
        fileprivate func hasQuery(_ wanted: String) -> Bool {
            let mark = "&" + Self.freshMark
            let told = query.firstRange(of: mark).map { String(query[..<$0.lowerBound]) } ?? query
            return Self.encoded(told) == Self.encoded(wanted)
        }

        private static func encoded(_ query: String) -> String {
            query.utf8.reduce(into: "") { text, byte in
                if (0x21...0x7E).contains(byte) {
                    text.unicodeScalars.append(Unicode.Scalar(byte))
                } else {
                    text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
                }
            }
        }
    }
}
