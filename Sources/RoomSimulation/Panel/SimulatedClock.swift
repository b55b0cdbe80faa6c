import RoomCore

/// The two clocks of a panel: one that never jumps, and one that does whatever a bad clock does.
struct SimulatedClock {
    /// 00:00 UTC of the world's first day, in microseconds since 1970.
    let origin: Int64
    private var bootedAt: Moment = 0
    /// The wall clock less the true time, at `anchor`.
    private var offset: Int64 = 0
    private var anchor: Moment = 0
    private var driftPerMillion: Int64 = 0

    init(origin: Int64) {
        self.origin = origin
    }

    /// The wall clock less the true time.
    func offset(at moment: Moment) -> Int64 {
        guard driftPerMillion != 0 else { return offset }
        return offset + (moment - anchor) / 1_000 * driftPerMillion / 1_000
    }

    func now(at moment: Moment) -> Now {
        Now(wall: wall(at: moment), uptime: uptime(at: moment))
    }

    func wall(at moment: Moment) -> WallTime {
        WallTime(microsecondsSinceEpoch: origin + moment + offset(at: moment))
    }

    func uptime(at moment: Moment) -> Uptime {
        Uptime(sinceBoot: .microseconds(moment - bootedAt))
    }

    /// The true time of an instant on the steady clock.
    func moment(of uptime: Uptime) -> Moment {
        bootedAt + uptime.sinceBoot.microsecondsRoundedUp
    }

    /// The true time of an instant on the wall clock, as it stands at `now`.
    func moment(of wall: WallTime, at now: Moment) -> Moment {
        wall.microsecondsSinceEpoch - origin - offset(at: now)
    }

    // MARK: Changes

    mutating func boot(at moment: Moment, showing wallMicroseconds: Int64) {
        bootedAt = moment
        driftPerMillion = 0
        offset = wallMicroseconds - origin - moment
    }

    mutating func step(by microseconds: Int64, at moment: Moment) {
        let least = -origin - moment
        let step = max(offset(at: moment) + microseconds, least)
        offset = step
        anchor = moment
    }

    mutating func setRight(at moment: Moment) {
        offset = 0
        anchor = moment
        driftPerMillion = 0
    }

    mutating func drift(_ perMillion: Int64, at moment: Moment) {
        offset = offset(at: moment)
        anchor = moment
        driftPerMillion = perMillion
    }
}
