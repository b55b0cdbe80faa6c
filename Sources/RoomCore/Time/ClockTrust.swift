/// Whether the wall clock is believed, and since when.
///
/// The rule (docs/design.md, "Time"): when the kernel calls it synchronised, or the server's `Date` is within 2 min
/// of it, or, without a server, when it is not before the build date. A jump makes trust begin anew: what was said of
/// the clock before says nothing of where it stands now.
struct ClockTrust: Sendable {
    static let greatestServerOffset = Duration.seconds(120)
    /// Smaller steps are no jump: a booking does not care about them.
    static let smallestJump = Duration.seconds(2)

    private let mode: RoomSettings.ClockTrustMode
    private let server: RoomSettings.ServerKind
    private let builtAt: WallTime
    private var isSynchronised = false
    private var isServerNear = false
    private var last: Now

    /// Since when the clock has been trusted without a jump; nil while it is not.
    private(set) var trustedSince: Uptime?

    init(_ settings: RoomSettings, at now: Now) {
        mode = settings.clockTrust
        server = settings.server
        builtAt = settings.builtAt
        last = now
        update(at: now)
    }

    var isTrusted: Bool { trustedSince != nil }

    /// Takes in that time has passed.
    ///
    /// - Returns: by how much the wall clock jumped since the last fact; nil if it did not.
    mutating func pass(to now: Now) -> Duration? {
        let drift = (now.wall - last.wall) - (now.uptime - last.uptime)
        last = now
        guard drift >= Self.smallestJump || drift <= .zero - Self.smallestJump else {
            if server == .none { update(at: now) }
            return nil
        }
        (isSynchronised, isServerNear) = (false, false)
        trustedSince = nil
        update(at: now)
        return drift
    }

    mutating func kernel(isSynchronised: Bool, at now: Now) {
        self.isSynchronised = isSynchronised
        update(at: now)
    }

    mutating func server(date: WallTime, at now: Now) {
        let offset = now.wall - date
        isServerNear =
            offset <= Self.greatestServerOffset && offset >= .zero - Self.greatestServerOffset
        update(at: now)
    }

    private mutating func update(at now: Now) {
        if isBelieved(at: now) {
            if trustedSince == nil { trustedSince = now.uptime }
        } else {
            trustedSince = nil
        }
    }

    private func isBelieved(at now: Now) -> Bool {
        if mode == .always || isSynchronised || isServerNear { return true }
        return server == .none && now.wall >= builtAt
    }
}
