import HTTPTypes
import HummingbirdCore

/// Answers for `/api/v1/events`: the state at once, then one event per change.
struct EventStream: Sendable {
    /// What is shown.
    let view: any PanelView
    /// Where the changes come from.
    let hub: EventHub

    /// An answer that goes on until the reader or the panel leaves.
    ///
    /// - Throws: ``ErrorReply``, 503, if all places are taken.
    func response(to request: Request, from caller: Caller) throws -> Response {
        let wakeUps = try hub.subscribe(for: caller.remote)
        let body = ResponseBody { writer in
            let reader = EventReader(view: view, hub: hub, wakeUps: wakeUps)
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                try await reader.run(writer: &writer)
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream", .cacheControl: "no-store",
                .accelBuffering: "no",
            ],
            body: body)
    }
}
