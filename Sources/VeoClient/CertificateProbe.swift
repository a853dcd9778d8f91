import Glibc
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// Words for a failed TLS handshake. The library says no more than that a certificate was refused,
/// so the server is asked for it once more; nothing is sent there.
enum CertificateProbe {
    private static let limit = TimeAmount.seconds(5)

    /// What a failure of a handshake means; the error itself for any other.
    static func explained(
        _ error: any Error, origin: Origin, isDirect: Bool, tls: TLSConfiguration?
    ) async -> any Error {
        if error is CertificateFailure { return error }
        if let error = error as? NIOSSLExtraError {
            return error == .failedToValidateHostname ? CertificateFailure.otherHost : error
        }
        guard case .handshakeFailed(.sslError(let stack)) = error as? NIOSSLError,
            stack.contains(where: { $0.description.contains("CERTIFICATE_VERIFY_FAILED") })
        else { return error }
        let unknown = CertificateFailure(
            reason: isDirect
                ? "no authority that this machine trusts vouches for it"
                : "the proxy may have put its own in its place",
            advice: CertificateFailure.authority)
        guard isDirect, let tls else { return unknown }
        return await look(at: origin, tls) ?? unknown
    }

    private static func look(
        at origin: Origin, _ tls: TLSConfiguration
    ) async -> CertificateFailure? {
        let shown = Shown()
        let name = CertificateName.addressBytes(origin.host) == nil ? origin.host : nil
        guard let context = try? NIOSSLContext(configuration: tls) else { return nil }
        let connection = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(limit)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try NIOSSLClientHandler(
                        context: context, serverHostname: name,
                        customVerificationCallback: { certificates, promise in
                            shown.certificates.withLock { $0 = certificates }
                            promise.succeed(.failed)
                        })
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
        if let channel = try? await connection.connect(host: bare(origin.host), port: origin.port)
            .get()
        {
            let timer = channel.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
            try? await channel.closeFuture.get()
            timer.cancel()
        }
        let certificates = shown.certificates.withLock { $0 }
        return certificates.first.map {
            CertificateFailure(
                leaf: $0, chainCount: certificates.count, host: origin.host, now: time(nil))
        }
    }

    private static func bare(_ host: String) -> String {
        String(host.drop { $0 == "[" }.prefix { $0 != "]" })
    }

    private final class Shown: Sendable {
        let certificates = Mutex<[NIOSSLCertificate]>([])
    }

    /// A failure of TLS in a few words of its own, without what the library says of its sources:
    /// `wrong version number`.
    static func words(_ error: any Error) -> String? {
        let text: String
        switch error {
        case NIOSSLError.handshakeFailed(let failure): text = "\(failure)"
        case NIOSSLError.uncleanShutdown: return "it was cut short"
        case let error as BoringSSLError: text = "\(error)"
        case is NIOSSLError, is NIOSSLExtraError: text = "\(error)"
        default: return nil
        }
        if text.contains("eofDuringHandshake") || text.contains("EOF during") {
            return "the server closed the connection"
        }
        guard let mark = text.firstRange(of: "OPENSSL_internal:") else {
            return "the handshake failed"
        }
        let reason = text[mark.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        if reason == "WRONG_VERSION_NUMBER" || reason == "HTTP_REQUEST" {
            return "it does not speak TLS there"
        }
        return reason.lowercased().split(separator: "_").joined(separator: " ")
    }
}
