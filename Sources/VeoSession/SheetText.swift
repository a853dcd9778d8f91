import Glibc
import VeoLanguage

/// The text of a file that people made with a spreadsheet or an editor: UTF-8, UTF-16 with its byte
/// order mark (the "Unicode Text" of Excel), or GBK, which Chinese spreadsheets write.
///
/// A prompt that was read wrongly would be paid for, so what is neither for sure is refused.
struct SheetText {
    /// Without a byte order mark.
    let utf8: [UInt8]
    /// What it was read as; `nil` for UTF-8.
    let encoding: String?

    init(_ bytes: [UInt8], of file: String) throws(RunFailure) {
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
            throw Self.failure(file, "is UTF-32")
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            utf8 = try Self.utf16(bytes, of: file)
            encoding = "UTF-16"
            return
        }
        let text =
            bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        let invalid = Self.firstInvalidOffset(in: text)
        guard let invalid else {
            // Each ASCII character of UTF-16 has a zero byte, which no text holds.
            if text.prefix(256).count(where: { $0 == 0 }) * 3 > min(text.count, 256) {
                throw Self.failure(file, "looks like UTF-16 without a byte order mark")
            }
            utf8 = text
            encoding = nil
            return
        }
        guard GBKText.isLikely(text), let decoded = GBKText.utf8(of: text) else {
            let line = 1 + text[..<invalid].count { $0 == UInt8(ascii: "\n") }
            throw Self.failure(file, "is not UTF-8 (line \(line))")
        }
        utf8 = decoded
        encoding = "GBK"
    }

    private static func firstInvalidOffset(in bytes: [UInt8]) -> Int? {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }

    private static func utf16(_ bytes: [UInt8], of file: String) throws(RunFailure) -> [UInt8] {
        guard bytes.count.isMultiple(of: 2) else {
            throw failure(file, "is UTF-16 that ends in the middle of a character")
        }
        let isLittle = bytes[0] == 0xFF
        let units = stride(from: 2, to: bytes.count, by: 2).map { index in
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return isLittle ? second << 8 | first : first << 8 | second
        }
        guard let text = String(validating: units, as: UTF16.self) else {
            throw failure(file, "is UTF-16 with half a character in it")
        }
        return Array(text.utf8)
    }

    private static func failure(_ file: String, _ problem: String) -> RunFailure {
        RunFailure(
            "'\(VisibleText.of(file))' \(problem)",
            help: ["save it as UTF-8; Excel calls that \"CSV UTF-8\""], exitCode: .script)
    }
}

/// GBK (code page 936 of Windows) and GB18030, which holds it.
private enum GBKText {
    /// Whether bytes that are no UTF-8 are Chinese in this encoding. Most other old encodings are
    /// valid in it, too, and would become Chinese characters that nobody wrote. They are told
    /// apart by their bytes: Western letters, Japanese in Shift-JIS and Big5 seldom have both
    /// bytes of a pair above 0xA0, where GB 2312 has all it has; EUC-JP is full of kana (rows
    /// 0xA4 and 0xA5); the syllables of EUC-KR all start below 0xC9, and half of Chinese does not.
    static func isLikely(_ bytes: [UInt8]) -> Bool {
        var (pairs, common, kana, low, high) = (0, 0, 0, 0, 0)
        var index = 0
        while index < bytes.count {
            let lead = bytes[index]
            guard lead >= 0x80 else {
                index += 1
                continue
            }
            guard (0x81...0xFE).contains(lead), index + 1 < bytes.count else { return false }
            let trail = bytes[index + 1]
            if (0x30...0x39).contains(trail) {
                index += 4
                continue
            }
            guard trail >= 0x40, trail != 0x7F, trail != 0xFF else { return false }
            pairs += 1
            if (0xA1...0xF7).contains(lead), trail >= 0xA1 { common += 1 }
            if lead == 0xA4 || lead == 0xA5 { kana += 1 }
            if (0xB0...0xC8).contains(lead) { low += 1 }
            if (0xC9...0xF7).contains(lead) { high += 1 }
            index += 2
        }
        let isKorean = low >= 8 && high * 10 < low
        return common * 10 >= pairs * 7 && kana * 10 <= pairs && !isKorean
    }

    /// The text by iconv(3); `nil` for what is no text in this encoding, and where the C library
    /// has no converter for it.
    static func utf8(of bytes: [UInt8]) -> [UInt8]? {
        let converter = iconv_open("UTF-8", "GB18030")
        guard converter != UnsafeMutableRawPointer(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        // Two bytes become three, four become four.
        var decoded = [UInt8](repeating: 0, count: bytes.count * 2 + 4)
        var input = bytes
        let isWhole = input.withUnsafeMutableBytes { input in
            decoded.withUnsafeMutableBytes { output -> Int? in
                var from = input.baseAddress?.assumingMemoryBound(to: CChar.self)
                var to = output.baseAddress?.assumingMemoryBound(to: CChar.self)
                var (left, free) = (input.count, output.count)
                let status = iconv(converter, &from, &left, &to, &free)
                return status == -1 || left > 0 ? nil : output.count - free
            }
        }
        guard let count = isWhole else { return nil }
        return Array(decoded[..<count])
    }
}
