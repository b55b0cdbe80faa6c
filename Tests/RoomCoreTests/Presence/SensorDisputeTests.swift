import RoomCore
import Testing

/// Sensors that contradict each other for hours are told of (decision 0022).
@Suite struct SensorDisputeTests {
    private let pir = SensorSettings(name: "pir", warmUp: .zero)

    private func day() -> Day { Day([], sensors: [pir, .radar]) }

    @Test func radarLatchedOnBesideASilentPIRIsToldAfterTwoHours() {
        var day = day()
        day.advance(to: "09:00")
        day.edge("radar", isActive: true)
        day.advance(to: "10:59:59.999999")
        #expect(day.state.disputes.isEmpty)
        day.advance(to: "11:00")
        #expect(
            day.state.disputes == [
                .init(present: "radar", vacant: "pir", since: at("09:00"), lasted: .hours(2))
            ])
        #expect(day.presence == .present)
    }

    @Test func agreementNowAndThenDoesNotMakeItUp() {
        var day = day()
        day.advance(to: "09:00")
        day.edge("radar", isActive: true)
        // The PIR agrees for ten minutes each time.
        day.motion(at: "10:00")
        day.motion(at: "11:00")
        day.advance(to: "12:00")
        #expect(day.state.disputes.map(\.since) == [at("09:00")])
        #expect(day.state.disputes.map(\.lasted) == [.hours(3) - .seconds(1_204)])
    }

    @Test func hourOfAgreementMakesItUp() {
        var day = day()
        day.advance(to: "09:00")
        day.edge("radar", isActive: true)
        day.advance(to: "12:00")
        day.edge("radar", isActive: false)
        day.advance(to: "13:09")
        #expect(day.state.disputes.count == 1)
        day.advance(to: "13:10")
        #expect(day.state.disputes.isEmpty)
    }

    @Test func sensorThatIsNotBelievedContradictsNobody() {
        var day = day()
        day.advance(to: "09:00")
        day.edge("radar", isActive: true)
        day.advance(to: "20:59")
        #expect(day.state.disputes.count == 1)
        day.advance(to: "21:00")
        #expect(day.health("radar") == .stuck)
        #expect(day.state.disputes.isEmpty)
    }
}
