import FoundationEssentials
import HTTPTypes

/// Links as recorded: a name in a folder, without a signature.
struct PlainLinks: LinkShape {
    func path(of file: String, _ job: Job, _ site: Site) -> String { "/flow/\(file).mp4" }

    func refusal(of query: Substring, file: String, _ job: Job, _ site: Site) -> Answer? { nil }
}

/// Links of Google's storage: no ending, and a signature that the query holds. A client that cuts
/// the query off gets what it would get there.
struct SignedLinks: LinkShape {
    /// How long a link opens its video, from the end of the generation: six hours, as recorded.
    static let lifetime = Duration.seconds(6 * 60 * 60)
    private static let account = "labs-ai-sandbox@system.gserviceaccount.com"

    func path(of file: String, _ job: Job, _ site: Site) -> String {
        let expiry = site.time.unix(job.end + Self.lifetime)
        return "\(Route.signedFolder)/\(file)?GoogleAccessId=\(Self.account)"
            + "&Expires=\(expiry)&Signature=\(Self.signature(file, expiry))"
    }

    func refusal(of query: Substring, file: String, _ job: Job, _ site: Site) -> Answer? {
        let right = path(of: file, job, site).drop { $0 != "?" }.dropFirst()
        let mark = "&" + FaultRule.Circumstances.freshMark
        let signed = query.firstRange(of: mark).map { query[..<$0.lowerBound] } ?? query
        guard signed == right else {
            return Self.error(
                403, "SignatureDoesNotMatch",
                "Access denied. The request signature does not match the one expected.")
        }
        guard site.time.now() < job.end + Self.lifetime else {
            return Self.error(400, "ExpiredToken", "The provided token has expired.")
        }
        return nil
    }

    /// As long as an RSA signature of 256 bytes, in Base64 whose signs are percent-encoded.
    private static func signature(_ file: String, _ expiry: Int) -> String {
        var generator = SeededGenerator(
            seed: SeededGenerator.hash(model: file, prompt: String(expiry)))
        let bytes = (0..<256).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        return Data(bytes).base64EncodedString().replacing("+", with: "%2B")
            .replacing("/", with: "%2F").replacing("=", with: "%3D")
    }

    private static func error(_ status: Int, _ code: String, _ message: String) -> Answer {
        Answer(
            status: status, type: "application/xml; charset=UTF-8",
            text: "<?xml version='1.0' encoding='UTF-8'?><Error><Code>\(code)</Code>"
                + "<Message>\(message)</Message></Error>")
    }
}
