import RoomCore
import Testing

@Suite struct StandingVerdictsTests {
    @Test func verdictsTellOfPastPeopleWhatTheirSittingsDid() throws {
        var day = Day([
            booking("pressed", "10:00", "10:30"), booking("late", "10:30", "11:30"),
            booking("nobody", "11:30", "12:30"), booking("ended", "13:00", "14:00"),
        ])
        day.press(at: "09:56")
        day.stay(to: "10:14")
        day.motion(at: "10:37")
        day.motion(at: "10:38")
        day.stay(to: "11:10")
        day.press(at: "13:01")
        day.motion(at: "13:05")
        day.advance(to: "13:10")
        day.pressLong()
        day.advance(to: "14:30")
        let entries = day.room.ledger(in: span("10:00", "14:00"))
        #expect(entries.count == 4)
        let standing = standing(day.verdicts)
        for entry in entries {
            let sitting = try #require(entry.sitting)
            let told = try #require(standing.sitting(of: entry.booking))
            #expect(told.arrival == sitting.arrival, "\(entry.booking.id)")
            #expect(told.leaving == sitting.leaving, "\(entry.booking.id)")
            #expect(told.checkIn == sitting.checkIn, "\(entry.booking.id)")
            #expect(told.endedAt == sitting.endedAt, "\(entry.booking.id)")
            let late = [told.lateBy, sitting.lateBy].map { $0?.components.seconds }
            #expect(late[0] == late[1], "\(entry.booking.id)")
        }
        #expect(entries.map(\.sitting?.arrival) == [.onTime, .late, .noShow, .onTime])
    }

    @Test func correctionReplacesTheVerdictItCorrects() {
        let standing = standing([
            verdict(1, .noShow), verdict(2, .late, seconds: 700, checkIn: .press),
        ])
        let sitting = standing.sitting(of: booking("a", "10:00", "11:00"))
        #expect(sitting?.arrival == .late)
        #expect(sitting?.checkIn?.arrivedAt == at("10:11:40"))
        #expect(sitting?.lateBy == .seconds(700))
    }

    /// Lateness counts from when the panel learned of a booking, if that was after its start (decision 0021).
    @Test func latenessIsThatOfTheVerdictAndNotSinceTheStart() {
        var late = verdict(1, .late, seconds: 360, checkIn: .activity)
        late.evidence.arrivedAt = at("10:16")
        let sitting = standing([late]).sitting(of: booking("a", "10:00", "11:00"))
        #expect(sitting?.lateBy == .seconds(360))
        #expect(sitting?.checkIn?.arrivedAt == at("10:16"))
    }

    /// Verdicts of versions that noted no arrival.
    @Test func arrivalThatWasNotNotedIsTakenFromWhatWas() {
        let pressed = standing([verdict(1, .onTime, checkIn: .press)])
        #expect(arrival(pressed) == at("10:00"))
        let seen = standing([verdict(1, .onTime, checkIn: .activity, seen: at("10:02"))])
        #expect(arrival(seen) == at("10:02"))
        let made = standing([verdict(1, .used, checkIn: .adHoc, seen: at("10:07"))])
        #expect(arrival(made) == at("10:00"))
    }

    @Test func bookingThatWasMovedIsNotJudgedByItsEarlierTime() {
        let standing = standing([verdict(1, .noShow)])
        #expect(standing.sitting(of: booking("a", "15:00", "16:00")) == nil)
        #expect(standing.sitting(of: booking("a", "10:00", "10:20"))?.arrival == .noShow)
        #expect(standing.sitting(of: booking("b", "10:00", "11:00")) == nil)
    }

    private func arrival(_ standing: StandingVerdicts) -> WallTime? {
        standing.sitting(of: booking("a", "10:00", "11:00"))?.checkIn?.arrivedAt
    }

    private func standing(_ verdicts: [Verdict]) -> StandingVerdicts {
        var standing = StandingVerdicts()
        for verdict in verdicts { standing.add(verdict) }
        return standing
    }

    private func verdict(
        _ number: Int64, _ kind: Verdict.Kind, seconds: Int? = nil,
        checkIn: CheckInSource? = nil, seen: WallTime? = nil
    ) -> Verdict {
        Verdict(
            number: number, booking: BookingID("a"), span: span("10:00", "11:00"),
            givenAt: at("10:10"), kind: kind, seconds: seconds,
            evidence: Verdict.Evidence(
                firstPresence: seen, activeEdges: 0, checkIn: checkIn, observedSeconds: 600,
                dueSeconds: 600, sensors: [:], syncAgeSeconds: nil, isClockTrusted: true))
    }
}
