#if !FUZZING
    @testable import VeoClient
#endif

/// The check of an MP4 file, against one that reads the file as a whole.
enum VideoProperties {
    private enum Kind {
        case whole
        case truncated
        case odd
        case notVideo
    }

    /// In whatever pieces the bytes come, the verdict is that of the whole. True for a whole file.
    static func hold(for bytes: [UInt8]) -> Bool {
        var input = FuzzInput(bytes)
        let number = input.byte()
        let file = input.rest
        let verdict = verdict(FuzzInput.pieces(file, by: 0))
        precondition(self.verdict(FuzzInput.pieces(file, by: number)) == verdict, "pieces matter")
        let kind: Kind =
            switch verdict {
            case .whole: .whole
            case .truncated: .truncated
            case .odd: .odd
            case .notVideo: .notVideo
            }
        precondition(kind == expected(file), "another verdict")
        return kind == .whole
    }

    private static func verdict(_ pieces: [ArraySlice<UInt8>]) -> MP4Walker.Verdict {
        var walker = MP4Walker()
        for piece in pieces { piece.withUnsafeBytes { walker.feed($0) } }
        return walker.verdict
    }

    private static func expected(_ file: [UInt8]) -> Kind {
        guard file.count >= 8 else {
            return file.isEmpty || MP4Walker.text(file) != nil ? .notVideo : .truncated
        }
        guard MP4Walker.isBox(Array(file[4..<8])) else {
            if MP4Walker.text(Array(file.prefix(8))) != nil { return .notVideo }
            return file.starts(with: [0x1a, 0x45, 0xdf, 0xa3]) ? .whole : .odd
        }
        var (offset, hasMovie) = (0, false)
        while offset < file.count {
            let rest = file[offset...]
            guard rest.count >= 8 else {
                return rest.contains { $0 != 0 } || !hasMovie ? .truncated : .whole
            }
            let type = Array(rest.dropFirst(4).prefix(4))
            let isNamed = MP4Walker.mayBeBox(type)
            var size = number(rest.prefix(4))
            let head: UInt64 = size == 1 ? 16 : 8
            if isNamed, size == 1 {
                guard rest.count >= 16 else {
                    // Eight zeros of a length that is not there would be padding of the same kind.
                    return .truncated
                }
                size = number(rest.dropFirst(8).prefix(8))
            } else if isNamed, size == 0 {
                return hasMovie || type == Array("moov".utf8) ? .whole : .truncated
            }
            guard isNamed, size >= head else {
                if !hasMovie { return .truncated }
                return rest.allSatisfy { $0 == 0 } ? .whole : .odd
            }
            hasMovie = hasMovie || type == Array("moov".utf8)
            guard size <= UInt64(rest.count) else { return .truncated }
            offset += Int(size)
        }
        return hasMovie ? .whole : .truncated
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A box of an MP4 file; with a length of 64 bits when `isLong`.
    static func box(_ type: String, _ payload: [UInt8] = [], isLong: Bool = false) -> [UInt8] {
        let size = payload.count + (isLong ? 16 : 8)
        let short = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: (isLong ? 1 : size) >> $0) }
        let long = (0..<8).reversed().map { UInt8(truncatingIfNeeded: size >> ($0 * 8)) }
        return short + Array(type.utf8) + (isLong ? long : []) + payload
    }

    static let seeds: [[UInt8]] = [
        box("ftyp", Array("isom".utf8)) + box("free") + box("mdat", [1, 2, 3]) + box("moov", [9]),
        box("ftyp") + box("mdat", [UInt8](repeating: 0, count: 40), isLong: true) + box("moov"),
        box("ftyp") + box("moov", [0]) + [0, 0, 0, 0] + Array("mdat".utf8) + [1, 2],
        box("ftyp") + [0, 0, 0, 7] + Array("mdatx".utf8), box("ftyp") + box("mdat", [1]),
        box("free") + box("wide") + box("mdat", [1]) + box("moov") + [0, 0, 0, 0],
        box("ftyp") + box("moov") + Array("<html></html>".utf8),
        [0x1a, 0x45, 0xdf, 0xa3, 1, 2, 3, 4],
        Array("<html></html>".utf8), Array("{\"a\":1}".utf8), [],
    ].map { [5] + $0 }
}
