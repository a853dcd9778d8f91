extension FaultRule.Kind {
    static let unknownStatusWord = "reviewing"

    /// Names under which gateways of this family give the link.
    private static let linkNames = ["url", "video_url", "result_url"]

    /// The body about a job with this fault in it, whatever its profile.
    func spoil(_ body: JSON, _ facts: FaultFacts) -> JSON {
        switch self {
        case .unknownStatus: body.setting("status", to: .string(Self.unknownStatusWord))
        case .noLink: Self.linkNames.reduce(body) { $0.setting($1, to: nil) }
        case .relativeLink:
            Self.name("/v1/videos/\(facts.job?.id ?? "")/content", in: body)
        case .link(let address): Self.name(address.text(facts.word), in: body)
        default: body
        }
    }

    private static func name(_ link: String, in body: JSON) -> JSON {
        let names = linkNames.filter { body[$0] != nil }
        return (names.isEmpty ? ["url"] : names).reduce(body) {
            $0.setting($1, to: .string(link))
        }
    }
}
