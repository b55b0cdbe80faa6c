import RoomCore
import Testing

@testable import Tuning

/// When nobody could see, by the stretches of presence that a record has.
@Suite struct SightTests {
    private let day = Span(start: at("00:00"), end: at("12:00"))

    private func stretch(_ presence: Presence, _ start: String, _ end: String) -> PresenceSpan {
        PresenceSpan(presence, Span(start: at(start), end: at(end)))
    }

    @Test func stretchesThatFollowEachOtherLeaveNothingBlind() {
        let stretches = [stretch(.vacant, "00:00", "09:00"), stretch(.present, "09:00", "10:00")]
        #expect(Sight.blind(stretches, in: day, isBlindNow: false).isEmpty)
    }

    @Test func unknownPresenceAndHolesAreBlind() {
        let stretches = [
            stretch(.vacant, "00:00", "03:00"), stretch(.unknown, "04:00", "05:00"),
            stretch(.vacant, "05:00", "09:00"), stretch(.unknown, "09:00", "10:00"),
        ]
        #expect(
            Sight.blind(stretches, in: day, isBlindNow: false) == [
                Span(start: at("03:00"), end: at("05:00")),
                Span(start: at("09:00"), end: at("10:00")),
            ])
    }

    @Test func slewedClockMakesNoHole() {
        let stretches = [
            stretch(.vacant, "00:00", "03:00"), stretch(.present, "03:00:02", "04:00"),
        ]
        #expect(Sight.blind(stretches, in: day, isBlindNow: false).isEmpty)
    }

    @Test func presentStretchGoesOnToTheEnd() {
        let stretches = [stretch(.vacant, "00:00", "09:00")]
        #expect(
            Sight.blind(stretches, in: day, isBlindNow: true)
                == [Span(start: at("09:00"), end: at("12:00"))])
    }

    @Test func stretchesAfterTheWindowSayWhatWasBefore() {
        let stretches = [stretch(.vacant, "00:00", "09:00"), stretch(.unknown, "13:00", "14:00")]
        #expect(
            Sight.blind(stretches, in: day, isBlindNow: false)
                == [Span(start: at("09:00"), end: at("12:00"))])
    }
}
