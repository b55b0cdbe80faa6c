import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Why no whole answer came.
package enum TransportFailure: Error, Hashable, Sendable {
    /// No connection, or it broke: what the network said.
    case unreachable(String)
    /// The certificate or the handshake was not acceptable.
    case tls(String)
    /// The connection did not stand in time.
    case connectTimeout
    /// Nothing came for the idle time.
    case idle
    /// The whole exchange took too long.
    case deadline
    /// The body has more bytes than permitted.
    case tooLarge(limit: Int)
    /// The answer is not HTTP.
    case malformed(String)

    /// What happened, on one line.
    package var reason: String {
        switch self {
        case .unreachable(let what): "no answer: \(what)"
        case .tls(let what): "no safe connection: \(what)"
        case .connectTimeout: "no connection in time"
        case .idle: "the answer stopped coming"
        case .deadline: "no whole answer in time"
        case .tooLarge(let limit): "the answer is longer than \(limit) bytes"
        case .malformed(let what): "the answer is not HTTP: \(what)"
        }
    }
}

extension TransportFailure {
    /// Names what NIO, NIOSSL or AsyncHTTPClient reports.
    init(_ error: any Error) {
        switch error {
        case let error as HTTPClientError:
            self.init(client: error)
        case let error as NIOConnectionError:
            self = .unreachable(error.reason)
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            self = .tls("the certificate is for another host")
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            self = .tls(TLSReason.words(error))
        case let error as HTTPParserError where error == .invalidEOFState:
            self = .unreachable("the connection closed inside the answer")
        case is HTTPParserError:
            self = .malformed(String(describing: error).oneLine(80))
        case let error as IOError:
            self = .unreachable(error.words)
        case ChannelError.connectTimeout:
            self = .connectTimeout
        default:
            self = .unreachable(String(describing: error).oneLine(120))
        }
    }

    private init(client error: HTTPClientError) {
        switch error {
        case .connectTimeout, .tlsHandshakeTimeout: self = .connectTimeout
        case .readTimeout, .writeTimeout: self = .idle
        case .deadlineExceeded, .getConnectionFromPoolTimeout: self = .deadline
        case .remoteConnectionClosed: self = .unreachable("the connection closed before the answer")
        default: self = .unreachable(error.shortDescription.oneLine(120))
        }
    }
}

extension NIOConnectionError {
    /// What kept the connection from standing, without the list of every address tried.
    fileprivate var reason: String {
        if let refused = connectionErrors.first?.error {
            if case ChannelError.connectTimeout = refused { return "no connection in time" }
            return (refused as? IOError)?.words ?? String(describing: refused).oneLine(120)
        }
        return dnsAError == nil && dnsAAAAError == nil
            ? "no address to connect to" : "the host name cannot be resolved"
    }
}

extension IOError {
    /// The system's own words for it, such as `Connection refused`.
    fileprivate var words: String {
        // SAFETY: the text is the C library's, valid until the thread asks again, and copied at once.
        strerror(errnoCode).map { String(cString: $0) } ?? "error \(errnoCode)"
    }
}
