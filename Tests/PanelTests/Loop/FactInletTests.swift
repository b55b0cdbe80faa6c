import RoomCore
import Testing

@testable import Panel

struct FactInletTests {
    private let inlet = FactInlet()

    private func edge(_ isActive: Bool) -> Event {
        .sensor("pir", .edge(isActive: isActive, at: Uptime(nanosecondsSinceBoot: 1)))
    }

    private func take() async -> [Event] {
        await inlet.take().compactMap { if case .fact(let event) = $0 { event } else { nil } }
    }

    /// The reader goes on while the room serves what it took: what comes next belongs to the next turn.
    @Test func whatFindsTheQueueFullComesAfterAllThatWaited() async {
        for _ in 0..<FactInlet.capacity { inlet.send(edge(true)) }
        inlet.send(edge(true))
        inlet.send(.button(.gone))
        inlet.send(edge(false))
        let facts = await take()
        #expect(facts.count == FactInlet.capacity + 3)
        #expect(facts.prefix(FactInlet.capacity).allSatisfy { $0 == edge(true) })
        let late: [Event] = [
            .button(.gone), .sensor("pir", .edgesLost(2)), .sensor("pir", .found(isActive: false)),
        ]
        #expect(Array(facts.suffix(3)) == late)
        inlet.send(edge(true))
        let next = await take()
        #expect(next == [edge(true)])
    }
}
