import HTTPTypes
import Hashing
package import HummingbirdCore
package import Logging
package import PanelWeb
package import RoomCore

/// The facilities desk: the places under `/desk`, for those who know its password.
///
/// A value that shares its sessions with its copies.
package struct FacilitiesDesk: WebAnnex {
    private let doorkeeper: Doorkeeper
    private let book: any DeskBook
    private let cookie: SessionCookie

    /// Opens a desk.
    ///
    /// - Parameters:
    ///   - hash: reads the hash of its password, asked for at each request; what it throws keeps everybody out and is
    ///     shown to nobody.
    ///   - book: what is written at the desk.
    ///   - uptime: the clock of waits and sessions.
    ///   - isSecure: whether it is served over TLS.
    ///   - logger: where logins are told.
    package init(
        hash: @escaping @Sendable () throws -> PasswordHash, book: any DeskBook,
        uptime: @escaping @Sendable () -> Uptime, isSecure: Bool = false, logger: Logger
    ) {
        doorkeeper = Doorkeeper(hash: hash, uptime: uptime, logger: logger)
        self.book = book
        cookie = SessionCookie(isSecure: isSecure)
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
        }
    }

    // MARK: Sessions

    private func session(_ request: Request, _ caller: Caller) async throws -> Response {
        switch request.method {
        case .post: try await enter(request, caller)
        case .delete: try leave(request)
        default: .json(document(try doorkeeper.session(cookie.id(in: request))))
        }
    }

    private func enter(_ request: Request, _ caller: Caller) async throws -> Response {
        try request.checkOrigin(doing: "sign in")
        let body = JSONBody(of: request, limit: Login.greatestBytes)
        try body.checkType()
        let login = try Login(try await body.bytes())
        let session = try await doorkeeper.enter(login.password, from: caller.remote)
        return .json(document(session), headers: [.setCookie: cookie.beginning(session)])
    }

    private func leave(_ request: Request) throws -> Response {
        doorkeeper.leave(try writer(request))
        return Response(
            status: .noContent, headers: [.setCookie: cookie.ending, .cacheControl: "no-store"])
    }

    // MARK: Notes

    private func note(_ request: Request) async throws -> Response {
        let body = JSONBody(of: request, limit: NoteRequest.greatestBytes)
        try body.checkType()
        _ = try writer(request)
        guard let now = book.now() else {
            throw ErrorReply.unavailable(
                "the panel's clock is not trusted yet, and a note keeps its time for good",
                retryAfterSeconds: 60)
        }
        let wish = try NoteRequest(try await body.bytes(), sensors: book.sensors, now: now)
        let note = try await ErrorReply.readable {
            try await book.write(wish.text, at: wish.at, sensor: wish.sensor, writtenAt: now)
        }
        return .json(LogRow(.note(note)), status: .created)
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
        let session = try doorkeeper.session(cookie.id(in: request))
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
