import RoomCore

// Coming, and not coming.

extension Scenario {
    private static let second = 1.0 / 60

    static let arrivals: [Scenario] = [
        Scenario("punctual", ["b on_time", "b used"]) {
            $0.booking()
            $0.person(1, from: 59, to: 120)
        },
        Scenario("early-and-still-there", ["b on_time", "b used"]) {
            $0.booking()
            $0.person(1, from: 40, to: 119)
        },
        Scenario("late-a-second-before-late-after", ["b on_time", "b used"]) {
            $0.booking()
            $0.person(1, from: 65 - second, to: 120)
        },
        Scenario("late-at-late-after", ["b late 300", "b used"]) {
            $0.booking()
            $0.person(1, from: 65, to: 120)
        },
        Scenario("late-a-second-after-late-after", ["b late 301", "b used"]) {
            $0.booking()
            $0.person(1, from: 65 + second, to: 120)
        },
        Scenario("late-in-the-last-minute", ["b late 540", "b used"]) {
            $0.booking()
            $0.person(1, from: 69, to: 120)
        },
        Scenario("sitting-still", ["b on_time", "b used"]) {
            $0.booking()
            $0.person(1, from: 60, to: 61, every: 20)
            $0.person(2, from: 60, to: 118, every: 0)
        },
        Scenario("cleaner-before-the-start", ["b no_show"]) {
            $0.booking()
            $0.person(1, from: 50, to: 54)
        },
        Scenario("one-edge-is-not-enough", ["b no_show"]) {
            $0.booking()
            $0.person(1, from: 63, to: 63.01, every: 0)
        },
        Scenario("carried-over", ["a on_time", "b carried_over", "a used", "b used"]) {
            $0.booking("a", 0.5, 60)
            $0.booking()
            $0.person(1, from: 2, to: 119)
        },
        Scenario(
            "overrun-into-the-next",
            ["a on_time", "b carried_over", "a overran 242", "b ended_early 3358"]
        ) {
            $0.booking("a", 0.5, 60)
            $0.booking()
            $0.person(1, from: 2, to: 64)
        },
        Scenario("radar-without-movement", ["b on_time", "b used"]) {
            $0.panel { panel in
                panel.sensors[0].kind = .presence
                panel.sensors[0].pulseMilliseconds = 15_000
                panel.sensors[0].warmUpSeconds = 0
            }
            $0.booking()
            $0.person(1, from: 58, to: 119, every: 0)
        },
    ]

    static let absences: [Scenario] = [
        Scenario("absent-soft", ["b no_show"]) { $0.booking() },
        Scenario("absent-end", ["b no_show"]) {
            $0.policy { $0.onNoShow = .end }
            $0.booking()
        },
        Scenario("absent-mark", ["b no_show"]) {
            $0.policy { $0.onNoShow = .mark }
            $0.booking()
        },
        Scenario("coming-a-second-before-no-show", ["b late 599", "b used"]) {
            $0.booking()
            $0.person(1, from: 70 - second, to: 120)
        },
        Scenario("coming-at-no-show", ["b no_show", "b late 600", "b used"]) {
            $0.booking()
            $0.person(1, from: 70, to: 120)
        },
        Scenario("no-show-gives-way-to-those-who-come", ["b no_show", "c on_time", "c used"]) {
            $0.booking()
            $0.booking("c", 80, 110)
            $0.person(1, from: 79.9, to: 109)
        },
        Scenario("owner-comes-after-the-no-show", ["b no_show", "b late 1200", "b used"]) {
            $0.booking()
            $0.person(1, from: 80, to: 120)
        },
        Scenario(
            "owner-comes-while-a-stranger-claims", ["b no_show", "press claimed", "ad-hoc used"]
        ) {
            $0.booking()
            $0.press(at: 75)
            $0.person(1, from: 75.1, to: 110)
            $0.person(2, from: 75.3, to: 115)
        },
        Scenario(
            "claim-taken-back",
            ["b no_show", "press claimed", "press undone", "b late 960", "b used"]
        ) {
            $0.booking()
            $0.press(at: 75)
            $0.longPress(at: 75.1)
            $0.person(1, from: 76, to: 119)
        },
        Scenario(
            "claim-of-what-was-moved-taken-back",
            ["b no_show", "press claimed", "press undone", "b no_show"]
        ) {
            $0.booking()
            $0.edit(.move(id: "b", start: 90 * 60, end: 150 * 60), at: 74.97)
            $0.press(at: 75)
            $0.longPress(at: 75.1)
            $0.lasts(160)
        },
        Scenario(
            "claim-of-a-booking-that-may-not-be-cut", ["b no_show", "press claimed", "ad-hoc used"]
        ) {
            $0.booking { $0.isWritable = false }
            $0.press(at: 75)
            $0.person(1, from: 75.1, to: 80)
        },
        Scenario("quiet-tag", []) { $0.booking { $0.title = "Focus #quiet" } },
        Scenario("four-hours-are-never-judged", []) {
            $0.booking("b", 60, 300)
            $0.lasts(310)
        },
        Scenario("a-second-under-four-hours-is", ["b no_show"]) {
            $0.booking("b", 60, 300 - second)
            $0.lasts(310)
        },
        Scenario("all-day", []) {
            $0.booking("b", 0, 1_440) { $0.isAllDay = true }
        },
        Scenario("free-time", []) { $0.booking { $0.isBlocking = false } },
        Scenario("shorter-than-the-no-show", ["b no_show"]) { $0.booking("b", 60, 66) },
    ]
}
