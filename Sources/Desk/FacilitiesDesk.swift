import HTTPTypes
import Hashing
package import HummingbirdCore
package import Logging
import NIOCore
package import PanelWeb
package import RoomCore
import Wording

/// The facilities desk: the places under `/desk`, for those who know its password.
///
/// A value that shares its sessions with its copies.
package struct FacilitiesDesk: WebAnnex {
    private let doorkeeper: Doorkeeper
    private let book: any DeskBook
    private let record: any DeskRecord
    private let limits = WebLimits()
    private let cookies: DeskCookies
    /// A browser asks for a page's pictures six at a time.
    private let gate = ListingGate(limit: 16, share: 8)
    /// Counts the reports under way: each reads all of its window.
    private let reportGate = ListingGate(limit: 2, share: 2)

    /// Opens a desk.
    ///
    /// - Parameters:
    ///   - hash: reads the hash of its password, asked for at each request; what it throws keeps everybody out and is
    ///     shown to nobody.
    ///   - book: what is written at the desk.
    ///   - record: what is shown at the desk.
    ///   - uptime: the clock of waits and sessions.
    ///   - isSecure: whether the panel itself serves it over TLS; a proxy that does is told by what browsers send.
    ///   - logger: where logins are told.
    package init(
        hash: @escaping @Sendable () throws -> PasswordHash, book: any DeskBook,
        record: any DeskRecord, uptime: @escaping @Sendable () -> Uptime, isSecure: Bool = false,
        logger: Logger
    ) {
        doorkeeper = Doorkeeper(hash: hash, uptime: uptime, logger: logger)
        self.book = book
        self.record = record
        cookies = DeskCookies(isSecure: isSecure)
    }

    package func has(_ path: String) -> Bool { path == "/desk" || path.hasPrefix("/desk/") }

    package func answer(_ request: Request, from caller: Caller) async throws -> Response {
        let path = request.uri.path
        guard let place = DeskPlace(path: path) else {
            throw ErrorReply.notFound("not_found", "there is nothing at \(path.clipped)")
        }
        try request.admit(place.methods)
        switch place {
        case .asset(let asset): return asset.response
        case .session: return try await session(request, caller)
        case .notes: return try await note(request)
        case .reports: return try await reports(request, caller)
        case .verdicts, .story, .sensors, .chart:
            return try await read(place, request, caller)
        }
    }

    // MARK: The record

    private func read(
        _ place: DeskPlace, _ request: Request, _ caller: Caller
    ) async throws -> Response {
        _ = try session(of: request)
        let pass = try gate.pass(for: caller.remote)
        defer { withExtendedLifetime(pass) {} }
        let verdicts = VerdictDesk(record: record, limits: limits)
        let sensors = SensorDesk(record: record)
        return switch place {
        case .story: try await verdicts.story(request.uri)
        case .sensors: try await sensors.list(request.uri)
        case .chart: try await sensors.chart(request.uri)
        default: try await verdicts.page(request.uri)
        }
    }

    // MARK: Sessions

    private func session(_ request: Request, _ caller: Caller) async throws -> Response {
        switch request.method {
        case .post: try await enter(request, caller)
        case .delete: try leave(request)
        default: .json(document(try session(of: request)))
        }
    }

    private func enter(_ request: Request, _ caller: Caller) async throws -> Response {
        try request.checkOrigin(doing: "sign in")
        let body = JSONBody(of: request, limit: Login.greatestBytes)
        try body.checkType()
        let login = try Login(try await body.bytes())
        let visitor = Visitor(
            address: caller.remote, session: cookies.value(.session, in: request),
            device: cookies.value(.device, in: request))
        let (session, device) = try await doorkeeper.enter(login.password, visitor)
        let headers: HTTPFields = [
            .setCookie: cookies.field(
                .session, session.id, for: Sessions.length, answering: request),
            .setCookie: cookies.field(.device, device, for: Devices.length, answering: request),
        ]
        return .json(document(session), headers: headers)
    }

    private func leave(_ request: Request) throws -> Response {
        doorkeeper.leave(try writer(request))
        let cookie = cookies.field(.session, "", for: .zero, answering: request)
        return Response(
            status: .noContent, headers: [.setCookie: cookie, .cacheControl: "no-store"])
    }

    // MARK: Notes

    private func note(_ request: Request) async throws -> Response {
        let body = JSONBody(of: request, limit: NoteRequest.greatestBytes)
        try body.checkType()
        _ = try writer(request)
        let bytes = try await body.bytes()
        // Nobody can mend a note of a wrong time, nor see that it is one.
        guard let now = book.now() else { throw ErrorReply.clockUntrusted }
        let wish = try NoteRequest(bytes, sensors: book.sensors, now: now)
        let note = try await ErrorReply.readable {
            try await book.write(wish.text, at: wish.at, sensor: wish.sensor, writtenAt: now)
        }
        return .json(LogRow(.note(note)), status: .created)
    }

    // MARK: Reports

    /// Whoever is not signed in is sent to the desk.
    private func reports(_ request: Request, _ caller: Caller) async throws -> Response {
        do { _ = try session(of: request) } catch let reply as ErrorReply
            where reply.status == .unauthorized
        {
            return Response(
                status: .seeOther, headers: [.location: "/desk", .cacheControl: "no-store"])
        }
        let clock = ReportClock(today: record.today(), clock: record.clock)
        let usual = clock.last(days: 28)
        let window = try ListingQuery(request.uri, today: { usual }, limits: limits).window
        let pass = try reportGate.pass(for: caller.remote)
        defer { withExtendedLifetime(pass) {} }
        let limit = limits.bookings
        let report = try await ErrorReply.readable {
            try await record.report(in: window, limit: limit)
        }
        guard let report else {
            throw ErrorReply.badRequest(
                "bad_window", "there are more than \(limit) bookings in a week of this time")
        }
        let language = Language(acceptLanguage: request.headers[.acceptLanguage])
        let page = ReportPage(report: report, book: Phrasebook(language), clock: clock)
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
                .vary: "Accept-Language",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: page.text)))
    }

    private func session(of request: Request) throws -> Session {
        try doorkeeper.session(cookies.value(.session, in: request))
    }

    private func document(_ session: Session) -> SessionDocument {
        SessionDocument(
            token: session.token, secondsLeft: doorkeeper.secondsLeft(of: session))
    }

    /// Whose write this is.
    ///
    /// - Throws: ``PanelWeb/ErrorReply``: 401 without a session, 403 if another site's page may have sent it.
    private func writer(_ request: Request) throws -> Session {
        try request.checkOrigin(doing: "write at the desk")
        let session = try session(of: request)
        guard ConstantTime.isEqual(request.headers[.deskToken] ?? "", session.token) else {
            throw ErrorReply(
                status: .forbidden, code: "bad_token",
                message: "X-Desk-Token must be the token that /desk/session tells")
        }
        return session
    }
}

extension HTTPField.Name {
    /// `X-Desk-Token`: shows that a write comes from a page that could read the session.
    static let deskToken: HTTPField.Name = {
        guard let name = HTTPField.Name("X-Desk-Token") else {
            preconditionFailure("not a field name")
        }
        return name
    }()
}
