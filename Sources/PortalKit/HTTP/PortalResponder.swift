import CivilCalendar
import HTTPTypes
import HummingbirdCore
import JSONText
import NIOCore

/// Answers HTTP requests: the REST API, the page, and the control path.
struct PortalResponder: Sendable {
    /// Bytes of a body that are read.
    static let greatestBody = 4 << 20
    /// JSON values of a body that are read.
    static let greatestValues = 100_000

    let engine: PortalEngine
    let control: ControlPath

    /// The connection has to be closed without an answer.
    struct HangUp: Error {}

    /// Answers one request.
    ///
    /// - Throws: ``HangUp`` to close the connection.
    @concurrent func answer(
        _ request: Request, to writer: consuming ResponseWriter, from channel: any Channel
    ) async throws {
        let source = channel.remoteAddress?.ipAddress ?? "unknown"
        guard let response = await respond(to: request, from: source) else { throw HangUp() }
        try await writer.write(response: response.head, body: response.body)
    }

    /// The answer; nil if there is to be none.
    func respond(to request: Request, from source: String) async -> Response? {
        let path = request.uri.path
        var response: Response?
        if path.hasPrefix("/rest/") {
            response = await rest(request, path, source)
        } else {
            response = await control.respond(to: request, from: source)
        }
        let date = HTTPDate.text(secondsSinceEpoch: Int64(engine.seconds))
        response?.headers[.date] = date
        return response
    }

    private func rest(_ request: Request, _ path: String, _ source: String) async -> Response? {
        guard let parts = RESTRequest.path(path) else {
            return .json(engine.document(.noAuth), status: 401)
        }
        guard request.method == .get || request.method == .post else {
            return .text("", status: 405, type: "text/html; charset=utf-8")
        }
        let arguments: JSON.Members
        do {
            arguments = try await self.arguments(of: request)
        } catch let error as RESTError {
            return .json(engine.document(error), status: error.status)
        } catch {
            return .html(413)
        }
        let answer = await engine.answer(
            RESTRequest(
                userID: parts.user, secret: parts.secret, method: parts.method,
                arguments: arguments, source: source, host: request.head.authority ?? "",
                target: request.head.path ?? ""))
        return Response(answer)
    }

    /// Parameters of the query, with those of the body over them.
    private func arguments(of request: Request) async throws -> JSON.Members {
        var arguments = FormText.members(request.uri.query ?? "")
        let body = try await request.body.collect(upTo: Self.greatestBody)
        guard request.method == .post, body.readableBytes > 0 else { return arguments }
        let type = (request.headers[.contentType] ?? "").split(separator: ";").first ?? ""
        let members: JSON.Members
        switch type.lowercased() {
        case "application/json": members = try Self.json(body)
        case "application/x-www-form-urlencoded", "":
            members = FormText.members(String(buffer: body))
        default:
            throw RESTError.system(400, "INVALID_REQUEST", "Content-Type cannot be read")
        }
        for member in members.all { arguments[member.name] = member.value }
        return arguments
    }

    private static func json(_ body: ByteBuffer) throws -> JSON.Members {
        do {
            switch try JSON(text: body.readableBytesView, mostValues: greatestValues) {
            case .object(let members): return members
            case .array(let list) where list.isEmpty: return JSON.Members()
            default: throw RESTError.system(400, "INVALID_REQUEST", "The body is no JSON object")
            }
        } catch let error as JSONSyntaxError {
            throw RESTError.system(400, "INVALID_REQUEST", "The body is \(error)")
        }
    }
}

extension Response {
    /// An answer of the REST API as HTTP; nil if the connection is to be closed.
    init?(_ answer: RESTAnswer) {
        switch answer {
        case .json(let status, let json): self = .json(json, status: status)
        case .html(let status): self = .html(status)
        case .text(let status, let text, let type):
            self = .text(text, status: status, type: type)
        case .redirect(let location):
            self = .text("", status: 302, type: "text/html; charset=utf-8")
            headers[.location] = location
        case .hangUp: return nil
        }
    }

    static func json(_ json: JSON, status: Int = 200) -> Response {
        text(json.written, status: status, type: "application/json; charset=utf-8")
    }

    /// A page such as a proxy or a portal's front end puts in the way.
    static func html(_ status: Int) -> Response {
        text(
            "<!doctype html><title>\(status)</title><h1>Bitrix24</h1><p>Please try again later.</p>",
            status: status, type: "text/html; charset=utf-8")
    }

    static func text(_ text: String, status: Int, type: String) -> Response {
        Response(
            status: HTTPResponse.Status(code: status),
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
