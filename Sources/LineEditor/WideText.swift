import CEditline
import Glibc

/// Between Swift text and the wide characters of libedit.
enum WideText {
    static func character(_ scalar: Unicode.Scalar) -> wchar_t {
        wchar_t(bitPattern: scalar.value)
    }

    static func scalar(_ character: wchar_t) -> Unicode.Scalar {
        Unicode.Scalar(UInt32(bitPattern: character)) ?? "\u{FFFD}"
    }

    /// The characters with the closing zero.
    static func terminated(_ scalars: some Sequence<Unicode.Scalar>) -> [wchar_t] {
        scalars.filter { $0.value != 0 }.map(character) + [0]
    }

    static func scalars(
        from start: UnsafePointer<wchar_t>, to end: UnsafePointer<wchar_t>
    ) -> [Unicode.Scalar] {
        UnsafeBufferPointer(start: start, count: max(0, end - start)).map(scalar)
    }

    /// Built from bytes, which is several times quicker than appending scalars.
    static func string(_ scalars: some Collection<Unicode.Scalar>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(scalars.count * 3)
        for scalar in scalars {
            if scalar.isASCII {
                bytes.append(UInt8(scalar.value))
            } else {
                bytes.append(contentsOf: UTF8.encode(scalar)!)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
