/// What the page shows of a running simulator, taken in one step.
struct Overview: Sendable {
    /// Most jobs on the page; older ones are counted.
    static let jobLimit = 50
    /// Most requests on the page.
    static let requestLimit = 100

    let now: Duration
    /// From the newest to the oldest.
    let jobs: [Job]
    /// How many jobs there have been.
    let made: Int
    let ledger: Ledger
    /// From the newest to the oldest.
    let requests: [JournalEntry]
    /// How many requests are in the journal.
    let noted: Int
}

/// What of the configuration the page tells.
struct PageFacts: Sendable {
    let profile: String
    let speed: Double
    let seed: UInt64
    let faults: [String]
    /// Whether only one key is accepted; which one is nobody's business.
    let hasOneKey: Bool

    init(_ configuration: SimulatorConfiguration) {
        profile = configuration.profile.rawValue
        speed = configuration.speed
        seed = configuration.seed
        faults = configuration.faults.map(\.text)
        hasOneKey = configuration.key != nil
    }
}

extension PageFacts {
    /// A number of quota units as dollars.
    static func dollars(_ units: Int) -> String {
        let unit = 500_000
        // Hundredths of a cent, so that no price is rounded away.
        let fine = units * 10_000 / unit
        let (whole, rest) = abs(fine).quotientAndRemainder(dividingBy: 10_000)
        var digits = String(rest)
        digits = String(repeating: "0", count: 4 - digits.count) + digits
        if digits.hasSuffix("00") { digits.removeLast(2) }
        return "\(fine < 0 ? "−" : "")$\(grouped(whole)).\(digits)"
    }

    private static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0 && index.isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }

    /// A duration as minutes and seconds, or hours, minutes and seconds.
    static func clock(_ duration: Duration) -> String {
        let seconds = max(0, Int(duration.components.seconds))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        let rest = two(seconds % 60)
        return hours > 0 ? "\(hours):\(two(minutes)):\(rest)" : "\(minutes):\(rest)"
    }
}
