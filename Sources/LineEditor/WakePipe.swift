import Glibc

/// A pipe to itself: any thread, and any signal handler, can end the editor's `poll`.
struct WakePipe: Sendable {
    /// What woke the editor.
    enum Byte {
        static let mail = UInt8(ascii: "m")
        static let windowChanged = UInt8(ascii: "w")
        static let continued = UInt8(ascii: "c")
    }

    let reading: Int32
    let writing: Int32

    init() throws(LineEditor.StartError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw LineEditor.StartError(step: "make a pipe", code: errno)
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        reading = ends[0]
        writing = ends[1]
    }

    /// A full pipe needs no further byte: the reader is about to wake.
    func wake(_ byte: UInt8 = Byte.mail) {
        var byte = byte
        _ = write(writing, &byte, 1)
    }

    /// Takes out all bytes that are there.
    func drain() -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64)
        while true {
            let count = read(reading, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    func close() {
        _ = Glibc.close(reading)
        _ = Glibc.close(writing)
    }
}
