/// How long the sensors have been silent between two presses about one booking, which prove that somebody was there.
///
/// Nothing of it outlives a restart.
struct SilenceWatch: Sendable {
    /// A silence, by the clock that never jumps.
    struct Silence: Equatable, Sendable {
        var believed: [String]
        var length: Duration
        var endedAt: Uptime

        /// The part of it that lies after `start`.
        func after(_ start: Uptime) -> Silence {
            var part = self
            part.length = min(length, endedAt - start)
            return part
        }
    }

    /// Silences that are held at most; beyond it the oldest go.
    private static let capacity = 64

    /// The booking that the last press was about; nil if that proves nothing of a next one.
    private var booking: BookingID?
    /// The silences since that press that are long enough to be remembered, oldest first.
    private var silences: [Silence] = []
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
    ///   - start: when the booking begins, as people have it by now: whoever checked in before need not have gone in yet.
    ///   - pressed: when the button went down.
    ///   - now: when the press counted.
    ///   - believed: which sensors can be believed now.
    ///   - isActive: whether one of them is active.
    /// - Returns: the longest silence since the last press about it that can be remembered; nil if there was no such press,
    ///   or no such silence.
    mutating func pressed(
        about booking: BookingID, from start: Uptime, at pressed: Uptime, now: Uptime,
        _ believed: [String], isActive: Bool
    ) -> Silence? {
        note(at: pressed)
        let proven = self.booking == booking ? longest(after: start) : nil
        self.booking = booking
        (silences, quietSince) = ([], max(now, start))
        (self.believed, self.isActive) = (believed, isActive)
        return proven
    }

    /// What was pressed last proves nothing of what comes.
    mutating func forget() {
        (booking, silences) = (nil, [])
    }

    /// Of a booking that was moved since, only what lies after its new start counts, so the shorter silences matter, too.
    private func longest(after start: Uptime) -> Silence? {
        silences.map { $0.after(start) }
            .filter { $0.length >= SilenceMemory.least }
            .max { $0.length < $1.length }
    }

    private mutating func note(at instant: Uptime) {
        guard booking != nil, !isActive, !believed.isEmpty else { return }
        let length = instant - quietSince
        guard length >= SilenceMemory.least else { return }
        if silences.count == Self.capacity { silences.removeFirst() }
        silences.append(Silence(believed: believed, length: length, endedAt: instant))
    }
}
