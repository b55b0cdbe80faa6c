/// Plays a display on the lamp lines: blinking, the dark 100 ms of a press, and the limit on flashes.
///
/// A pure value: the lamp service asks it which lines are lit now and when to ask again. No lamp ever flashes more than
/// three times in any second, whatever is pressed or shown: a flash too many stays dark until it is allowed. A change
/// of colour counts as a flash.
public struct LampSequencer: Sendable {
    /// How long both lamps are dark after a press.
    public static let heardFor = Duration.milliseconds(100)
    static let greatestFlashes = 3
    static let flashWindow = Duration.seconds(1)

    private struct Player: Sendable {
        var signal = LampSignal.dark
        var waveform = LampWaveform(.steady)
        var since: Uptime
        /// What is lit; `off` while dark.
        var lit = LampSignal.Colour.off
        var rises: [Uptime] = []

        mutating func show(_ new: LampSignal, at now: Uptime) {
            guard new != signal || new.pattern == .refused else { return }
            if new.pattern != signal.pattern || new.pattern == .refused { since = now }
            signal = new
            waveform = LampWaveform(new.pattern)
        }

        /// - Returns: when to look again; nil if nothing will change.
        mutating func advance(to now: Uptime, heardUntil: Uptime?) -> Uptime? {
            let (isLit, changesAt) = waveform.level(at: now - since)
            var next = changesAt.map { since + $0 }
            var wanted = isLit ? signal.colour : .off
            if let heardUntil, now < heardUntil {
                wanted = .off
                next = min(next ?? heardUntil, heardUntil)
            }
            if wanted != .off, wanted != lit {
                if let allowed = flashAllowed(at: now) {
                    wanted = .off
                    next = min(next ?? allowed, allowed)
                } else {
                    rises.append(now)
                }
            }
            lit = wanted
            return next
        }

        /// When the next flash is allowed; nil if now.
        private mutating func flashAllowed(at now: Uptime) -> Uptime? {
            rises.removeAll { now - $0 >= LampSequencer.flashWindow }
            guard rises.count >= LampSequencer.greatestFlashes, let oldest = rises.first else {
                return nil
            }
            return oldest + LampSequencer.flashWindow
        }
    }

    private var availability: Player
    private var booking: Player
    private var heardUntil: Uptime?
    private let wiring: LampWiring

    /// Begins with dark lamps.
    public init(wiring: LampWiring, at now: Uptime) {
        self.wiring = wiring
        availability = Player(since: now)
        booking = Player(since: now)
    }

    /// Shows this from now on.
    public mutating func show(_ display: LampDisplay, at now: Uptime) {
        availability.show(display.availability, at: now)
        booking.show(display.booking, at: now)
    }

    /// Makes both lamps dark for 100 ms from now on.
    public mutating func acknowledgePress(at now: Uptime) {
        heardUntil = now + Self.heardFor
    }

    /// Plays up to `now`.
    ///
    /// - Returns: the lines that are lit now, and when to call again; nil if nothing will change by itself.
    public mutating func advance(to now: Uptime) -> (lit: Set<LampLine>, next: Uptime?) {
        if let heardUntil, now >= heardUntil { self.heardUntil = nil }
        let first = availability.advance(to: now, heardUntil: heardUntil)
        let second = booking.advance(to: now, heardUntil: heardUntil)
        var lit: Set<LampLine> = []
        lit.formUnion(wiring.lines(.availability, availability.lit))
        lit.formUnion(wiring.lines(.booking, booking.lit))
        guard let first, let second else { return (lit, first ?? second) }
        return (lit, min(first, second))
    }
}
