import Glibc

/// The typed lines on disk: UTF-8, one entry a line, the oldest first, backslashes and line breaks
/// escaped. Shells that run side by side append to one file; each reads all of it at its start.
struct HistoryFile {
    /// How much of the end of the file is read, in bytes.
    static let maximumBytes = 16 * 1_024 * 1_024

    struct Failure: Error, Equatable {
        let code: Int32
    }

    let path: String

    /// The entries, the newest `limit` of them. A file that is not there has none; what is no
    /// UTF-8 text is skipped. A file of more than twice the limit is shortened to it where
    /// `shortens` says so.
    func load(limit: Int, shortens: Bool = true) throws(Failure) -> [String] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return [] }
            throw Failure(code: errno)
        }
        defer { close(descriptor) }
        let bytes = try Self.tail(of: descriptor)
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        let entries = lines.compactMap { Self.decoded($0) }
        let kept = Array(entries.suffix(limit))
        if shortens, lines.count > 2 * limit || bytes.count >= Self.maximumBytes {
            shorten(descriptor, to: kept)
        }
        return kept
    }

    /// Adds one entry in a single write. The file is made with mode 0600, its folder with 0700.
    func append(_ line: String) throws(Failure) {
        var descriptor = openForAppending()
        if descriptor < 0, errno == ENOENT {
            makeFolders()
            descriptor = openForAppending()
        }
        guard descriptor >= 0 else { throw Failure(code: errno) }
        defer { close(descriptor) }
        guard Self.isRegular(descriptor) else { throw Failure(code: EINVAL) }
        _ = fchmod(descriptor, 0o600)
        // A write that was cut short must not swallow the next entry.
        var last = UInt8(ascii: "\n")
        let size = lseek(descriptor, 0, SEEK_END)
        if size > 0 { _ = pread(descriptor, &last, 1, size - 1) }
        var entry = last == UInt8(ascii: "\n") ? "" : "\n"
        entry += Self.encoded(line) + "\n"
        try Self.writeAll(entry, to: descriptor)
    }

    /// The file under its path, locked against shortening by another shell. A lock that is held
    /// for long is not waited for: a line that may be lost is better than a shell that hangs.
    private func openForAppending() -> Int32 {
        let attempts = 20
        var descriptor: Int32 = -1
        for _ in 0..<attempts {
            descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o600)
            guard descriptor >= 0 else { return -1 }
            let isLocked = flock(descriptor, LOCK_SH | LOCK_NB) == 0
            if isLocked, isAtPath(descriptor) { return descriptor }
            if !isLocked, errno != EWOULDBLOCK { return descriptor }
            close(descriptor)
            _ = poll(nil, 0, 5)
        }
        return open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o600)
    }

    /// Replaces the file by a shorter one, when no other shell is at it. Failing is harmless: the
    /// next start tries again.
    private func shorten(_ descriptor: Int32, to entries: [String]) {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, isAtPath(descriptor) else { return }
        let temporary = "\(path).\(getpid()).new"
        let copy = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard copy >= 0 else { return }
        let text = entries.map { Self.encoded($0) + "\n" }.joined()
        let isWritten = (try? Self.writeAll(text, to: copy)) != nil && fsync(copy) == 0
        close(copy)
        if !isWritten || rename(temporary, path) != 0 {
            unlink(temporary)
        }
    }

    private func isAtPath(_ descriptor: Int32) -> Bool {
        var opened = stat()
        var named = stat()
        return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
            && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
    }

    private func makeFolders() {
        var folder = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            folder += part + "/"
            _ = mkdir(folder, 0o700)
        }
    }

    private static func isRegular(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// The last `maximumBytes`, from the first whole line on.
    private static func tail(of descriptor: Int32) throws(Failure) -> [UInt8] {
        guard isRegular(descriptor) else { throw Failure(code: EINVAL) }
        let size = Int(lseek(descriptor, 0, SEEK_END))
        var offset = max(0, size - maximumBytes)
        let isCut = offset > 0
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size - offset)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < maximumBytes {
            let count = pread(descriptor, &buffer, buffer.count, offset)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure(code: errno) }
            guard count > 0 else { break }
            bytes.append(contentsOf: buffer[..<count])
            offset += count
        }
        if isCut, let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
            bytes.removeSubrange(...end)
        }
        return bytes
    }

    private static func writeAll(_ text: String, to descriptor: Int32) throws(Failure) {
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes {
                write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure(code: errno) }
            start += count
        }
    }

    static func encoded(_ line: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            switch scalar {
            case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// Nil for what is no UTF-8 text or holds other control characters than a tab.
    static func decoded(_ bytes: some Collection<UInt8>) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var result = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                result.append(scalar == "n" ? "\n" : scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if scalar.value < 0x20 && scalar != "\t" || scalar.value == 0x7F {
                return nil
            } else {
                result.append(scalar)
            }
        }
        return result.isEmpty ? nil : String(result)
    }
}
