/// What the door shows and the log was told last, so that only what is new goes out.
struct Shown: Sendable {
    /// A press that was refused just now.
    struct Refusal: Sendable {
        /// How long the state tells why.
        static let told = Duration.seconds(5)

        var reason: Press.Refusal
        /// Until when the booking lamp flashes.
        var flashesUntil: Uptime
        /// As long as the state tells why.
        var toldUntil: Uptime

        init(_ reason: Press.Refusal, at now: Uptime) {
            self.reason = reason
            flashesUntil = now + LampWaveform(.refused).length
            toldUntil = now + Self.told
            assert(flashesUntil <= toldUntil, "a lamp that flashes has its reason told")
        }
    }

    /// Nil before the lamps were set, and when they have to be set anew whatever they show.
    var lamps: LampDisplay?
    var availability: Availability?
    private(set) var isStale: Bool?
    private(set) var isTrusted: Bool?
    private(set) var refusal: Refusal?

    // MARK: Refusals

    /// Flashes "refused"; anew, if the lamp was just doing so.
    mutating func refuse(_ reason: Press.Refusal, at now: Uptime) {
        refusal = Refusal(reason, at: now)
        lamps = nil
    }

    /// A later press was not refused.
    mutating func forgetRefusal() {
        refusal = nil
    }

    /// Forgets a refusal that was told for long enough.
    mutating func pass(to now: Uptime) {
        if let refusal, now >= refusal.toldUntil { self.refusal = nil }
    }

    func isRefusing(at now: Uptime) -> Bool {
        refusal.map { now < $0.flashesUntil } ?? false
    }

    // MARK: News

    /// - Returns: whether the log is to be told; not of how it was at the start.
    mutating func renew(isStale new: Bool) -> Bool {
        let isFirst = isStale == nil
        return isStale.renew(new) && !isFirst
    }

    /// - Returns: whether the log is to be told; not of a clock that is not trusted at the start.
    mutating func renew(isTrusted new: Bool) -> Bool {
        let isFirst = isTrusted == nil
        return isTrusted.renew(new) && (new || !isFirst)
    }
}
