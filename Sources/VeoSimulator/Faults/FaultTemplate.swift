import NIOCore

/// A text of a rule in which `{name}` stands for something of the job.
struct FaultTemplate: Hashable, Sendable {
    /// What a text may name. Where a request is about no job, or a running one has no link yet, it
    /// is nothing.
    enum Name: String, Sendable, Hashable, CaseIterable {
        /// The id of the task.
        case id
        /// The number of the job.
        case number
        /// 19 digits that no floating-point number holds, made from the job.
        case snowflake
        case uuid
        case model
        /// As it stands between the quotes of JSON.
        case prompt
        /// The word for the state, as the profile has it.
        case status
        case progress
        /// The address of the first video.
        case link
        /// Scheme, host and port of the simulator.
        case origin
        /// What would be answered.
        case body
        /// The first video in Base64.
        case video
    }

    private enum Part: Hashable, Sendable {
        case bytes([UInt8])
        case value(Name)
    }

    private var parts: [Part] = []

    init() {}

    /// - Parameter isEncoded: whether `%XX` is the byte of this number.
    init(_ text: some StringProtocol, isEncoded: Bool = true) throws(FaultRuleError) {
        var rest = Substring(text).utf8
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "{"), let (word, end) = Self.word(in: rest) {
                let name = try Self.name(word)
                guard name.isSmall || !names.contains(name) else {
                    throw FaultRuleError(message: "a text has {\(word)} at most once")
                }
                if !bytes.isEmpty { parts.append(.bytes(bytes)) }
                bytes = []
                parts.append(.value(name))
                rest = rest[end...]
            } else if isEncoded, byte == UInt8(ascii: "%") {
                guard let high = rest.popFirst().flatMap(Self.digit),
                    let low = rest.popFirst().flatMap(Self.digit)
                else {
                    throw FaultRuleError(
                        message: "'%' stands before two hexadecimal digits; write %25 for itself")
                }
                bytes.append(high << 4 | low)
            } else {
                bytes.append(byte)
            }
        }
        if !bytes.isEmpty { parts.append(.bytes(bytes)) }
    }

    /// The names in it.
    var names: Set<Name> {
        Set(
            parts.compactMap { part in
                if case .value(let name) = part { name } else { nil }
            })
    }

    func bytes(_ value: (Name) -> ByteBuffer) -> ByteBuffer {
        var whole = ByteBuffer()
        for part in parts {
            switch part {
            case .bytes(let bytes): whole.writeBytes(bytes)
            case .value(let name): whole.writeImmutableBuffer(value(name))
            }
        }
        return whole
    }

    func text(_ value: (Name) -> String) -> String {
        String(buffer: bytes { ByteBuffer(string: value($0)) })
    }

    /// What stands before and behind `{body}`; nil if it has none.
    func parts(
        around name: Name, _ value: (Name) -> ByteBuffer
    ) -> (before: ByteBuffer, after: ByteBuffer)? {
        guard let index = parts.firstIndex(of: .value(name)) else { return nil }
        var (before, after) = (self, self)
        before.parts = Array(parts[..<index])
        after.parts = Array(parts[(index + 1)...])
        return (before.bytes(value), after.bytes(value))
    }

    // MARK: Reading

    /// A word of small letters up to `}`; nil if there is none, as in JSON.
    private static func word(
        in rest: Substring.UTF8View
    ) -> (text: String, end: Substring.UTF8View.Index)? {
        guard let brace = rest.firstIndex(of: UInt8(ascii: "}")), brace > rest.startIndex,
            rest[..<brace].allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) })
        else { return nil }
        return (String(Substring(rest[..<brace])), rest.index(after: brace))
    }

    private static func name(_ word: String) throws(FaultRuleError) -> Name {
        if let name = Name(rawValue: word) { return name }
        let names = Name.allCases.map(\.rawValue)
        throw FaultRuleError(
            message: "there is no {\(word)}\(Spelling.question(word, names)); a text may have "
                + names.map { "{\($0)}" }.joined(separator: ", "))
    }

    static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

extension FaultTemplate.Name {
    /// Whether any number of them stays small.
    fileprivate var isSmall: Bool { self != .body && self != .video }
}

/// What the texts of rules may name about one request.
struct FaultFacts: Sendable {
    var job: Job?
    /// The word for its state.
    var status = ""
    var progress = 0
    /// Nothing while there is no video.
    var link = ""
    var origin = ""
    /// The video, where a text names it.
    var video: VideoFile?

    /// - Parameter body: what would be answered.
    func value(_ name: FaultTemplate.Name, body: ByteBuffer = ByteBuffer()) -> ByteBuffer {
        switch name {
        case .body: body
        case .video: video.map { $0.base64 } ?? ByteBuffer()
        default: ByteBuffer(string: word(name))
        }
    }

    func word(_ name: FaultTemplate.Name) -> String {
        switch name {
        case .id: job?.id ?? ""
        case .number: job.map { String($0.number) } ?? "0"
        case .snowflake: job.map { Self.snowflake(of: $0.uuid) } ?? ""
        case .uuid: job?.uuid ?? ""
        case .model: job?.model.rawValue ?? ""
        case .prompt: String(JSON.string(job?.prompt ?? "").text.dropFirst().dropLast())
        case .status: status
        case .progress: String(progress)
        case .link: link
        case .origin: origin
        case .body, .video: ""
        }
    }

    /// From 10^18 on, and odd, so that a double is another number.
    static func snowflake(of uuid: String) -> String {
        let hash = SeededGenerator.hash(model: "snowflake", prompt: uuid)
        return String(1_000_000_000_000_000_001 + hash % 4_000_000_000_000_000_000 * 2)
    }
}
