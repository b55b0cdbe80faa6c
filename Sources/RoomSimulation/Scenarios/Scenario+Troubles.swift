import RoomCore

// Other people's calendars, and what breaks.

extension Scenario {
    static let calendars: [Scenario] = [
        Scenario("moved-while-running", ["b on_time", "b on_time", "b ended_early 1798"]) {
            $0.booking()
            $0.person(1, from: 59, to: 120)
            $0.edit(.move(id: "b", start: 5_400, end: 9_000), at: 75)
        },
        Scenario("cut-in-the-calendar", ["b on_time", "b used"]) {
            $0.booking()
            $0.person(1, from: 59, to: 95)
            $0.edit(.changeEnd(id: "b", end: 5_400), at: 75)
        },
        Scenario("deleted-while-running", ["b on_time"]) {
            $0.booking()
            $0.person(1, from: 59, to: 95)
            $0.edit(.delete(id: "b"), at: 75)
        },
        Scenario("made-private", ["b on_time", "b used"]) {
            $0.booking()
            $0.person(1, from: 59, to: 119)
            $0.edit(.hide(id: "b"), at: 75)
        },
        Scenario("turned-into-a-series", ["b/1795222800 on_time", "b/1795222800 used"]) {
            $0.booking()
            $0.edit(.repeatDaily(id: "b", times: 2), at: 30)
            $0.person(1, from: 59, to: 119)
        },
        Scenario("two-bookings-for-one-time", ["b on_time", "b used", "c unverifiable overlapped"])
        {
            $0.booking()
            $0.booking("c", 60, 100)
            $0.person(1, from: 59, to: 119)
        },
        Scenario("timed-beside-a-whole-day", ["b on_time", "b used"]) {
            $0.booking("closed", 0, 1_440) { $0.isAllDay = true }
            $0.booking()
            $0.person(1, from: 59, to: 119)
        },
        Scenario(
            "claimed-beside-a-whole-day",
            ["b no_show", "press claimed", "press extended", "ad-hoc used"],
            told: ["b claimable", "b taken_over"]
        ) {
            $0.booking("closed", 0, 1_440) { $0.isAllDay = true }
            $0.booking()
            $0.press(at: 75)
            $0.press(at: 75.1)
            $0.person(1, from: 75.2, to: 119)
        },
        Scenario(
            "slot-lost-to-somebody-else",
            ["press booked", "press refused slot_taken", "c on_time", "c used"]
        ) {
            $0.booking("c", 31, 61, madeAt: 29.9)
            $0.press(at: 30)
            $0.person(1, from: 30.1, to: 60)
        },
        Scenario("booked-at-the-last-moment", ["b on_time", "b used"]) {
            $0.booking("b", 60, 90, madeAt: 59)
            $0.person(1, from: 62, to: 89)
        },
        Scenario("booked-after-its-start", ["b no_show"]) {
            $0.booking("b", 60, 90, madeAt: 63)
        },
        Scenario("booked-by-people-in-the-room", ["b on_time", "b used"]) {
            $0.booking("b", 60, 90, madeAt: 67)
            $0.person(1, from: 61, to: 89)
        },
        Scenario("late-for-what-was-booked-after-its-start", ["b late 519", "b used"]) {
            $0.booking("b", 60, 100, madeAt: 63)
            $0.person(1, from: 72, to: 99)
        },
        Scenario("told-too-late", ["b unverifiable told_late"]) {
            $0.booking("b", 60, 70, madeAt: 63)
        },
        Scenario("taken-out-and-put-back", ["b no_show"], told: ["b claimable"]) {
            $0.booking()
            $0.edit(.delete(id: "b"), at: 55)
            $0.booking(madeAt: 66)
        },
    ]

    static let troubles: [Scenario] = [
        Scenario("ad-hoc-while-the-server-is-away", ["press booked", "ad-hoc used"]) {
            $0.trouble(.serverAway(.unreachable), at: 20, to: 50)
            $0.press(at: 30)
            $0.person(1, from: 30.1, to: 61)
        },
        Scenario("absent-while-the-server-is-away", ["b unverifiable server_unheard"]) {
            $0.booking()
            $0.trouble(.serverAway(.server), at: 40, to: 100)
        },
        Scenario(
            "slot-lost-while-the-server-is-away",
            [
                "press booked", "press refused slot_taken", "c on_time", "c used",
            ]
        ) {
            $0.trouble(.serverAway(.unreachable), at: 20, to: 40)
            $0.booking("c", 30, 60, madeAt: 25)
            $0.press(at: 30)
            $0.person(1, from: 30.1, to: 61)
        },
        Scenario("clock-at-1970", ["press refused clock_untrusted", "b on_time", "b used"]) {
            $0.panel { panel in
                panel.bootClock = .epoch
                panel.synchronisedAfterSeconds = 1_800
            }
            $0.booking()
            $0.press(at: 10)
            $0.person(1, from: 59, to: 119)
        },
        Scenario("clock-jumps-in-the-window", ["b unverifiable clock_untrusted"]) {
            $0.booking()
            $0.trouble(.clockStep(byMicroseconds: 90_000_000), at: 63, to: 140)
        },
        Scenario("sensor-lost-in-the-window", ["b unverifiable sensors_blind"]) {
            $0.booking()
            $0.trouble(.sensorGone(sensor: 0), at: 62, to: 80)
        },
        Scenario("edges-lost-in-the-window", ["b unverifiable edges_lost"]) {
            $0.booking()
            $0.trouble(.edgesLost(sensor: 0, count: 3), at: 63)
        },
        Scenario("sensor-stuck", ["b unverifiable sensors_blind"]) {
            $0.trouble(.stuck(sensor: 0, isActive: true), at: 2, to: 295)
            $0.booking("b", 260, 290)
            $0.lasts(300)
        },
        Scenario("sensor-chatters", ["b unverifiable sensors_blind"]) {
            $0.booking()
            $0.trouble(.chatter(sensor: 0, perMinute: 180), at: 45, to: 75)
        },
        Scenario("sensor-oscillates", ["b unverifiable sensors_blind"]) {
            $0.booking()
            // Slow, and no longer than it needs: the sweep cuts the power after each of its edges.
            $0.trouble(.chatter(sensor: 0, perMinute: 8), at: 25, to: 72)
        },
        Scenario(
            "cable-is-cut",
            [
                "press checked_in", "b on_time", "b used", "press checked_in", "c on_time",
                "c used", "d unverifiable sensors_blind",
            ]
        ) {
            $0.trouble(.stuck(sensor: 0, isActive: false), at: 2, to: 149)
            $0.booking("b", 20, 34)
            $0.press(at: 19)
            $0.booking("c", 50, 64)
            $0.press(at: 49)
            $0.booking("d", 80, 110)
        },
        Scenario("radar-latched-on", ["b on_time", "b used", "c no_show"]) {
            $0.panel { panel in
                var radar = panel.sensors[0]
                radar.kind = .presence
                panel.sensors.append(radar)
            }
            $0.trouble(.stuck(sensor: 1, isActive: true), at: 2, to: 840)
            $0.booking()
            $0.booking("c", 740, 800)
            $0.lasts(850)
        },
        Scenario(
            "press-on-a-full-card", ["press refused not_stored", "press booked", "ad-hoc used"]
        ) {
            $0.trouble(.journalFull, at: 20, to: 40)
            $0.press(at: 30)
            $0.press(at: 50)
            $0.person(1, from: 50.1, to: 70)
        },
        Scenario(
            "press-on-a-slow-card",
            [
                "press booked", "press refused too_many", "press extended", "press extended",
                "press extended", "press extended", "press extended", "press extended",
                "press refused no_room_to_extend", "press refused no_room_to_extend",
                "press refused no_room_to_extend", "press refused no_room_to_extend", "ad-hoc used",
            ]
        ) {
            $0.trouble(.journalSlow(milliseconds: 3_000), at: 20, to: 40)
            for press in 0..<12 { $0.press(at: 30 + Double(press) * 0.01, milliseconds: 150) }
            $0.person(1, from: 30.1, to: 149)
        },
        Scenario(
            "sensors-miss-people",
            [
                "press checked_in", "b on_time", "press extended", "b ended_early 3660",
                "c unverifiable sensors_miss_people",
            ]
        ) {
            $0.booking()
            $0.booking("c", 140, 170)
            $0.press(at: 60.1)
            $0.press(at: 74)
            $0.lasts(155)
        },
        Scenario(
            "sensors-miss-people-before-a-restart",
            [
                "press checked_in", "b on_time", "press extended", "b ended_early 1960",
                "c unverifiable sensors_miss_people",
            ]
        ) {
            $0.booking()
            $0.booking("c", 140, 170)
            $0.press(at: 60.1)
            $0.press(at: 74)
            $0.trouble(.powerCut, at: 100, to: 101)
            $0.lasts(155)
        },
        Scenario(
            "what-one-sensor-missed-says-nothing-of-two",
            [
                "press checked_in", "b on_time", "press extended", "b ended_early 3660",
                "c no_show",
            ]
        ) {
            $0.panel { $0.sensors.append($0.sensors[0]) }
            $0.trouble(.sensorGone(sensor: 1), at: 50, to: 90)
            $0.booking()
            $0.booking("c", 140, 170)
            $0.press(at: 60.1)
            $0.press(at: 74)
            $0.lasts(155)
        },
        Scenario("power-cut-while-held", ["b on_time", "b used"]) {
            $0.booking()
            $0.person(1, from: 59, to: 119)
            $0.trouble(.powerCut, at: 70, to: 72)
        },
        Scenario("policy-changes-in-the-window", ["b no_show"]) {
            var figures = PolicyFigures()
            figures.onNoShow = .end
            figures.noShowAfter = 300
            $0.booking()
            $0.trouble(.reload(figures), at: 63, to: 110)
        },
    ]
}
