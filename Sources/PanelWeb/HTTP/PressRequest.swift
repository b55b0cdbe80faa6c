import HTTPTypes
import HummingbirdCore
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
        try request.checkOrigin(doing: "press")
        let body = JSONBody(of: request, limit: limits.pressBody)
        try body.checkType()
        try gate.admit(caller.remote)
        let tap = try await body.document(
            TapDocument.self, orError: "bad_press", TapDocument.allowed
        ).tap
        guard let press = await view.press(tap) else {
            throw ErrorReply.busy(
                "not_decided", "the panel has not decided yet; send the same again",
                retryAfterSeconds: 1)
        }
        return .json(OutcomeDocument(press))
    }
}
