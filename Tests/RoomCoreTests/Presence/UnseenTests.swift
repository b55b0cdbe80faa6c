import RoomCore
import Testing

/// A sensor that sees nothing of people who are certainly there is silent (decision 0022).
@Suite struct UnseenTests {
    private let pir = SensorSettings(name: "pir", warmUp: .zero)
    private let a = booking("a", "10:00", "11:00")
    private let b = booking("b", "12:00", "13:00")

    private func day(_ bookings: [Booking], _ sensors: [SensorSettings]) -> Day {
        Day(bookings, sensors: sensors)
    }

    @Test func twoBookingsTakenUpByPressesAndNoEdgeMakeItSilent() {
        var day = day([a, b], [pir])
        day.press(at: "09:58")
        day.press(at: "11:58")
        day.advance(to: "12:59:59.999999")
        #expect(day.health() == .ok)
        day.advance(to: "13:00")
        #expect(day.health() == .silent)
        #expect(day.presence == .unknown)
        day.edge(isActive: true)
        #expect(day.health() == .ok)
        #expect(day.presence == .present)
    }

    @Test func bookingsThatAnotherSensorTookUpCountAsWell() {
        var day = day([a, b], [pir, .radar])
        for (time, end) in [("10:01", "10:50"), ("12:01", "12:50")] {
            day.advance(to: time)
            day.edge("radar", isActive: true)
            day.advance(to: end)
            day.edge("radar", isActive: false)
        }
        day.advance(to: "13:00")
        #expect(day.health() == .silent)
        #expect(day.health("radar") == .ok)
        #expect(day.presence == .vacant)
    }

    @Test(arguments: ["09:51", "10:30", "11:30", "12:59"])
    func oneEdgeBreaksTheRow(at time: String) {
        var day = day([a, b], [pir])
        day.press(at: "09:50")
        if at(time) < at("11:50") { day.motion(at: time) }
        day.press(at: "11:58")
        if at(time) > at("11:58") { day.motion(at: time) }
        day.advance(to: "14:00")
        #expect(day.health() == .ok)
    }

    @Test func radarThatSaysAllTheTimeThatSomebodyIsThereHasSeenThem() {
        var day = day([a, b], [.radar])
        day.edge("radar", isActive: true)
        day.press(at: "09:58")
        day.press(at: "11:58")
        day.advance(to: "13:30")
        #expect(day.health("radar") == .ok)
    }

    @Test func whoPressedAndWasSoonGoneNeedNotHaveBeenInside() {
        var day = day([], [pir])
        for time in ["10:00", "11:00", "12:00"] {
            day.press(at: time)
            day.advance(by: .seconds(300))
            day.pressLong()
        }
        day.advance(to: "13:00")
        #expect(day.health() == .ok)
    }

    @Test func nobodyCameIsNoProof() {
        var day = day([a, b], [pir])
        day.advance(to: "14:00")
        #expect(day.health() == .ok)
    }

    @Test func lineThatWasGoneMeanwhileIsNotBlamed() {
        var day = day([a, b], [pir])
        day.press(at: "09:58")
        day.press(at: "11:58")
        day.apply(.sensor("pir", .gone))
        day.advance(to: "12:05")
        day.apply(.sensor("pir", .found(isActive: false)))
        day.advance(to: "13:30")
        #expect(day.health() == .ok)
    }

    // MARK: Restarts

    private func restart(_ day: Day, at time: String, _ bookings: [Booking]) -> Day {
        var again = day.restarted(at: time, sensor: pir)
        again.isServerWriting = true
        again.isServerHeard = true
        again.read(bookings)
        return again
    }

    @Test func silenceOutlivesARestart() {
        var day = day([a, b], [pir])
        day.press(at: "09:58")
        day.press(at: "11:58")
        day.advance(to: "13:30")
        let again = restart(day, at: "13:31", [a, b])
        #expect(again.health() == .silent)
    }

    @Test func firstOfTwoIsRememberedOverARestart() {
        var day = day([a, b], [pir])
        day.press(at: "09:58")
        day.advance(to: "11:30")
        var again = restart(day, at: "11:31", [a, b])
        #expect(again.health() == .ok)
        again.press(at: "11:58")
        again.advance(to: "13:00")
        #expect(again.health() == .silent)
    }

    @Test func signOfLifeIsRememberedOverARestart() {
        var day = day([a, b], [pir])
        day.press(at: "09:58")
        day.press(at: "11:58")
        day.advance(to: "13:30")
        day.motion()
        let again = restart(day, at: "13:40", [a, b])
        #expect(again.health() == .ok)
    }
}
