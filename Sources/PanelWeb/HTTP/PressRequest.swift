import FoundationEssentials
import HTTPTypes
import HummingbirdCore
import NIOCore
import RoomCore

/// `POST /api/v1/presses`: a press by the page.
struct PressRequest {
    private let view: any PanelView
    private let limits: WebLimits
    private let gate: PressGate

    /// Prepares to press, as often as `gate` allows.
    init(_ view: any PanelView, _ limits: WebLimits, _ gate: PressGate) {
        self.view = view
        self.limits = limits
        self.gate = gate
    }

    /// Presses, and answers when the press is safe or refused.
    ///
    /// - Throws: ``ErrorReply``; 503 if that is not decided in time, and then the same request may be sent again.
    func press(_ request: Request, from caller: Caller) async throws -> Response {
        guard view.state().offers != nil else {
            throw ErrorReply.notFound(
                "no_booking", "the page may not press here: only `web.booking: true` allows it")
        }
        let own = try OwnPageRequest(request, to: "press")
        try gate.admit(caller.remote)
        let tap = try Self.tap(in: try await own.body(upTo: limits.pressBody))
        guard let press = await view.press(tap) else {
            throw ErrorReply.busy(
                "not_decided", "the panel has not decided yet; send the same again",
                retryAfterSeconds: 1)
        }
        return .json(OutcomeDocument(press))
    }

    private static func tap(in body: ByteBuffer) throws -> Tap {
        let (decoder, data) = (JSONDecoder(), Data(body.readableBytesView))
        guard (try? decoder.decode(AnyJSON.self, from: data)) != nil else {
            throw ErrorReply.badRequest("bad_json", "the body is not JSON; \(TapDocument.allowed)")
        }
        guard let document = try? decoder.decode(TapDocument.self, from: data) else {
            throw ErrorReply.badRequest(
                "bad_press", "the body does not fit; \(TapDocument.allowed)")
        }
        return document.tap
    }
}
