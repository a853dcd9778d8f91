/// The Base64 text of bytes, with padding (RFC 4648 section 4).
func base64(_ bytes: [UInt8]) -> String {
    String(decoding: base64Bytes(bytes[...]), as: UTF8.self)
}

/// The Base64 form as bytes. A text made of pieces is whole when every piece but the last has a
/// length divisible by three.
func base64Bytes(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = bytes.startIndex
    while index < bytes.endIndex {
        let first = bytes[index]
        let second = index + 1 < bytes.endIndex ? bytes[index + 1] : 0
        let third = index + 2 < bytes.endIndex ? bytes[index + 2] : 0
        result.append(alphabet[Int(first >> 2)])
        result.append(alphabet[Int((first & 3) << 4 | second >> 4)])
        result.append(
            index + 1 < bytes.endIndex
                ? alphabet[Int((second & 15) << 2 | third >> 6)] : UInt8(ascii: "="))
        result.append(
            index + 2 < bytes.endIndex ? alphabet[Int(third & 63)] : UInt8(ascii: "="))
        index += 3
    }
    return result
}
