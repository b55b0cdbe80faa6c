/// How long the sensors have been silent between two presses about one booking, which prove that somebody was there.
///
/// Nothing of it outlives a restart.
struct SilenceWatch: Sendable {
    /// A silence, by the clock that never jumps.
    struct Silence: Equatable, Sendable {
        var believed: [String]
        var length: Duration
        var endedAt: Uptime
    }

    /// The booking that the last press was about; nil if that proves nothing of a next one.
    private var booking: BookingID?
    /// The longest silence since that press.
    private var longest: Silence?
    /// Since when nothing was seen.
    private var quietSince: Uptime
    private var believed: [String] = []
    private var isActive = false

    init(at now: Uptime) {
        quietSince = now
    }

    /// Whether a next press would prove anything.
    var isWatching: Bool { booking != nil }

    /// What the sensors say from `instant` on: which can be believed, and whether one of them is active.
    mutating func hear(_ believed: [String], isActive: Bool, at instant: Uptime) {
        if believed != self.believed || (isActive && !self.isActive) { note(at: instant) }
        if isActive || self.isActive || believed != self.believed {
            quietSince = max(quietSince, instant)
        }
        (self.believed, self.isActive) = (believed, isActive)
    }

    /// Edges were lost: nobody can say that it was silent up to now.
    mutating func interrupt(at instant: Uptime) {
        quietSince = max(quietSince, instant)
    }

    /// A press shows that the people of a booking are there.
    ///
    /// - Parameters:
    ///   - start: when the booking begins: who checked in before need not have gone in yet.
    ///   - pressed: when the button went down.
    ///   - now: when the press counted.
    ///   - believed: which sensors can be believed now.
    ///   - isActive: whether one of them is active.
    /// - Returns: the longest silence since the last press about it; nil if there was no such press, or no silence.
    mutating func pressed(
        about booking: BookingID, from start: Uptime, at pressed: Uptime, now: Uptime,
        _ believed: [String], isActive: Bool
    ) -> Silence? {
        note(at: pressed)
        let proven = self.booking == booking ? longest : nil
        self.booking = booking
        (longest, quietSince) = (nil, max(now, start))
        (self.believed, self.isActive) = (believed, isActive)
        return proven
    }

    /// What was pressed last proves nothing of what comes.
    mutating func forget() {
        (booking, longest) = (nil, nil)
    }

    private mutating func note(at instant: Uptime) {
        guard booking != nil, !isActive, !believed.isEmpty else { return }
        let length = instant - quietSince
        guard length > longest?.length ?? .zero else { return }
        longest = Silence(believed: believed, length: length, endedAt: instant)
    }
}
