import RoomCore
import Testing

/// How old what was read is, where an earlier run read it: design sections 2, "Time", and 5.
@Suite struct FreshnessTests {
    /// Seed 4292: a clock that was not trusted made an old schedule fresh when it passed the time of the last reading.
    @Test func scheduleOfAnEarlierRunHasNoAgeWithoutAClock() {
        let settings = RoomSettings(
            id: "a", name: "A", sensors: [.pir], server: .caldav, builtAt: at("00:00"))
        let window = span("00:00", "23:00")
        let memory = Memory(
            schedule: ScheduleReading(window: window, bookings: []), heardAt: at("09:00"))
        var day = Day(settings, memory: memory, from: at("08:59"))
        day.isServerHeard = false
        day.apply(.tick)
        #expect(day.state.sync.isStale)
        day.advance(to: "09:01")
        #expect(day.state.sync.isStale)
        #expect(day.shown?.booking == LampSignal(.blue, .doubleBlink))
        day.apply(.clock(isSynchronised: true))
        #expect(!day.state.sync.isStale)
    }

    /// Seed 12573: an earlier run had heard the server by a clock that was ahead; the schedule grew fresh by waiting.
    @Test func hearingFromTheFutureMakesNothingFresh() {
        let settings = RoomSettings(
            id: "a", name: "A", sensors: [.pir], server: .caldav, clockTrust: .always)
        let memory = Memory(
            schedule: ScheduleReading(window: span("00:00", "23:00"), bookings: []),
            heardAt: at("09:10"))
        var day = Day(settings, memory: memory, from: at("09:00"))
        day.isServerHeard = false
        day.apply(.tick)
        #expect(day.state.sync.isStale)
        day.advance(to: "09:11")
        #expect(day.state.sync.isStale)
        #expect(day.state.sync.lastSuccess == nil)
        day.read([])
        #expect(!day.state.sync.isStale)
    }
}
