import FoundationEssentials
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore

@testable import PanelWeb

/// What came back.
struct Answer {
    var status: Int
    var headers: HTTPFields
    var text: String
    /// Whether the body broke off.
    var isBroken = false

    /// The body as a document.
    func json<Document: Decodable>(_ type: Document.Type = Document.self) throws -> Document {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    /// The code of an error.
    var code: String? { try? json(ErrorDocument.self).error.code }

    /// The message of an error.
    var message: String { (try? json(ErrorDocument.self).error.message) ?? "" }
}

extension PanelResponder {
    /// A responder without a server around it.
    static func testing(
        _ panel: ScriptedPanel = ScriptedPanel(), limits: WebLimits = WebLimits(),
        annex: (any WebAnnex)? = nil
    ) -> PanelResponder {
        PanelResponder(
            view: panel,
            events: EventHub(limit: limits.subscribers, share: limits.subscribersPerClient),
            limits: limits, names: PanelNames(["panel.local"]), language: .auto,
            annex: annex, clock: ManualClock(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Asks, and reads the whole answer.
    func ask(
        _ path: String, _ method: HTTPRequest.Method = .get, headers: HTTPFields = [:],
        body: String = "", host: String? = "panel.local:8080", caller: Caller = Caller()
    ) async -> Answer {
        let request = Request(
            head: HTTPRequest(
                method: method, scheme: "http", authority: host, path: path,
                headerFields: headers),
            body: RequestBody(buffer: ByteBuffer(string: body)))
        let response = await respond(to: request, from: caller)
        let collector = BodyCollector()
        let isBroken = (try? await response.body.write(collector)) == nil
        return Answer(
            status: response.status.code, headers: response.headers, text: collector.text,
            isBroken: isBroken)
    }
}

/// Gathers a body.
private final class BodyCollector: ResponseBodyWriter {
    private(set) var text = ""

    func write(_ buffer: ByteBuffer) async throws {
        text += String(buffer: buffer)
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
