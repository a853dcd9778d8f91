/// By which id the gateway can be asked for the task of an answer.
extension AnswerReading {
    /// The id of the task: `task_id` wherever it stands, else the nearest one.
    var id: String? {
        // The OpenAI shape says of itself what its `id` is.
        if case .string(let id)? = task["id"], Self.idText(.string(id)) != nil,
            task["object"]?.text == "video"
        {
            return id
        }
        return first(["task_id"], Self.idText) ?? first(Self.idNames, Self.idText)
            ?? first([Self.requestName], Self.idText)
            ?? task["name"]?.text.flatMap { $0.contains("operations/") ? $0 : nil }
    }

    /// The id of a task that surely is none of a request, also one that stands in the error.
    var taskID: String? {
        first(Self.taskNames, Self.idText)
            ?? layers.lazy.compactMap { $0["error"] }.compactMap { error in
                Self.taskNames.lazy.compactMap { error[$0].flatMap(Self.idText) }.first
            }.first
    }

    /// Whether an answer calls its task so itself.
    static func isNamed(_ id: String, in answer: JSONValue) -> Bool {
        guard let reading = AnswerReading(answer, known: id) else { return false }
        return ([reading.task] + reading.envelopes).contains { names($0, id) }
    }

    /// The text of a value that may be an id.
    static func idText(_ value: JSONValue) -> String? {
        value.scalarText.flatMap { text in
            ["0", "-1", "none", "null", "nil", "undefined", "unknown"].contains(text.lowercased())
                ? nil : text
        }
    }

    /// Whether an id says of itself that it is that of a request.
    static func isOfRequest(_ id: String) -> Bool {
        let id = id.lowercased()
        return ["req-", "req_", "request", "chatcmpl", "trace"].contains { id.hasPrefix($0) }
    }

    /// Whether an answer that is cut short has come to the id of the task: it is no number, and it
    /// was not cut within a deeper object in which a better one may have followed.
    static func namesTask(_ answer: JSONValue) -> Bool {
        guard let reading = AnswerReading(answer, known: nil),
            let last = reading.task.object?.members.last,
            !wraps.contains(where: { foldedWord($0) == foldedWord(last.name) })
        else { return false }
        func text(_ value: JSONValue) -> String? { value.text.flatMap { idText(.string($0)) } }
        return reading.first(taskNames, text) != nil
            || reading.first(idNames, text).map { !isOfRequest($0) } ?? false
    }

    /// The id that stands alone where others have the task: `{"code":"success","data":"ID"}`, or a
    /// list of one such.
    static func bareID(in answer: JSONValue) -> String? {
        func id(_ value: JSONValue?, _ depth: Int) -> String? {
            switch value {
            case .string(let text)?: return isBareID(text) ? text : nil
            case .array(let elements)?: return elements.count == 1 ? id(elements[0], depth) : nil
            case .object? where depth < 4:
                return (wraps + ["ids", "task_ids"]).lazy.compactMap {
                    id(value?[$0], depth + 1)
                }.first
            default: return nil
            }
        }
        return id(answer, 0)
    }

    /// A word that is no id has no digit.
    private static func isBareID(_ text: String) -> Bool {
        guard (6...200).contains(text.utf8.count), text.utf8.contains(where: isDigit) else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "="):
                true
            default: isDigit(byte)
            }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// The id at the end of the address of a task, as a `Location` gives it.
    static func id(inAddress address: String) -> String? {
        let path = VideoLink.withoutQuery(address).split(separator: "/")
        guard let last = path.last, path.count > 1,
            ["videos", "video", "tasks", "task", "jobs", "generations", "operations"]
                .contains(path[path.count - 2].lowercased()), !last.contains("%")
        else { return nil }
        return idText(.string(String(last)))
    }
}
