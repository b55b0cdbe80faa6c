import RoomCore

// What the door has shown, and the server has yet to hear or refuses.

extension Scenario {
    static let intents: [Scenario] = [
        Scenario(
            "ended-and-made-longer-before-the-server-hears",
            ["b on_time", "press ended", "b ended_early 2399"]
        ) {
            $0.booking()
            $0.person(1, from: 59, to: 90.05)
            $0.trouble(.writesAway, at: 89.9, to: 100)
            $0.longPress(at: 90)
            $0.edit(.changeEnd(id: "b", end: 130 * 60), at: 92)
        },
        // While the clock is behind, nobody can say whether the time was given before or after the end.
        Scenario(
            "given-time-again-while-the-clock-is-behind",
            ["b on_time", "press ended", "b ended_early 1799", "b ended_early 2095"]
        ) {
            $0.booking()
            $0.person(1, from: 59, to: 90.05)
            $0.longPress(at: 90)
            $0.trouble(.notSynchronised, at: 97, to: 108)
            $0.trouble(.clockStep(byMicroseconds: -30 * .minute), at: 97, to: 108)
            $0.edit(.changeEnd(id: "b", end: 125 * 60), at: 98)
        },
        Scenario(
            "owed-while-the-clock-is-days-ahead",
            ["b on_time", "press ended", "b ended_early 1799"]
        ) {
            $0.booking()
            $0.person(1, from: 59, to: 90.05)
            $0.trouble(.writesAway, at: 89.9, to: 97)
            $0.longPress(at: 90)
            $0.trouble(.clockStep(byMicroseconds: 2 * .day), at: 92, to: 95)
        },
        Scenario(
            "end-taken-back-after-people-had-cut-it",
            ["b on_time", "press ended", "press undone", "b used"]
        ) {
            $0.booking()
            $0.person(1, from: 59, to: 95)
            $0.edit(.changeEnd(id: "b", end: 88 * 60), at: 89.97)
            $0.longPress(at: 90)
            $0.press(at: 90.1)
        },
        Scenario(
            "ended-before-a-booking-that-is-refused",
            [
                "b on_time", "press ended", "b ended_early 2399", "press booked",
                "press refused slot_taken",
            ]
        ) {
            $0.booking()
            $0.person(1, from: 59, to: 80.05)
            $0.longPress(at: 80)
            $0.trouble(.serverAway(.refused), at: 84.9, to: 87)
            $0.press(at: 85)
        },
        Scenario("claim-of-what-was-just-locked", ["b no_show", "press claimed", "ad-hoc used"]) {
            $0.booking()
            $0.edit(.lock(id: "b"), at: 74.97)
            $0.press(at: 75)
            $0.person(1, from: 75.1, to: 80)
        },
        Scenario(
            "ended-by-a-clock-that-was-ahead",
            ["press booked", "press ended", "ad-hoc ended_early 1679", "ad-hoc used"]
        ) {
            $0.trouble(.clockStep(byMicroseconds: .hour), at: 20, to: 30)
            $0.press(at: 25)
            $0.longPress(at: 27)
        },
        // The no-show waits for room on the card, and must not be written over the claim that waits for its receipt.
        Scenario(
            "claimed-on-a-card-that-was-full",
            [
                "b no_show", "press refused nothing_to_end", "press claimed",
                "ad-hoc ended_early 1800",
            ]
        ) {
            $0.booking { $0.isWritable = false }
            $0.trouble(.journalFull, at: 69, to: 72.05)
            $0.trouble(.journalSlow(milliseconds: 3_000), at: 71, to: 80)
            $0.longPress(at: 72.1)
            $0.press(at: 72.14)
        },
        // The reading that shows the other booking comes while the second press waits for its receipt.
        Scenario(
            "slot-lost-while-a-press-waits",
            ["press booked", "press extended", "press refused slot_taken", "c on_time", "c used"]
        ) {
            $0.booking("c", 31, 61, madeAt: 29.9)
            $0.trouble(.journalSlow(milliseconds: 3_000), at: 20, to: 40)
            $0.press(at: 30)
            $0.press(at: 30.0512)
            $0.person(1, from: 30.2, to: 60)
        },
    ]
}
