import RoomCore

// What organisers are told, and a journal that opens late.

extension Scenario {
    static let messages: [Scenario] = [
        Scenario(
            "told-of-the-no-show-and-corrected", ["b no_show", "b late 1200", "b used"],
            told: ["b claimable", "b late"]
        ) {
            $0.booking()
            $0.person(1, from: 80, to: 120)
        },
        Scenario("told-of-the-release", ["b no_show"], told: ["b released"]) {
            $0.policy { $0.onNoShow = .end }
            $0.booking()
        },
        Scenario("told-of-the-release-when-the-server-has-it", ["b no_show"], told: ["b released"])
        {
            $0.policy { $0.onNoShow = .end }
            $0.booking()
            $0.trouble(.writesAway, at: 65, to: 80)
        },
        Scenario("not-told-of-a-release-that-people-were-ahead-of", ["b no_show"], told: []) {
            $0.policy { $0.onNoShow = .end }
            $0.booking()
            $0.trouble(.writesAway, at: 65, to: 80)
            $0.edit(.delete(id: "b"), at: 72)
        },
        Scenario("not-told-of-a-release-that-is-refused", ["b no_show"], told: []) {
            $0.policy { $0.onNoShow = .end }
            $0.booking()
            $0.trouble(.writesAway, at: 65, to: 80)
            $0.edit(.lock(id: "b"), at: 72)
        },
        Scenario("not-told-of-a-release-that-is-none", ["b no_show"], told: []) {
            $0.policy { $0.onNoShow = .end }
            $0.booking { $0.isWritable = false }
        },
        Scenario(
            "told-of-a-takeover", ["b no_show", "press claimed", "ad-hoc used"],
            told: ["b claimable", "b taken_over"]
        ) {
            $0.booking()
            $0.press(at: 75)
            $0.person(1, from: 75.1, to: 110)
        },
        Scenario(
            "not-told-of-a-takeover-taken-back",
            ["b no_show", "press claimed", "press extended", "press undone"],
            told: ["b claimable"]
        ) {
            $0.booking()
            $0.press(at: 75)
            $0.press(at: 75.13)
            $0.longPress(at: 75.28)
        },
        Scenario(
            "told-of-a-double-booking", ["b on_time", "b used", "c unverifiable overlapped"],
            told: ["b double_booked with c", "c double_booked with b"]
        ) {
            $0.booking()
            $0.booking("c", 60, 100, madeAt: 20) { $0.organiser = "Boris" }
            $0.person(1, from: 59, to: 119)
        },
        Scenario(
            "told-once-of-ones-own-double-booking",
            ["b on_time", "b used", "c unverifiable overlapped"], told: ["c double_booked with b"]
        ) {
            $0.booking()
            $0.booking("c", 60, 100, madeAt: 20)
            $0.person(1, from: 59, to: 119)
        },
        Scenario(
            "told-of-several-double-bookings-at-once",
            ["b on_time", "d carried_over", "d used", "b used", "c unverifiable overlapped"],
            told: [
                "b double_booked with c and d",
                "c double_booked with b, d double_booked with b",
            ]
        ) {
            $0.booking()
            $0.booking("c", 60, 80, madeAt: 20) { $0.organiser = "Boris" }
            $0.booking("d", 80, 100, madeAt: 20) { $0.organiser = "Boris" }
            $0.person(1, from: 59, to: 119)
        },
        Scenario(
            "told-when-the-messenger-is-back", ["b no_show", "press claimed", "ad-hoc used"],
            told: ["b taken_over"]
        ) {
            $0.booking()
            $0.trouble(.serverAway(.server), at: 69.9, to: 76)
            $0.press(at: 75)
            $0.person(1, from: 75.1, to: 110)
        },
        Scenario("not-told-after-an-hour", ["b no_show"], told: []) {
            $0.booking()
            $0.world.messages.limited = 1_000_000
            $0.trouble(.serverAway(.limit), at: 69.9, to: 145)
        },
        Scenario(
            "claimed-once-and-booked-then",
            [
                "b no_show", "press claimed", "press ended", "ad-hoc ended_early 1499",
                "press booked", "ad-hoc ended_early 1800",
            ]
        ) {
            $0.booking { $0.isWritable = false }
            $0.press(at: 75)
            $0.longPress(at: 80)
            $0.press(at: 85)
        },
        // Without its journal the panel knows of nobody, and judges nothing that began before.
        Scenario("journal-opens-late", ["b on_time", "b used"]) {
            $0.booking()
            $0.person(1, from: 59, to: 119)
            $0.trouble(.journalShut(isReadable: false), at: 70, to: 75)
        },
        Scenario("journal-can-only-be-read", ["b on_time", "b used"]) {
            $0.booking()
            $0.person(1, from: 59, to: 119)
            $0.trouble(.journalShut(isReadable: true), at: 70, to: 75)
        },
        Scenario(
            "ended-twice-while-no-write-is-taken",
            ["b on_time", "press ended", "b ended_early 1799"]
        ) {
            $0.booking()
            $0.person(1, from: 59, to: 90)
            $0.trouble(.writesAway, at: 80, to: 105)
            $0.longPress(at: 90)
            $0.edit(.changeEnd(id: "b", end: 80 * 60), at: 91)
        },
        Scenario(
            "playing-with-the-button",
            ["press booked"] + Array(repeating: "press extended", count: 6)
                + Array(repeating: "press refused no_room_to_extend", count: 113) + [
                    "ad-hoc ended_early 7198"
                ]
        ) {
            for press in 0..<130 { $0.press(at: 30 + Double(press) * 0.005, milliseconds: 120) }
        },
    ]
}
