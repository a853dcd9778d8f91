import Subprocess
import SystemPackage

/// Which characters the fonts of this machine have between them, by fontconfig.
struct FontCoverage: Sendable {
    /// Most bytes of the answer that are read; a desktop with thousands of fonts gives fewer.
    private static let outputLimit = 16 * 1024 * 1024

    /// Disjoint, in order.
    private let ranges: [ClosedRange<UInt32>]

    /// - Parameter charsets: lines of hexadecimal ranges, as in `20-7e a0-17f 192`.
    init(charsets: String) {
        var found: Set<ClosedRange<UInt32>> = []
        for word in charsets.split(whereSeparator: \.isWhitespace) {
            let ends = word.split(separator: "-").map { UInt32($0, radix: 16) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last
            else { continue }
            found.insert(first...last)
        }
        var ranges: [ClosedRange<UInt32>] = []
        for range in found.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = ranges.last, range.lowerBound <= last.upperBound {
                ranges[ranges.count - 1] =
                    last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
        self.ranges = ranges
    }

    /// Asks fontconfig; nil if it cannot be asked.
    static func ask(_ tool: PictureTool) async -> FontCoverage? {
        guard let lister = tool.fontLister,
            let answer = try? await Subprocess.run(
                .path(FilePath(lister)), arguments: ["--format=%{charset}\n"],
                environment: tool.childEnvironment, output: .string(limit: outputLimit),
                error: .discarded),
            answer.terminationStatus.isSuccess
        else { return nil }
        return FontCoverage(charsets: answer.standardOutput)
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar.value {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < ranges.count && ranges[low].contains(scalar.value)
    }
}
