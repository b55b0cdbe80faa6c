import RoomCore

// The page.

extension Scenario {
    static let taps: [Scenario] = [
        Scenario("gap-tapped", ["press booked", "ad-hoc used"]) {
            $0.tap(.book, at: 30)
            $0.person(1, from: 30.1, to: 61)
        },
        Scenario("gap-tapped-and-taken-back", ["press booked", "press undone"]) {
            $0.tap(.book, at: 30)
            $0.tap(.takeBack, at: 30.1)
        },
        Scenario("end-tapped", ["b on_time", "press ended", "b ended_early 1800"]) {
            $0.booking()
            $0.person(1, from: 59, to: 91)
            $0.tap(.end, at: 90)
        },
        Scenario(
            "end-tapped-and-taken-back", ["b on_time", "press ended", "press undone", "b used"]
        ) {
            $0.booking()
            $0.person(1, from: 59, to: 119)
            $0.tap(.end, at: 90)
            $0.tap(.takeBack, at: 90.1)
        },
    ]
}
