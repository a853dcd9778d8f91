import VeoSimulator

/// One cell of the matrix: what goes wrong, and in which step.
struct FaultCell: Sendable {
    /// The step whose table it stands in.
    let step: FaultRule.Step
    /// The state that the job must be in for them.
    var state: String?
    /// The rules without their step; all are about ``step``.
    let kinds: [String]
    /// The deadline that ends it, where only one does.
    var deadline: MatrixClock.Deadline?
    /// Whether the last bytes before the connection breaks decide; the HTTP library may drop them.
    var isRace: Bool {
        switch step {
        case .chat: kinds.first == "cut=-1" || promisesMore
        case .create, .upload: kinds.first?.hasPrefix("cut=") == true || promisesMore
        case .content, .download: kinds.first?.hasPrefix("length=+100") == true
        case .status, .list, .models, .account: false
        }
    }
    /// Whether the answer says that it is longer than it is.
    private var promisesMore: Bool {
        guard let kind = kinds.first else { return false }
        return kind.hasPrefix("length=") && !kind.hasPrefix("length=-") && kind != "length=none"
    }
    /// Whether the answer denies a video that the simulator has made, and billed.
    var deniesVideo: Bool {
        kinds.contains { kind in ["expired", "cancelled"].contains { kind.contains("\"\($0)\"") } }
    }
    /// Whether the video comes with something before or behind it.
    var padsVideo: Bool {
        [.content, .download].contains(step) && kinds.contains { $0.contains("{body}") }
    }
    /// Whether nothing listens at the address of the step.
    var isRefused = false

    /// As the table shows it.
    var title: String {
        isRefused
            ? "refused: nothing listens there"
            : kinds.map { "`\(place):\($0)`" }.joined(separator: " ")
    }

    private var place: String { step.rawValue + (state.map { "/\($0)" } ?? "") }

    /// All rules of the simulator.
    var rules: [String] {
        var rules = kinds.map { "\(place):\($0)" }
        if isRefused { rules = step == .download ? ["status:link=\(Self.nowhere)/a.mp4"] : [] }
        if step == .content { rules.append("status:no-link") }
        return rules
    }

    /// Whether the simulator did what the cell is about.
    func isFault(_ entry: JournalEntry) -> Bool {
        entry.fault.map { $0.hasPrefix(step.rawValue) } ?? false
            && entry.step?.rawValue == (step == .upload ? "create" : step.rawValue)
    }

    /// An address where nothing listens: the port of TCPMUX.
    static let nowhere = "http://127.0.0.1:1"

    /// What is run. `save` tries to save whatever became of the job.
    func script(folder: String) -> String {
        var lines = ["set out \(folder)/${job.name}.mp4"]
        switch step {
        case .upload:
            lines += [
                "image \(folder)/start.jpg", "submit as cat model=veo-3.1-fast-fl -- a cat",
            ]
        case .chat: lines.append("submit as cat mode=sync -- a cat")
        case .create, .status, .content, .download, .list, .models, .account:
            lines.append("submit as cat -- a cat")
        }
        return (lines + ["wait", "save"]).joined(separator: "\n") + "\n"
    }
}

extension FaultCell {
    static let all: [FaultCell] =
        starts(.create) + starts(.upload) + starts(.chat) + asks(.status) + asks(.content)
        + asks(.download) + FaultRule.Step.aboutJobs.flatMap(odd)

    /// Every step can meet these.
    private static func common(_ step: FaultRule.Step) -> [FaultCell] {
        [FaultCell(step: step, kinds: [], isRefused: true)]
            + [
                "reset-before", "reset-after", "status=400", "status=401", "status=402",
                "status=403", "status=404", "status=405", "status=408", "status=409",
                "status=410", "status=413", "status=422", "status=429",
                "status=429,code=insufficient_quota", "status=500", "status=501", "status=502",
                "status=503", "status=503,code=model_not_found", "status=504", "status=520",
                "status=529", "status=429*1", "status=503*1", "retry-after=7*1",
                "retry-after=3600*1", "status=503,retry-ms=1500*1",
                "body=html", "body=json", "body=empty", "body=truncated", "body=malformed",
                "body=wrong-types", "body=deep", "body=huge", "huge-header", "cut=0", "cut=1",
                "cut=1%", "cut=40%", "cut=-1", "length=none", "length=+100", "length=-10",
                "stall=1s", "drip=100ms", "redirect=loop", "redirect=other-host",
            ].map { FaultCell(step: step, kinds: [$0]) }
            + [
                FaultCell(step: step, kinds: ["no-answer"], deadline: .head),
                FaultCell(
                    step: step, kinds: ["drip=24h"], deadline: step.isAPI ? .whole : .idle),
            ]
    }

    /// The forms of a generation that fails.
    private static let failures = [
        "fail", "fail=content_policy_violation", "fail=string", "fail=empty", "fail=null",
    ]

    private static func starts(_ step: FaultRule.Step) -> [FaultCell] {
        let stall = FaultCell(
            step: step, kinds: ["stall=24h"], deadline: step == .chat ? .idle : .head)
        let more =
            step == .chat
            ? ["no-link", "relative-link", "link=\(nowhere)/a.mp4"] : ["poll-after=2s"]
        return common(step) + [stall] + (failures + more).map { FaultCell(step: step, kinds: [$0]) }
    }

    private static func asks(_ step: FaultRule.Step) -> [FaultCell] {
        let once = [
            "reset-before*1", "reset-after*1", "status=408*1", "status=500*1", "status=502*1",
            "body=html*1", "body=empty*1", "body=truncated*1", "body=malformed*1", "cut=0*1",
            "cut=40%*1", "cut=-1*1", "length=+100*1",
        ]
        let more: [String] =
            switch step {
            case .status:
                failures + [
                    "unknown-status*3", "no-link", "relative-link", "link=ftp://a/b.mp4",
                    "poll-after=2s*1",
                ]
            case .content: ["not-ready", "not-ready*1"]
            case .create, .upload, .chat, .download, .list, .models, .account: ["expired"]
            }
        let ranges =
            step == .status
            ? [] : ["range=ignored", "range=wrong*1", "etag=changed", "etag=weak", "etag=none"]
        let stalls =
            step == .status
            ? [
                FaultCell(step: step, kinds: ["stall=24h"], deadline: .head),
                FaultCell(step: step, kinds: ["stall=24h*1"], deadline: .head),
            ]
            : [
                FaultCell(step: step, kinds: ["drip=23h"], deadline: .whole),
                FaultCell(step: step, kinds: ["stall=24h*1"], deadline: .idle),
            ]
        return common(step) + (once + more).map { FaultCell(step: step, kinds: [$0]) }
            + ranges.map { FaultCell(step: step, kinds: ["cut=40%*1", $0]) }
            + stalls
            + [FaultCell(step: step, kinds: ["no-answer*1"], deadline: .head)]
            + (step == .status
                ? [FaultCell(step: step, kinds: ["unknown-status*1", "poll-after=7s*1"])] : [])
    }
}

extension FaultRule.Step {
    /// Whether its answers are JSON, which comes in one piece.
    fileprivate var isAPI: Bool {
        switch self {
        case .create, .upload, .status, .list, .models, .account: true
        case .chat, .content, .download: false
        }
    }
}
