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
        response?.headers[.date] = engine.date
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
        return Response(WireAnswer(answer, date: engine.date))
    }

    /// Parameters of the query, with those of the body over them.
    private func arguments(of request: Request) async throws -> JSON.Members {
        var arguments = FormText.members(request.uri.query ?? "")
        let body = try await request.body.collect(upTo: Self.greatestBody)
        guard request.method == .post, body.readableBytes > 0 else { return arguments }
        let type = (request.headers[.contentType] ?? "").split(separator: ";").first ?? ""
        let members: JSON.Members
        switch type.lowercased() {
        case "application/json": members = try Self.json(body.readableBytesView)
        case "application/x-www-form-urlencoded", "":
            members = FormText.members(String(buffer: body))
        default:
            throw RESTError.system(400, "INVALID_REQUEST", "Content-Type cannot be read")
        }
        for member in members.all { arguments[member.name] = member.value }
        return arguments
    }

    /// The parameters in a JSON body.
    static func json(_ body: some Collection<UInt8>) throws -> JSON.Members {
        do {
            switch try JSON(text: body, mostValues: greatestValues) {
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
    init?(_ answer: WireAnswer?) {
        guard let answer else { return nil }
        self = .text(answer.text, status: answer.status, type: answer.type)
        headers[.location] = answer.location
    }

    static func json(_ json: JSON, status: Int = 200) -> Response {
        text(json.written, status: status, type: "application/json; charset=utf-8")
    }

    static func html(_ status: Int) -> Response {
        text(WireAnswer.page(status), status: status, type: WireAnswer.pageType)
    }

    static func text(_ text: String, status: Int, type: String) -> Response {
        Response(
            status: HTTPResponse.Status(code: status),
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
