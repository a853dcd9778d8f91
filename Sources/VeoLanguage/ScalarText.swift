// Text is taken apart by Unicode scalars here, as all other programs take it apart.
//
// The standard library compares Characters: `'` with a combining mark behind it is not `'` to it,
// and CR LF is one Character that is neither CR nor LF. A shell, a server and a file system read
// bytes and see the quote, the slash and the line end all the same, so an escape or a search that
// looks at Characters is an open door. These members stand before those of the standard library
// of the same names, in each target that has this file: what is written as usual is right. Where
// people see a text (a cursor, a width), Characters are asked for with `Array(text)` or in
// LineEditor, which does without this file.

extension StringProtocol {
    func hasPrefix<Prefix: StringProtocol>(_ prefix: Prefix) -> Bool {
        utf8.starts(with: prefix.utf8)
    }

    func hasSuffix<Suffix: StringProtocol>(_ suffix: Suffix) -> Bool {
        utf8.reversed().starts(with: suffix.utf8.reversed())
    }

    func contains(_ other: some StringProtocol) -> Bool {
        firstRange(of: other) != nil
    }

    func contains(_ sign: Character) -> Bool { unicodeScalars.contains { Character($0) == sign } }

    func contains(where isIt: (Character) throws -> Bool) rethrows -> Bool {
        try unicodeScalars.contains { try isIt(Character($0)) }
    }

    func allSatisfy(_ isIt: (Character) throws -> Bool) rethrows -> Bool {
        try unicodeScalars.allSatisfy { try isIt(Character($0)) }
    }

    func filter(_ isIt: (Character) throws -> Bool) rethrows -> String {
        var kept = String.UnicodeScalarView()
        for scalar in unicodeScalars where try isIt(Character(scalar)) { kept.append(scalar) }
        return String(kept)
    }

    func map<Value>(_ change: (Character) throws -> Value) rethrows -> [Value] {
        try unicodeScalars.map { try change(Character($0)) }
    }

    var first: Character? { unicodeScalars.first.map { Character($0) } }

    var last: Character? { unicodeScalars.last.map { Character($0) } }

    func first(where isIt: (Character) throws -> Bool) rethrows -> Character? {
        try unicodeScalars.first { try isIt(Character($0)) }.map { Character($0) }
    }

    func firstIndex(of sign: Character) -> Index? {
        unicodeScalars.firstIndex { Character($0) == sign }
    }

    func lastIndex(of sign: Character) -> Index? {
        unicodeScalars.lastIndex { Character($0) == sign }
    }

    func firstIndex(where isIt: (Character) throws -> Bool) rethrows -> Index? {
        try unicodeScalars.firstIndex { try isIt(Character($0)) }
    }

    func lastIndex(where isIt: (Character) throws -> Bool) rethrows -> Index? {
        try unicodeScalars.lastIndex { try isIt(Character($0)) }
    }

    func firstRange(of part: some StringProtocol) -> Range<Index>? {
        let (all, wanted) = (utf8, Array(part.utf8))
        guard let first = wanted.first else { return startIndex..<startIndex }
        var start = startIndex
        while let found = all[start...].firstIndex(of: first) {
            if all[found...].starts(with: wanted) {
                return found..<all.index(found, offsetBy: wanted.count)
            }
            start = all.index(after: found)
        }
        return nil
    }

    func replacing(_ part: some StringProtocol, with other: some StringProtocol) -> String {
        let bytes = Array(utf8).replacing(Array(part.utf8), with: Array(other.utf8))
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Parts of a text.
extension StringProtocol where SubSequence == Substring {
    func prefix(while isIt: (Character) throws -> Bool) rethrows -> Substring {
        self[..<(try firstIndex { try !isIt($0) } ?? endIndex)]
    }

    func drop(while isIt: (Character) throws -> Bool) rethrows -> Substring {
        self[(try firstIndex { try !isIt($0) } ?? endIndex)...]
    }

    func prefix(_ count: Int) -> Substring {
        self[
            ..<(unicodeScalars.index(startIndex, offsetBy: count, limitedBy: endIndex) ?? endIndex)]
    }

    func suffix(_ count: Int) -> Substring {
        self[
            (unicodeScalars.index(endIndex, offsetBy: -count, limitedBy: startIndex) ?? startIndex)...
        ]
    }

    func dropFirst(_ count: Int = 1) -> Substring {
        self[
            (unicodeScalars.index(startIndex, offsetBy: count, limitedBy: endIndex) ?? endIndex)...]
    }

    func dropLast(_ count: Int = 1) -> Substring {
        self[
            ..<(unicodeScalars.index(endIndex, offsetBy: -count, limitedBy: startIndex)
                ?? startIndex)
        ]
    }

    func split(
        separator: Character, maxSplits: Int = .max, omittingEmptySubsequences: Bool = true
    ) -> [Substring] {
        split(maxSplits: maxSplits, omittingEmptySubsequences: omittingEmptySubsequences) {
            $0 == separator
        }
    }

    func split(
        maxSplits: Int = .max, omittingEmptySubsequences: Bool = true,
        whereSeparator isSeparator: (Character) throws -> Bool
    ) rethrows -> [Substring] {
        try unicodeScalars.split(
            maxSplits: maxSplits, omittingEmptySubsequences: omittingEmptySubsequences
        ) { try isSeparator(Character($0)) }.map { self[$0.startIndex..<$0.endIndex] }
    }
}

// The members that the types of the standard library have themselves.

extension String {
    func hasPrefix(_ prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }

    func hasSuffix(_ suffix: String) -> Bool {
        utf8.reversed().starts(with: suffix.utf8.reversed())
    }

    var count: Int { unicodeScalars.count }

    func index(after index: Index) -> Index { unicodeScalars.index(after: index) }

    func index(before index: Index) -> Index { unicodeScalars.index(before: index) }

    subscript(index: Index) -> Character { Character(unicodeScalars[index]) }

    subscript(range: PartialRangeThrough<Index>) -> Substring {
        self[..<unicodeScalars.index(after: range.upperBound)]
    }

    subscript(range: ClosedRange<Index>) -> Substring {
        self[range.lowerBound..<unicodeScalars.index(after: range.upperBound)]
    }

    @discardableResult
    mutating func removeFirst() -> Character { Character(unicodeScalars.removeFirst()) }

    mutating func removeFirst(_ count: Int) { unicodeScalars.removeFirst(count) }

    @discardableResult
    mutating func removeLast() -> Character { Character(unicodeScalars.removeLast()) }

    mutating func removeLast(_ count: Int) { unicodeScalars.removeLast(count) }
}

extension Substring {
    var count: Int { unicodeScalars.count }

    func index(after index: Index) -> Index { unicodeScalars.index(after: index) }

    func index(before index: Index) -> Index { unicodeScalars.index(before: index) }

    subscript(index: Index) -> Character { Character(unicodeScalars[index]) }

    subscript(range: PartialRangeThrough<Index>) -> Substring {
        self[..<unicodeScalars.index(after: range.upperBound)]
    }

    subscript(range: ClosedRange<Index>) -> Substring {
        self[range.lowerBound..<unicodeScalars.index(after: range.upperBound)]
    }

    @discardableResult
    mutating func removeFirst() -> Character { Character(unicodeScalars.removeFirst()) }

    mutating func removeFirst(_ count: Int) { unicodeScalars.removeFirst(count) }

    @discardableResult
    mutating func removeLast() -> Character { Character(unicodeScalars.removeLast()) }

    mutating func removeLast(_ count: Int) { unicodeScalars.removeLast(count) }
}
