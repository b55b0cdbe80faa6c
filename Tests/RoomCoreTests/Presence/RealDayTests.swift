import RoomCore
import RoomTestKit
import Testing

/// The core replays a day of two real PIRs, with meetings laid over the time in which people really were there.
@Suite struct RealDayTests {
    /// Gaps in the recording are cut out: longer waits count as this.
    private static let longestWait = Duration.seconds(60)
    private static let begin = at("08:00")

    private struct Step {
        var wait: Duration
        var fired: [Bool]
        var people: Int
    }

    /// What came of a replay.
    private struct Figures {
        var meetings = 0
        /// Rows in which people were there, and the panel saw nobody; the recording begins with somebody inside, and counts
        /// from the first pulse on.
        var falseVacancies = 0
        /// Rows in which people were there, and the door said "take it".
        var claimable = 0
        var findings: [String] = []

        func count(_ kind: String) -> Int { findings.count { $0.hasPrefix(kind) } }
    }

    private func steps() throws -> [Step] {
        let rows = try RecordedRoom.rows()
        return rows.filter { $0.date == rows.first?.date }.map {
            Step(wait: min($0.wait, Self.longestWait), fired: $0.fired, people: $0.people)
        }
    }

    /// When people were there.
    private func stretches(_ steps: [Step]) -> [Span] {
        var found: [Span] = []
        var now = Self.begin
        var since: WallTime?
        for step in steps {
            now = now + step.wait
            if step.people > 0 {
                since = since ?? now
            } else if let start = since {
                found.append(Span(start: start, end: now - step.wait))
                since = nil
            }
        }
        return found
    }

    /// Half-hour meetings, one after the other, whose people were there all the time.
    private func meetings(in stretches: [Span], after offset: Duration) -> [Booking] {
        var bookings: [Booking] = []
        for stretch in stretches {
            var start = stretch.start + offset
            while start + .seconds(1_800) <= stretch.end {
                let span = Span(start: start, length: .seconds(1_800))
                bookings.append(
                    Booking(
                        id: BookingID("m\(bookings.count)"), title: "Meeting", span: span,
                        source: .server))
                start = span.end
            }
        }
        return bookings
    }

    private func replay(_ steps: [Step], _ bookings: [Booking], sensors used: [Int]) -> Figures {
        let names = ["a", "b"]
        var day = Day(
            bookings, sensors: used.map { SensorSettings(name: names[$0], warmUp: .zero) },
            from: "07:50")
        day.advance(to: Self.begin)
        var figures = Figures(meetings: bookings.count)
        var hasPulsed = false
        for step in steps {
            let end = day.now.wall + step.wait
            day.advance(by: min(step.wait, .seconds(12)))
            for index in used where step.fired[index] {
                hasPulsed = true
                day.motion(names[index])
            }
            day.advance(to: max(end, day.now.wall))
            guard step.people > 0, hasPulsed else { continue }
            if day.presence != .present { figures.falseVacancies += 1 }
            if day.availability == .claimable { figures.claimable += 1 }
        }
        day.advance(by: .seconds(3_600))
        figures.findings = day.findings
        return figures
    }

    private func tell(_ figures: Figures, _ what: String) {
        print(
            "\(what): \(figures.meetings) fair meetings, \(figures.count("no_show")) no-shows, "
                + "\(figures.count("unverifiable")) unverifiable, \(figures.count("late")) late, "
                + "\(figures.falseVacancies) rows seen empty, \(figures.claimable) rows claimable "
                + "with people inside")
    }

    @Test(
        .enabled(if: RecordedRoom.isThere, "there is no ../shared/data/occupancy-pir.csv"),
        arguments: [Duration.zero, .minutes(7), .minutes(13), .minutes(22)])
    func withBothSensorsNobodyIsWronged(offset: Duration) throws {
        let steps = try steps()
        let bookings = meetings(in: stretches(steps), after: offset)
        #expect(bookings.count >= 10)
        let both = replay(steps, bookings, sensors: [0, 1])
        #expect(both.count("no_show") == 0)
        #expect(both.count("unverifiable") == 0)
        #expect(both.count("late") == 0)
        #expect(both.falseVacancies == 0)
        #expect(both.claimable == 0)
        for (index, name) in ["PIR a alone", "PIR b alone"].enumerated() {
            tell(replay(steps, bookings, sensors: [index]), "\(name), from \(offset) on")
        }
    }

    /// A meeting called twenty minutes before its people came.
    @Test(.enabled(if: RecordedRoom.isThere, "there is no ../shared/data/occupancy-pir.csv"))
    func latePeopleAreNeverToldToTakeTheRoom() throws {
        let steps = try steps()
        let came = try #require(stretches(steps).last?.start)
        let late = Booking(
            id: BookingID("late"), title: "Meeting",
            span: Span(start: came - .seconds(1_200), length: .seconds(3_600)), source: .server)
        let figures = replay(steps, [late], sensors: [0, 1])
        #expect(figures.claimable == 0)
        #expect(figures.falseVacancies == 0)
        #expect(figures.findings.first == "no_show")
        #expect(figures.findings.contains { $0.hasPrefix("late ") })
    }
}
