import FoundationEssentials
import Glibc

/// What the kernel tells of running programs (proc(5)).
enum Processes {
    /// The arguments of the programs that have this word in one of them, by process.
    static func arguments(with word: String) -> [Int: String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int($0) }.reduce(into: [:]) { found, process in
            let text = text("/proc/\(process)/cmdline")
            if text.contains(word) { found[process] = text }
        }
    }

    /// The most memory that a program has had at once so far, in bytes. (What `wait4` tells at its
    /// end is no measure: it begins with the memory of the program that started it.)
    static func peakMemory(of process: Int) -> Int? {
        let line = text("/proc/\(process)/status").split(separator: "\n")
            .first { $0.hasPrefix("VmHWM:") }
        let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
        return kilobytes.flatMap { Int($0) }.map { $0 * 1024 }
    }

    /// These files have no length, so they are read by hand.
    private static func text(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 64 * 1024)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
