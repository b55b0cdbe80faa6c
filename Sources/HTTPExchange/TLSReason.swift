import NIOSSL

/// What a failure of TLS means, in words for whoever set the server's address.
///
/// The library's own text is a list of codes with the path of its source.
enum TLSReason {
    /// The certificate was turned down, for a reason that BoringSSL does not tell apart.
    static let untrusted = "the certificate is not trusted"

    /// One line for an error of NIOSSL.
    static func words(_ error: any Error) -> String {
        switch error {
        case NIOSSLError.handshakeFailed(let cause), NIOSSLError.shutdownFailed(let cause):
            words(cause)
        case NIOSSLError.uncleanShutdown: "the connection closed without the end of TLS"
        case NIOSSLError.noSuchFilesystemObject, NIOSSLError.failedToLoadCertificate:
            "the system's certificates cannot be loaded"
        case let cause as BoringSSLError: words(cause)
        default: "TLS does not work with this host"
        }
    }

    private static func words(_ cause: BoringSSLError) -> String {
        switch cause {
        case .sslError(let stack), .unknownError(let stack):
            stack.isEmpty ? closed : words(code(of: stack))
        case .invalidSNIName: "the host's name cannot be told in TLS"
        default: closed
        }
    }

    private static let closed = "the connection closed during the TLS handshake"

    /// The name of the first error, as in `error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER at ...`.
    private static func code(of stack: NIOBoringSSLErrorStack) -> String {
        let text = stack.first.map { "\($0)" } ?? ""
        guard let mark = text.firstRange(of: "OPENSSL_internal:") else { return "" }
        return String(text[mark.upperBound...].prefix { !$0.isWhitespace })
    }

    private static func words(_ code: String) -> String {
        switch code {
        case "": closed
        case "CERTIFICATE_VERIFY_FAILED": untrusted
        case "WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "INVALID_CONTENT_TYPE",
            "UNEXPECTED_RECORD":
            "the server does not speak TLS on this port"
        case "UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION",
            "SSLV3_ALERT_HANDSHAKE_FAILURE", "HANDSHAKE_FAILURE_ON_CLIENT_HELLO",
            "TLSV1_ALERT_INSUFFICIENT_SECURITY", "NO_SHARED_CIPHER":
            "the server and the panel have no TLS version or cipher in common "
                + "(the panel wants TLS 1.2 or newer)"
        case "TLSV1_ALERT_CERTIFICATE_REQUIRED", "TLSV13_ALERT_CERTIFICATE_REQUIRED":
            "the server wants a client certificate"
        case "TLSV1_ALERT_UNRECOGNIZED_NAME": "the server does not know this host name"
        default:
            "the TLS handshake failed: "
                + code.lowercased().replacing("_", with: " ").oneLine(80)
        }
    }
}
