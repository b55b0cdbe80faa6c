import RoomCore

/// Whether the clock may be trusted, worked out from the facts alone (design, section 2, "Time").
struct TrustWitness {
    private let mode: RoomSettings.ClockTrustMode
    private let server: RoomSettings.ServerKind
    private let builtAt: WallTime
    private var isKernelSure = false
    private var isServerNear = false
    private var last: Now?
    /// Since when it has been trusted without a jump; nil while it is not.
    private(set) var trustedSince: Uptime?

    init(_ settings: RoomSettings) {
        mode = settings.clockTrust
        server = settings.server
        builtAt = settings.builtAt
    }

    /// Time passes before a fact is taken in: a clock that has jumped is not the one that was trusted.
    mutating func pass(to now: Now) {
        if let last, abs((now.wall - last.wall) - (now.uptime - last.uptime)) >= .seconds(2) {
            (isKernelSure, isServerNear) = (false, false)
            trustedSince = isBelieved(now) ? now.uptime : nil
        }
        last = now
    }

    mutating func take(_ event: Event, at now: Now) {
        switch event {
        case .clock(let isSynchronised): isKernelSure = isSynchronised
        case .server(.read(let reading, _)): hear(reading.serverDate, now)
        case .server(.readFailed(let failure)), .server(.writeFailed(_, let failure, _)):
            hear(failure.serverDate, now)
        case .tick, .sensor, .button, .server(.acknowledged), .journal, .settings, .lampFault: break
        }
        if !isBelieved(now) {
            trustedSince = nil
        } else if trustedSince == nil {
            trustedSince = now.uptime
        }
    }

    private mutating func hear(_ date: WallTime?, _ now: Now) {
        guard let date else { return }
        isServerNear = abs(now.wall - date) <= .seconds(120)
    }

    private func isBelieved(_ now: Now) -> Bool {
        mode == .always || isKernelSure || isServerNear || (server == .none && now.wall >= builtAt)
    }

    private func abs(_ duration: Duration) -> Duration {
        duration < .zero ? .zero - duration : duration
    }
}
