import HummingbirdCore
import NIOCore

/// Writes the events of one reader, as fast as it takes them.
struct EventReader: Sendable {
    private let view: any PanelView
    private let hub: EventHub
    private let wakeUps: AsyncStream<Void>

    /// How long a browser waits before it connects again, in milliseconds.
    private static let retry = ByteBuffer(string: "retry: 2000\n\n")
    private static let keepAlive = ByteBuffer(string: ": keep-alive\n\n")

    /// Makes a reader that is woken by `wakeUps`.
    init(view: any PanelView, hub: EventHub, wakeUps: AsyncStream<Void>) {
        self.view = view
        self.hub = hub
        self.wakeUps = wakeUps
    }

    /// Writes until the wake-ups end: the present state, then at each wake-up what is new, or a comment.
    @concurrent func run(writer: inout any ResponseBodyWriter) async throws {
        var number = hub.number
        try await writer.write(Self.retry)
        try await writer.write(EventHub.text(view.state(), number: number))
        for await _ in wakeUps {
            guard let event = hub.event(after: number) else {
                try await writer.write(Self.keepAlive)
                continue
            }
            number = event.number
            try await writer.write(event.text)
        }
    }
}
