import Glibc
import HTTPTypes
import Synchronization

/// Ids of requests: the same in every run, one after the other.
final class RequestIDs: Sendable {
    private let seed: UInt64
    private let shape: any RequestShape
    private let count = Atomic<Int>(0)

    init(seed: UInt64, shape: any RequestShape) {
        self.seed = seed
        self.shape = shape
    }

    func next(_ time: SimulatedTime) -> String {
        let number = count.add(1, ordering: .relaxed).newValue
        var generator = SeededGenerator(seed: seed, request: 0, occurrence: number)
        return shape.id(time, using: &generator)
    }
}

/// A gateway that tells no id.
struct SilentRequests: RequestShape {
    func id(_ time: SimulatedTime, using generator: inout SeededGenerator) -> String { "" }

    func headers(_ id: String, _ time: SimulatedTime) -> HTTPFields { [:] }
}

/// OpenAI's: `req_` and 32 hexadecimal digits; and how soon to ask again.
struct OpenAIRequests: RequestShape {
    func id(_ time: SimulatedTime, using generator: inout SeededGenerator) -> String {
        "req_" + generator.uuid().filter { $0 != "-" }
    }

    func headers(_ id: String, _ time: SimulatedTime) -> HTTPFields {
        HTTPFields([
            ("x-request-id", id), ("openai-poll-after-ms", String(time.pollAfter)),
        ])
    }
}

/// new-api's: the date, the nanoseconds and eight characters.
struct NewAPIRequests: RequestShape {
    func id(_ time: SimulatedTime, using generator: inout SeededGenerator) -> String {
        let now = time.now()
        var seconds = time_t(time.unix(now))
        var date = tm()
        gmtime_r(&seconds, &date)
        var digits = ""
        for (value, width) in [
            (date.tm_year + 1900, 4), (date.tm_mon + 1, 2), (date.tm_mday, 2), (date.tm_hour, 2),
            (date.tm_min, 2), (date.tm_sec, 2),
        ] {
            digits += String(String(value + 10_000).suffix(width))
        }
        let nanoseconds = Int(now.components.attoseconds / 1_000_000_000)
        return digits + String(nanoseconds) + generator.text(8)
    }

    func headers(_ id: String, _ time: SimulatedTime) -> HTTPFields {
        HTTPFields([("X-Oneapi-Request-Id", id)])
    }
}

extension HTTPFields {
    /// Fields by names that the library has no constants for.
    init(_ fields: [(name: String, value: String)]) {
        self.init(
            fields.compactMap { field in
                HTTPField.Name(field.name).map { HTTPField(name: $0, value: field.value) }
            })
    }
}
