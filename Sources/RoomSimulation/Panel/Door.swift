import RoomCore

/// The two lamps as somebody at the door sees them.
struct Door {
    private(set) var display: LampDisplay?
    private var sequencer: LampSequencer
    /// Whether the lines are played at all; blinking costs time.
    var isWatched = false
    private(set) var lit: Set<LampLine> = []
    private var rises: [LampLine.Lamp: [Uptime]] = [:]
    /// Set when a lamp flashed more than three times within a second.
    private(set) var fault: String?

    private static let wiring = LampWiring(
        lines: Set(
            LampLine.Lamp.allCases.flatMap { lamp in
                LampLine.Channel.allCases.map { LampLine(lamp, $0) }
            }))

    init(at now: Uptime) {
        sequencer = LampSequencer(wiring: Self.wiring, at: now)
    }

    /// What the lamps of a fully wired door could not show; nothing.
    static func missingColours(_ policy: Policy) -> [String] {
        wiring.missingColours(policy)
    }

    mutating func show(_ display: LampDisplay, at now: Uptime) {
        self.display = display
        if isWatched { sequencer.show(display, at: now) }
    }

    mutating func acknowledgePress(at now: Uptime) {
        if isWatched { sequencer.acknowledgePress(at: now) }
    }

    mutating func goDark(at now: Uptime) {
        display = nil
        lit = []
        sequencer = LampSequencer(wiring: Self.wiring, at: now)
    }

    /// Plays up to `now`; nil when nothing will change by itself.
    mutating func play(to now: Uptime) -> Uptime? {
        guard isWatched else { return nil }
        let (lines, next) = sequencer.advance(to: now)
        for lamp in LampLine.Lamp.allCases {
            let before = lit.filter { $0.lamp == lamp }
            let after = lines.filter { $0.lamp == lamp }
            if before.isEmpty, !after.isEmpty { count(lamp, at: now) }
        }
        lit = lines
        return next
    }

    private mutating func count(_ lamp: LampLine.Lamp, at now: Uptime) {
        // The machine's clock begins anew with a power cut: what was seen before it lies ahead.
        var recent = rises[lamp, default: []].filter { $0 <= now && now - $0 < .seconds(1) }
        recent.append(now)
        if recent.count > 3 {
            fault = "the \(lamp.rawValue) lamp flashes more than three times a second"
        }
        rises[lamp] = recent
    }
}
