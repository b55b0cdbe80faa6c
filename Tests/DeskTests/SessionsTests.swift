import RoomCore
import Testing

@testable import Desk

struct SessionsTests {
    @Test func theOldestSessionEndsWhereThereAreTooMany() throws {
        let sessions = Sessions()
        var now = Uptime(sinceBoot: .seconds(1_000))
        let begun = (0...Sessions.capacity).map { _ in
            now = now + .seconds(1)
            return sessions.begin(DeskStage.hash, at: now)
        }
        #expect(Set(begun.map(\.id)).count == begun.count)
        #expect(Set(begun.map(\.token)).isDisjoint(with: begun.map(\.id)))
        let found = begun.map { sessions.find($0.id, DeskStage.hash, at: now) }
        #expect(found == [nil] + begun.dropFirst().map(Optional.some))
    }
}
