import RoomCore

// Leaving, and the button.

extension Scenario {
    static let leavings: [Scenario] = [
        Scenario("leaving-early-offers-the-room", ["b on_time", "b ended_early 2398"]) {
            $0.booking()
            $0.person(1, from: 59, to: 80)
        },
        Scenario(
            "claim-after-vacancy",
            ["b on_time", "press claimed", "b ended_early 2698", "ad-hoc used"]
        ) {
            $0.booking()
            $0.person(1, from: 59, to: 75)
            $0.press(at: 101)
            $0.person(2, from: 101.1, to: 125)
        },
        Scenario("ended-by-hand", ["b on_time", "press ended", "b ended_early 1799"]) {
            $0.booking()
            $0.person(1, from: 59, to: 91)
            $0.longPress(at: 90)
        },
        Scenario("end-taken-back", ["b on_time", "press ended", "press undone", "b used"]) {
            $0.booking()
            $0.person(1, from: 59, to: 119)
            $0.longPress(at: 90)
            $0.press(at: 90.1)
        },
        Scenario(
            "end-taken-back-too-late",
            ["b on_time", "press ended", "b ended_early 1799", "press booked", "ad-hoc used"]
        ) {
            $0.booking()
            $0.person(1, from: 59, to: 119)
            $0.longPress(at: 90)
            $0.press(at: 90.3)
        },
        Scenario(
            "made-longer-by-hand", ["b on_time", "press extended", "press extended", "b used"]
        ) {
            $0.booking()
            $0.person(1, from: 59, to: 140)
            $0.press(at: 100)
            $0.press(at: 101)
        },
        Scenario(
            "made-longer-up-to-the-next",
            [
                "b on_time", "press extended", "press refused no_room_to_extend", "c carried_over",
                "b used", "c used",
            ]
        ) {
            $0.booking()
            $0.booking("c", 125, 140)
            $0.person(1, from: 59, to: 139)
            $0.press(at: 100)
            $0.press(at: 101)
        },
        Scenario(
            "made-longer-into-what-was-just-booked",
            [
                "b on_time", "press extended", "press refused no_room_to_extend", "c carried_over",
                "b used", "c used",
            ]
        ) {
            $0.booking()
            $0.booking("c", 120, 140, madeAt: 99.9)
            $0.person(1, from: 59, to: 139)
            $0.press(at: 100)
            $0.press(at: 100.05)
        },
        Scenario(
            "added-time-yields-twice-before-the-server-hears-of-it",
            [
                "b on_time", "press extended", "d carried_over", "b used", "c carried_over",
                "d used",
                "c used",
            ]
        ) {
            $0.booking()
            $0.person(1, from: 59, to: 140)
            $0.press(at: 100)
            $0.trouble(.writesAway, at: 99.9, to: 104)
            $0.booking("c", 125, 150, madeAt: 100.2)
            $0.booking("d", 120, 150, madeAt: 103.95) { $0.tellsCreation = false }
            $0.lasts(160)
        },
        Scenario(
            "time-that-people-gave-stays-theirs",
            [
                "b on_time", "press extended", "press refused changed_meanwhile", "press extended",
                "b used", "c on_time", "c used",
            ]
        ) {
            $0.booking()
            $0.person(1, from: 59, to: 149)
            $0.press(at: 100)
            $0.trouble(.writesAway, at: 99.9, to: 112)
            $0.edit(.changeEnd(id: "b", end: 130 * 60), at: 101)
            $0.press(at: 105.5)
            $0.booking("c", 120, 150, madeAt: 106)
            $0.lasts(170)
        },
        Scenario(
            "end-that-lies-ahead-is-not-tried-again",
            ["b on_time", "press ended", "b used"]
        ) {
            $0.booking()
            $0.person(1, from: 59, to: 91)
            $0.trouble(.serverAway(.unreachable), at: 89.9, to: 100)
            $0.longPress(at: 90)
            $0.trouble(.clockStep(byMicroseconds: -15 * .minute), at: 90.15, to: 140)
            $0.edit(.changeEnd(id: "b", end: 88 * 60), at: 95)
        },
    ]

    static let presses: [Scenario] = [
        Scenario("ad-hoc", ["press booked", "ad-hoc used"]) {
            $0.press(at: 30)
            $0.person(1, from: 30.1, to: 61)
        },
        Scenario(
            "ad-hoc-to-the-greatest-length",
            [
                "press booked", "press extended", "press extended", "press extended",
                "press extended", "press extended", "press extended",
                "press refused no_room_to_extend", "press refused no_room_to_extend", "ad-hoc used",
            ]
        ) {
            for press in 0..<9 { $0.press(at: 30 + Double(press) * 0.1) }
            $0.person(1, from: 30.1, to: 149)
        },
        Scenario(
            "ad-hoc-before-a-booking",
            ["press booked", "b carried_over", "ad-hoc used", "b ended_early 2998"]
        ) {
            $0.booking()
            $0.press(at: 45)
            $0.person(1, from: 45.1, to: 70)
        },
        Scenario("ad-hoc-refused-under-ten-minutes", ["press refused too_short", "b no_show"]) {
            $0.policy { $0.checkInWindow = 0 }
            $0.booking()
            $0.press(at: 51)
        },
        Scenario("ad-hoc-taken-back", ["press booked", "press undone"]) {
            $0.press(at: 30)
            $0.longPress(at: 30.1)
        },
        Scenario("ad-hoc-ended", ["press booked", "press ended", "ad-hoc ended_early 899"]) {
            $0.press(at: 30)
            $0.person(1, from: 30.1, to: 45)
            $0.longPress(at: 45)
        },
        Scenario("check-in-by-press", ["press checked_in", "b on_time", "b used"]) {
            $0.booking()
            $0.press(at: 55)
            $0.person(1, from: 56, to: 120)
        },
        Scenario("check-in-taken-back", ["press checked_in", "press undone", "b no_show"]) {
            $0.booking()
            $0.press(at: 61)
            $0.longPress(at: 61.1)
        },
        Scenario(
            "panic",
            [
                "press checked_in", "press already_checked_in", "press already_checked_in",
                "press already_checked_in", "press already_checked_in", "press already_checked_in",
                "press already_checked_in", "press already_checked_in", "press already_checked_in",
                "press already_checked_in", "press already_checked_in", "press already_checked_in",
                "press already_checked_in", "press already_checked_in", "press already_checked_in",
                "press already_checked_in", "press already_checked_in", "press already_checked_in",
                "press already_checked_in", "press already_checked_in", "b on_time", "b used",
            ]
        ) {
            $0.booking()
            for press in 0..<20 { $0.press(at: 62 + Double(press) * 0.006, milliseconds: 120) }
            $0.person(1, from: 62, to: 119)
        },
        Scenario(
            "slot-that-the-portal-gave-away-in-part",
            ["press booked", "ad-hoc used", "c no_show"]
        ) {
            $0.onAPortal()
            $0.booking("c", 45, 70, madeAt: 29.9)
            $0.press(at: 30)
            $0.person(1, from: 30.1, to: 44)
        },
        Scenario(
            "slot-that-the-portal-gave-away",
            ["press booked", "press refused slot_taken", "c no_show"]
        ) {
            $0.onAPortal()
            $0.booking("c", 35, 70, madeAt: 29.9)
            $0.press(at: 30)
        },
        Scenario("leaning-on-the-button", ["press refused nothing_to_end"]) {
            $0.press(at: 30, milliseconds: 90_000)
        },
        Scenario("two-at-the-button", ["press booked", "ad-hoc used"]) {
            $0.secondPanel()
            $0.press(at: 30)
            $0.press(at: 30.01, panel: 1)
            $0.person(1, from: 30.1, to: 62)
        },
        Scenario(
            "without-a-server",
            ["press booked", "press extended", "ad-hoc used", "press booked", "press undone"]
        ) {
            $0.withoutServer()
            $0.press(at: 30)
            $0.press(at: 30.1)
            $0.person(1, from: 30.2, to: 50)
            $0.press(at: 90)
            $0.longPress(at: 90.1)
        },
    ]
}
