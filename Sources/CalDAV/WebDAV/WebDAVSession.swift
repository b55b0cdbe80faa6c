import HTTPExchange
import Logging
import RoomCore
import Synchronization

/// Talks to one server: adds credentials, follows redirects within the origin, and sorts failures out.
final class WebDAVSession: Sendable {
    private let transport: any HTTPTransport
    private let authenticator: Mutex<Authenticator>
    private let origin: ResourceURL
    private let logger: Logger
    private let wall: @Sendable () -> WallTime
    private let clientNonce: @Sendable () -> String

    private static let redirectLimit = 3
    private static let userAgent = HTTPField("user-agent", "Domovoy/1 (room panel)")

    /// Makes a session with the server of `origin`; no other server is ever spoken to.
    init(
        transport: any HTTPTransport, origin: ResourceURL, user: String, password: String,
        logger: Logger, wall: @escaping @Sendable () -> WallTime,
        clientNonce: @escaping @Sendable () -> String = WebDAVSession.randomWord
    ) {
        self.transport = transport
        self.origin = origin
        self.authenticator = Mutex(Authenticator(user: user, password: password))
        self.logger = logger
        self.wall = wall
        self.clientNonce = clientNonce
    }

    /// Sends a request whose answer is a list of resources.
    ///
    /// - Parameter operation: what it is called in errors.
    /// - Throws: ``CalDAVError``.
    func multiStatus(
        _ request: HTTPRequest, _ operation: String
    ) async throws(CalDAVError) -> (MultiStatus, HTTPAnswer) {
        let answer = try await send(request, operation)
        let subject = request.url
        guard answer.status == 207 else { throw unexpected(answer, operation, subject) }
        guard answer.mediaType == "application/xml" || answer.mediaType == "text/xml" else {
            throw webPage(answer, operation, subject)
        }
        do throws(XMLDocument.Malformed) {
            return (try MultiStatus(answer.body), answer)
        } catch {
            throw CalDAVError(
                operation, subject, .malformed(error.reason), serverDate: answer.date)
        }
    }

    /// Sends a request and hands back any answer but 401, 407 and redirects.
    ///
    /// - Throws: ``CalDAVError``.
    func send(
        _ request: HTTPRequest, _ operation: String
    ) async throws(CalDAVError) -> HTTPAnswer {
        var request = request
        var retries = 0
        var redirects = 0
        while true {
            let (answer, sentCredentials) = try await exchange(request, operation)
            switch answer.status {
            case 401:
                let verdict = authenticator.withLock {
                    $0.refused(answer, sent: sentCredentials, retries: retries)
                }
                if case .refuse(let reason) = verdict {
                    throw CalDAVError(
                        operation, request.url, .authentication(reason), serverDate: answer.date)
                }
                retries += 1
            case 301, 302, 303, 307, 308:
                redirects += 1
                request.url = try target(of: answer, request, operation, redirects)
            default:
                authenticator.withLock { $0.accepted(answer) }
                if answer.status == 407 || answer.status == 511 {
                    throw webPage(answer, operation, request.url)
                }
                return answer
            }
        }
    }

    /// What an answer means that is not the one expected.
    func unexpected(
        _ answer: HTTPAnswer, _ operation: String, _ subject: ResourceURL
    ) -> CalDAVError {
        if (200..<300).contains(answer.status) { return webPage(answer, operation, subject) }
        let now = answer.date ?? wall()
        return CalDAVError(
            operation, subject, .status(answer.status, conditions: answer.conditions),
            retryAfter: answer["retry-after"].flatMap { RetryAfter.parse($0, now: now) },
            serverDate: answer.date)
    }

    /// Closes the connections.
    func shutdown() async {
        await transport.shutdown()
    }

    private func exchange(
        _ request: HTTPRequest, _ operation: String
    ) async throws(CalDAVError) -> (HTTPAnswer, sentCredentials: Bool) {
        var request = request
        request.headers.append(WebDAVSession.userAgent)
        let (method, path) = (request.method, request.url.path)
        let credentials = authenticator.withLock {
            $0.authorization(method: method, path: path, clientNonce: clientNonce())
        }
        if let credentials { request.headers.append(HTTPField("authorization", credentials)) }
        do throws(TransportFailure) {
            let answer = try await transport.exchange(request)
            if let coding = answer["content-encoding"], coding.lowercased() != "identity" {
                throw .malformed("packed as \(coding.oneLine(20)), which was not asked for")
            }
            logger.trace(
                "exchange",
                metadata: ["method": "\(method)", "path": "\(path)", "status": "\(answer.status)"])
            return (answer, credentials != nil)
        } catch {
            throw CalDAVError(operation, request.url, .transport(error))
        }
    }

    private func target(
        of answer: HTTPAnswer, _ request: HTTPRequest, _ operation: String, _ count: Int
    ) throws(CalDAVError) -> ResourceURL {
        let reads = ["GET", "PROPFIND", "REPORT"].contains(request.method)
        guard let target = answer["location"].flatMap(request.url.resolving) else {
            throw CalDAVError(
                operation, request.url, .webPage("redirected to nowhere (\(answer.status))"))
        }
        guard target.hasSameOrigin(as: origin) else {
            throw CalDAVError(
                operation, request.url,
                .webPage(
                    """
                    redirected to another server, \("\(target.origin)".oneLine(100)) \
                    (\(answer.status)); a sign-in page?
                    """), serverDate: answer.date)
        }
        guard reads, count <= WebDAVSession.redirectLimit, target != request.url else {
            throw CalDAVError(
                operation, request.url, .malformed("redirected to \(target), which is not followed")
            )
        }
        logger.info(
            "redirect followed",
            metadata: ["from": "\(request.url)", "to": "\(target)", "status": "\(answer.status)"])
        return target
    }

    private func webPage(
        _ answer: HTTPAnswer, _ operation: String, _ subject: ResourceURL
    ) -> CalDAVError {
        let type = answer.mediaType?.oneLine(40) ?? "something without a type"
        return CalDAVError(
            operation, subject,
            .webPage(
                "answered \(answer.status) with \(type), not as a calendar server: a sign-in page?"),
            serverDate: answer.date)
    }

    /// 32 random hexadecimal digits.
    static func randomWord() -> String {
        (0..<2).map { _ in
            let digits = String(UInt64.random(in: 0...(.max)), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

extension HTTPAnswer {
    /// The names in the body's `error` element (RFC 4918, section 14.5); empty if it holds none.
    var conditions: [String] {
        guard mediaType == "application/xml" || mediaType == "text/xml", body.count <= 16_384,
            let root = try? XMLDocument.parse(body), root.name == .dav("error")
        else { return [] }
        return root.children.prefix(4).map(\.name.local)
    }
}
