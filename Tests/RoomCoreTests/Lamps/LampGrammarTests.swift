import Testing

@testable import RoomCore

/// Every row of both tables of design section 3.
@Suite struct LampGrammarTests {
    private func grammar(_ palette: LampPalette = .standard, combined: Bool = false) -> LampGrammar
    {
        var policy = Policy()
        policy.palette = palette
        policy.isCombined = combined
        return LampGrammar(policy)
    }

    private func display(
        _ availability: Availability, _ booking: BookingStanding = .none,
        stale: Bool = false, refusing: Bool = false, by grammar: LampGrammar
    ) -> LampDisplay {
        grammar.display(availability, booking, isStale: stale, isRefusing: refusing)
    }

    static let availabilities: [(Availability, LampSignal, LampSignal)] = [
        (.free, LampSignal(.green), LampSignal(.blue)),
        (.startingSoon, LampSignal(.green, .slowBlink), LampSignal(.blue, .slowBlink)),
        (.claimable, LampSignal(.green, .doubleBlink), LampSignal(.blue, .doubleBlink)),
        (.busy, LampSignal(.red), LampSignal(.orange)),
        (.occupiedUnbooked, LampSignal(.red, .slowBlink), LampSignal(.orange, .slowBlink)),
        (.unknown, LampSignal(.redGreen, .doubleBlink), LampSignal(.redGreen, .doubleBlink)),
    ]

    @Test(arguments: availabilities)
    func availabilityLamp(
        availability: Availability, standard: LampSignal, blueOrange: LampSignal
    ) {
        #expect(display(availability, by: grammar()).availability == standard)
        #expect(display(availability, by: grammar(.blueOrange)).availability == blueOrange)
    }

    static let standings: [(BookingStanding, LampSignal, LampSignal)] = [
        (.none, .dark, .dark),
        (.unconfirmed, LampSignal(.blue), LampSignal(.blue, .slowBlink)),
        (.confirmed, LampSignal(.green), LampSignal(.blue)),
        (.late, LampSignal(.orange), LampSignal(.orange)),
        (.lastMinute, LampSignal(.orange, .fastBlink), LampSignal(.orange, .fastBlink)),
        (.pending, LampSignal(.green, .pending), LampSignal(.blue, .pending)),
    ]

    @Test(arguments: standings)
    func bookingLamp(
        standing: BookingStanding, standard: LampSignal, blueOrange: LampSignal
    ) {
        #expect(display(.busy, standing, by: grammar()).booking == standard)
        #expect(display(.busy, standing, by: grammar(.blueOrange)).booking == blueOrange)
    }

    @Test(arguments: standings)
    func staleGoesOverAnyOfTheseAndRefusedOverStale(
        standing: BookingStanding, standard: LampSignal, blueOrange: LampSignal
    ) {
        let stale = display(.busy, standing, stale: true, by: grammar())
        #expect(stale.booking == LampSignal(.blue, .doubleBlink))
        #expect(stale.availability == LampSignal(.red))
        let both = display(.busy, standing, stale: true, refusing: true, by: grammar())
        #expect(both.booking == LampSignal(.orange, .refused))
    }

    @Test func everyPaletteTellsAllStatesApart() {
        for palette in LampPalette.allCases {
            let lamps = Availability.allCases.map { display($0, by: grammar(palette)).availability }
            #expect(Set(lamps).count == Availability.allCases.count)
            let bookings = Self.standings.map { display(.busy, $0.0, by: grammar(palette)).booking }
            #expect(Set(bookings).count == Self.standings.count)
        }
    }

    @Test(
        arguments: [
            (Availability.free, BookingStanding.none, LampSignal(.green)),
            (.startingSoon, .unconfirmed, LampSignal(.green, .slowBlink)),
            (.busy, .unconfirmed, LampSignal(.red)), (.busy, .confirmed, LampSignal(.red)),
            (.busy, .late, LampSignal(.orange)),
            (.busy, .lastMinute, LampSignal(.orange, .fastBlink)),
            (.busy, .pending, LampSignal(.red, .pending)),
            (.claimable, .late, LampSignal(.green, .doubleBlink)),
            (.unknown, .none, LampSignal(.redGreen, .doubleBlink)),
        ])
    func combinedShowsBothOnOneLamp(
        availability: Availability, standing: BookingStanding, signal: LampSignal
    ) {
        let shown = display(availability, standing, stale: true, by: grammar(combined: true))
        #expect(shown == LampDisplay(availability: signal, booking: .dark))
        let refused = display(
            availability, standing, refusing: true, by: grammar(combined: true))
        #expect(refused.availability == LampSignal(.orange, .refused))
    }
}

/// The same tables seen from the door.
@Suite struct LampTests {
    @Test func lampsThroughAMorning() {
        var day = Day([booking("a", "10:00", "11:00")])
        let rows: [(String, LampSignal, LampSignal)] = [
            ("09:00", LampSignal(.green), .dark),
            ("09:49:59", LampSignal(.green), .dark),
            ("09:50", LampSignal(.green, .slowBlink), LampSignal(.blue)),
            ("10:00", LampSignal(.red), LampSignal(.blue)),
            ("10:05", LampSignal(.red), LampSignal(.orange)),
            ("10:09", LampSignal(.red), LampSignal(.orange, .fastBlink)),
            ("10:10", LampSignal(.green, .doubleBlink), LampSignal(.orange)),
            ("11:00", LampSignal(.green), .dark),
        ]
        for (time, availability, booking) in rows {
            day.advance(to: time)
            #expect(day.lamps.availability == availability, "availability at \(time)")
            #expect(day.lamps.booking == booking, "booking at \(time)")
            #expect(day.shown == day.lamps)
        }
    }

    @Test func confirmedBookingIsGreen() {
        var day = Day([booking("a", "10:00", "11:00", confirmation: .confirmed)])
        day.advance(to: "09:55")
        #expect(day.lamps.booking == LampSignal(.green))
        day.advance(to: "10:05")
        #expect(day.lamps.booking == LampSignal(.orange))
    }

    @Test func bookingThatThePanelCannotJudgeHasNoLastMinute() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: [])
        day.advance(to: "10:09:30")
        #expect(day.lamps.booking == LampSignal(.orange))
        day.advance(to: "10:10")
        #expect(day.lamps.booking == LampSignal(.blue))
    }

    @Test func scheduleUnheardForFifteenMinutesIsShownAsStale() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.advance(to: "09:00")
        day.isServerHeard = false
        let heard = day.state.sync.lastSuccess ?? .latest
        day.advance(to: heard + .minutes(15) - microsecond)
        #expect(day.lamps.booking == .dark)
        day.advance(by: microsecond)
        #expect(day.lamps.booking == LampSignal(.blue, .doubleBlink))
        #expect(day.lamps.availability == LampSignal(.green))
        #expect(day.state.sync.isStale)
        day.advance(to: "10:00")
        #expect(day.lamps.availability == LampSignal(.red))
        day.read([])
        #expect(day.lamps == LampDisplay(availability: LampSignal(.green), booking: .dark))
    }

    @Test func cacheThatEndsLeavesTheRoomUnknown() {
        var day = Day([])
        day.isServerHeard = false
        day.apply(.clock(isSynchronised: true))
        day.advance(by: .days(14) - .minutes(1))
        #expect(day.availability == .free)
        day.advance(by: .minutes(1))
        #expect(day.availability == .unknown)
    }

    @Test func refusedFlashesThreeTimesAndThenTheLampSaysTheTruthAgain() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.advance(to: "09:55")
        day.pressLong()
        #expect(day.lamps.booking == LampSignal(.orange, .refused))
        day.advance(by: .seconds(2))
        #expect(day.lamps.booking == LampSignal(.blue))
    }

    @Test func everyRefusalIsShownAnew() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.advance(to: "09:55")
        let before = day.displays.count
        day.pressLong()
        day.pressLong()
        let shown = day.displays[before...].filter { $0.booking.pattern == .refused }
        #expect(shown.count >= 2)
    }

    @Test func palettePutInForceByThePolicyIsShownAtOnce() {
        var day = Day()
        var policy = Policy()
        policy.palette = .blueOrange
        day.apply(.settings(.policy(policy)))
        #expect(day.shown?.availability == LampSignal(.blue))
    }

    @Test func lampFaultIsToldOutside() {
        var day = Day()
        let effects = day.apply(.lampFault("gpiochip0: gone"))
        #expect(day.state.lampFault == "gpiochip0: gone")
        #expect(effects.contains(.publish))
        day.apply(.lampFault(nil))
        #expect(day.state.lampFault == nil)
    }
}
