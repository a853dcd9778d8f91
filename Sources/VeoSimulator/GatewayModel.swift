/// The models of the gateway and what it documents about them.
///
/// A model's name says all there is to choose: `veo-3.1[-landscape][-fast][-fl]`.
enum GatewayModel: String, CaseIterable, Sendable {
    case standard = "veo-3.1"
    case standardFrames = "veo-3.1-fl"
    case fast = "veo-3.1-fast"
    case fastFrames = "veo-3.1-fast-fl"
    case landscape = "veo-3.1-landscape"
    case landscapeFrames = "veo-3.1-landscape-fl"
    case landscapeFast = "veo-3.1-landscape-fast"
    case landscapeFastFrames = "veo-3.1-landscape-fast-fl"
    /// OpenAI's own two, which only the profile `openai` has. Their price is the simulator's.
    case sora = "sora-2"
    case soraPro = "sora-2-pro"

    /// The eight models of the gateway.
    static let veo = allCases.filter { $0.rawValue.hasPrefix("veo-") }

    /// 16:9 instead of 9:16.
    var isLandscape: Bool {
        switch self {
        case .landscape, .landscapeFrames, .landscapeFast, .landscapeFastFrames: true
        case .standard, .standardFrames, .fast, .fastFrames, .sora, .soraPro: false
        }
    }

    /// The cheaper, quicker half of the table.
    var isFast: Bool {
        switch self {
        case .fast, .fastFrames, .landscapeFast, .landscapeFastFrames, .sora: true
        case .standard, .standardFrames, .landscape, .landscapeFrames, .soraPro: false
        }
    }

    /// Whether a first and a last frame may be given.
    var takesImages: Bool {
        switch self {
        case .standardFrames, .fastFrames, .landscapeFrames, .landscapeFastFrames, .sora, .soraPro:
            true
        case .standard, .fast, .landscape, .landscapeFast: false
        }
    }

    var size: String { isLandscape ? "1280x720" : "720x1280" }

    /// The word for the orientation in the sync stream.
    var mode: String { isLandscape ? "横屏模式" : "竖屏模式" }

    /// Price of one video in quota units: $0.15 and $0.25 at 500,000 units a dollar.
    var price: Int { isFast ? 75_000 : 125_000 }

    /// Recorded generations took 151 to 406 s; the fast models get the lower part of that range.
    var generationTime: ClosedRange<Duration> {
        isFast ? .seconds(151)...(.seconds(300)) : .seconds(220)...(.seconds(406))
    }
}
