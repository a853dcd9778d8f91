import CZlib
import NIOCore

/// Bytes that are no good gzip or zlib, or that unpack to far too much.
enum UnpackingFailure: Error, Hashable {
    case damaged
    /// More than ``Inflater/ratioLimit`` times what came.
    case bomb
}

/// Unpacks gzip (RFC 1952), zlib (RFC 1950) and bare deflate (RFC 1951) piece by piece.
final class Inflater {
    enum Format {
        /// Gzip or zlib, told by the bytes.
        case wrapped
        case bare
    }

    /// How many bytes come out of one step at most: what memory a hostile answer can ask for.
    static let stepByteLimit = 64 * 1024
    /// How many times its size an answer may unpack to. Text of an API packs 20 times, deflate a
    /// thousand times at most.
    static let ratioLimit: Int64 = 200
    /// Bytes that may come out whatever went in; small answers of blanks pack very well.
    static let freeByteCount: Int64 = 4 * 1024 * 1024

    private let stream: UnsafeMutablePointer<z_stream>
    private var consumed: Int64 = 0
    private var produced: Int64 = 0
    /// True at the end of a packed piece: what follows is another one, or no part of it.
    private var isAtEnd = false
    /// True when more may come out although all that went in is used up.
    private var isFull = false

    init(_ format: Format) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 is the largest window; 32 more ask for either head, less than zero for none (zlib.h).
        // It fails for want of memory alone, where nothing else works either.
        let window: Int32 = format == .wrapped ? 15 + 32 : -15
        precondition(
            inflateInit2_(stream, window, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK)
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Takes bytes from the front of `input`, and gives what they unpack to: at most
    /// ``stepByteLimit``. Nothing comes out when `input` is used up.
    func step(_ input: inout ByteBuffer) throws(UnpackingFailure) -> ByteBuffer? {
        while input.readableBytes > 0 || isFull {
            if isAtEnd {
                // Only a further piece of gzip belongs to it; zeros and anything else are dropped.
                guard input.getInteger(at: input.readerIndex, as: UInt8.self) == 0x1f else {
                    input.moveReaderIndex(to: input.writerIndex)
                    return nil
                }
                inflateReset(stream)
                isAtEnd = false
            }
            let (output, used, status) = inflate(input)
            input.moveReaderIndex(forwardBy: used)
            consumed += Int64(used)
            produced += Int64(output.readableBytes)
            isFull = output.readableBytes == Self.stepByteLimit && status != Z_STREAM_END
            switch status {
            case Z_STREAM_END: isAtEnd = true
            case Z_OK, Z_BUF_ERROR: break
            default: throw .damaged
            }
            if produced > Self.freeByteCount, produced / Self.ratioLimit > consumed { throw .bomb }
            if output.readableBytes > 0 { return output }
            if used == 0, input.readableBytes > 0 { throw .damaged }
        }
        return nil
    }

    private func inflate(_ input: ByteBuffer) -> (ByteBuffer, used: Int, status: Int32) {
        var status = Z_OK
        var used = 0
        var output = ByteBuffer()
        input.withUnsafeReadableBytes { bytes in
            let count = min(bytes.count, Self.stepByteLimit)
            // zlib never writes there, but says so only where it is compiled to.
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
            stream.pointee.avail_in = UInt32(count)
            output.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.stepByteLimit) { space in
                stream.pointee.next_out = space.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.pointee.avail_out = UInt32(Self.stepByteLimit)
                status = CZlib.inflate(stream, Z_NO_FLUSH)
                return Self.stepByteLimit - Int(stream.pointee.avail_out)
            }
            used = count - Int(stream.pointee.avail_in)
        }
        (stream.pointee.next_in, stream.pointee.next_out) = (nil, nil)
        return (output, used, status)
    }
}

/// Unpacks what was packed once or more, the outermost layer first.
final class PackedLayers {
    private let inflaters: [Inflater]
    /// What waits between a layer and the one before it.
    private var buffers: [ByteBuffer]
    /// Layers that are named and are not there; nil while that is not known.
    private var isAbsent: [Bool?]
    private var consumed: Int64 = 0
    private var produced: Int64 = 0

    init(_ formats: [Inflater.Format]) {
        inflaters = formats.map(Inflater.init)
        buffers = formats.map { _ in ByteBuffer() }
        isAbsent = formats.map { _ in nil }
    }

    /// Takes bytes from the front of `input`, and gives what they unpack to; nothing when `input`
    /// is used up.
    func step(_ input: inout ByteBuffer) throws(UnpackingFailure) -> ByteBuffer? {
        let before = input.readableBytes
        let output = try step(inflaters.count - 1, &input)
        consumed += Int64(before - input.readableBytes)
        produced += Int64(output?.readableBytes ?? 0)
        // Each layer is within the ratio: together they must be, too.
        if produced > Inflater.freeByteCount, produced / Inflater.ratioLimit > consumed {
            throw .bomb
        }
        return output
    }

    private func step(
        _ layer: Int, _ input: inout ByteBuffer
    ) throws(UnpackingFailure) -> ByteBuffer? {
        guard layer > 0 else { return try inflaters[0].step(&input) }
        while true {
            if let output = try inflaters[layer].step(&buffers[layer]) { return output }
            guard let more = try step(layer - 1, &input) else { return nil }
            let isPlain = isAbsent[layer] ?? (more.readableBytesView.first != 0x1f)
            isAbsent[layer] = isPlain
            if isPlain { return more }
            buffers[layer] = more
        }
    }
}
