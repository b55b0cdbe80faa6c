import RoomCore
import Testing

/// What the page offers to be tapped.
@Suite struct OfferTests {
    @Test func gapsLieBetweenTheBookings() {
        var day = Day([
            booking("a", "10:00", "11:00"), booking("b", "10:30", "11:30"),
            booking("c", "11:35", "12:00"), booking("d", "13:00", "14:00", isBlocking: false),
            booking("e", "15:00", "16:00"),
        ])
        day.advance(to: "09:00")
        #expect(
            day.offers.gaps == [
                .init(from: nil, until: at("10:00")),
                .init(from: at("12:00"), until: at("15:00")),
                .init(from: at("16:00"), until: nil),
            ])
    }

    @Test func nothingIsFreeNowWhileABookingRuns() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: [])
        day.press(at: "09:58")
        day.advance(to: "10:30")
        #expect(day.offers.gaps == [.init(from: at("11:00"), until: nil)])
    }

    @Test func roomOfPeopleWhoCameEarlyIsTaken() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) {
            $0.checkInWindow = .minutes(30)
        }
        day.press(at: "09:35")
        day.advance(to: "09:36")
        #expect(day.offers.gaps == [.init(from: at("11:00"), until: nil)])
        #expect(day.tap(.book(from: nil, until: at("09:50")))?.refusal == .slotTaken)
    }

    @Test func lessThanTheShortestBookingIsNoGap() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.advance(to: "09:50:01")
        #expect(day.offers.gaps.map(\.from) == [at("11:00")])
    }

    @Test func manyGapsAreCutShort() {
        let bookings = (0..<12).map { booking("b\($0)", "\(9 + $0):00", "\(9 + $0):30") }
        let day = Day(bookings)
        #expect(day.offers.gaps.count == RoomState.Offers.greatestGaps)
    }

    @Test func nothingIsOfferedWhereTheServerTakesNoBookings() {
        var settings = RoomSettings(
            id: "a", name: "A", sensors: [], server: .bitrix24, clockTrust: .always)
        settings.takesBookings = false
        settings.takesTaps = true
        var day = Day(settings, from: at("09:00"))
        day.apply(.tick)
        day.read([])
        #expect(day.offers.gaps.isEmpty)
    }

    @Test func nothingIsOfferedBeforeTheScheduleIsKnown() {
        var settings = RoomSettings(
            id: "a", name: "A", sensors: [], server: .caldav, clockTrust: .always)
        settings.takesTaps = true
        var day = Day(settings, from: at("09:00"))
        day.apply(.tick)
        #expect(day.offers.gaps.isEmpty)
    }

    @Test func nothingIsOfferedNorDoneWhereThePageMayNotPress() {
        let settings = RoomSettings(
            id: "a", name: "A", sensors: [], server: .none, clockTrust: .always)
        var day = Day(settings, from: at("09:00"))
        day.apply(.tick)
        #expect(day.state.offers == nil)
        #expect(day.tap(.book(from: nil, until: at("09:30")))?.refusal == .notAllowed)
    }

    @Test func endThatThePolicyForbidsIsNotOffered() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) {
            $0.endServerBookings = false
        }
        day.press(at: "09:58")
        day.advance(to: "10:30")
        #expect(day.offers.end == nil)
    }
}
