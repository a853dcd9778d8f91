/// The left side of a comparison, as the kind of thing that it is.
package enum ComparedValue: Sendable, Hashable {
    case text(String)
    case number(ExactNumber)
    /// Ten-thousandths of a dollar, as ``Amount`` gives them.
    case amount(Int)
    case duration(Duration)
    case size(FrameSize)
    /// Not known yet, such as the size of a job that has not ended: nothing but `!=` holds.
    case absent

    /// A field of a job from its text; an empty one, or one that is no value of its kind, is
    /// ``absent``.
    package init(_ field: JobField, _ text: String) {
        switch field.kind {
        case .text, .status, .mode: self = .text(text)
        case .number: self = ExactNumber(text).map(Self.number) ?? .absent
        case .amount: self = (try? Amount.parse(text)).map(Self.amount) ?? .absent
        case .duration: self = (try? DurationValue.parse(text)).map(Self.duration) ?? .absent
        case .size: self = (try? FrameSize.parse(text)).map(Self.size) ?? .absent
        }
    }

    /// What `contains` and `matches` look at.
    var text: String {
        switch self {
        case .text(let text): text
        case .number(let number): number.text
        case .amount(let units): Amount.text(of: units)
        case .duration(let duration): DurationValue.text(of: duration)
        case .size(let size): size.text
        case .absent: ""
        }
    }
}

/// What the operators of `expect` mean.
///
/// Numbers, amounts, durations and sizes compare by value; sizes by their pixels where one must
/// be the smaller. Texts are equal when all their characters are, letter case included, and none
/// is less than another.
package enum Comparing {
    /// Whether a value and a word compare so. Refuses a word that is no value of that kind.
    package static func holds(
        _ left: ComparedValue, _ op: ComparisonOperator, _ right: String
    ) throws(ValueError) -> Bool {
        switch op {
        case .contains: return left.text.contains(right)
        case .matches: return Glob.matches(left.text, pattern: right)
        default: break
        }
        switch left {
        case .text(let text):
            guard !op.isOrder else { throw noOrder(op) }
            return op == .equal ? text == right : text != right
        case .number(let number): return compare(number, op, try ExactNumber.parse(right))
        case .amount(let units): return compare(units, op, try Amount.parse(right))
        case .duration(let duration):
            return compare(duration, op, try DurationValue.parse(right))
        case .size(let size):
            let other = try FrameSize.parse(right)
            guard op.isOrder else { return op == .equal ? size == other : size != other }
            return compare(size.pixels, op, other.pixels)
        case .absent: return op == .notEqual
        }
    }

    /// Whether two words compare so: by value when both are numbers, durations or sizes, else as
    /// texts.
    package static func holds(
        words left: String, _ op: ComparisonOperator, _ right: String
    ) throws(ValueError) -> Bool {
        if let number = ExactNumber(left), ExactNumber(right) != nil {
            return try holds(.number(number), op, right)
        }
        if let duration = try? DurationValue.parse(left), (try? DurationValue.parse(right)) != nil {
            return try holds(.duration(duration), op, right)
        }
        if let size = try? FrameSize.parse(left), (try? FrameSize.parse(right)) != nil {
            return try holds(.size(size), op, right)
        }
        return try holds(.text(left), op, right)
    }

    /// Refuses a word that a field is never compared with, before a job has any value.
    package static func check(
        _ right: String, as kind: JobField.Kind, _ op: ComparisonOperator
    ) throws(ValueError) {
        guard op != .contains, op != .matches else { return }
        switch kind {
        case .text: if op.isOrder { throw noOrder(op) }
        case .status:
            if op.isOrder { throw noOrder(op) }
            _ = try JobStatus.parse(right)
        case .mode:
            if op.isOrder { throw noOrder(op) }
            _ = try Mode.parse(right)
        case .number: _ = try ExactNumber.parse(right)
        case .amount: _ = try Amount.parse(right)
        case .duration: _ = try DurationValue.parse(right)
        case .size: _ = try FrameSize.parse(right)
        }
    }

    /// Whether a word can stand beside `<` and its kin.
    static func hasOrder(_ word: String) -> Bool {
        ExactNumber(word) != nil || (try? DurationValue.parse(word)) != nil
            || (try? FrameSize.parse(word)) != nil
    }

    static func noOrder(_ op: ComparisonOperator) -> ValueError {
        ValueError(
            message: "'\(op.rawValue)' does not compare texts",
            help: "texts take == != contains matches; '<' and '>' take numbers, durations, sizes")
    }

    private static func compare<Value: Comparable>(
        _ left: Value, _ op: ComparisonOperator, _ right: Value
    ) -> Bool {
        switch op {
        case .equal: left == right
        case .notEqual: left != right
        case .less: left < right
        case .atMost: left <= right
        case .greater: left > right
        case .atLeast: left >= right
        case .contains, .matches: false
        }
    }
}
