import RoomCore

/// Whether somebody is there as far as sensors can tell, worked out from the facts alone.
struct PresenceWitness {
    /// A stretch of equal presence; nil where even the facts leave it open.
    struct Stretch {
        var presence: Presence?
        var from: Uptime
        /// When somebody was last seen, where presence ended with it; nil where nobody can say.
        var leftAt: Uptime?
        /// Whether the facts leave open what was seen before it.
        var followsOpenTime = false
    }

    private(set) var sensors: [SensorWitness]
    private(set) var stretches: [Stretch]
    /// Active edges that count, of all sensors.
    private(set) var edges: [Uptime] = []
    /// Those of them that count without doubt.
    private(set) var sureEdges: [Uptime] = []
    /// When edges were lost.
    private(set) var losses: [Uptime] = []
    /// After this moment no edge and no loss is forgotten; of what came before, some may be.
    private(set) var remembersFrom: Uptime
    private static let capacity = 256

    init(_ settings: [SensorSettings], _ memory: Memory, at now: Now) {
        sensors = settings.map { sensor in
            var last: Uptime?
            if let edge = memory.lastActiveEdges[sensor.name], edge <= now.wall,
                now.wall - edge < .seconds(7_200)
            {
                last = now.uptime(at: edge)
            }
            let unseen = memory.sittings.filter { $0.unseenBy?.contains(sensor.name) ?? false }
            return SensorWitness(
                sensor, lastActive: last, unseen: Set(unseen.map(\.booking)), at: now.uptime)
        }
        stretches = [Stretch(presence: .unknown, from: now.uptime)]
        remembersFrom = now.uptime
    }

    mutating func take(_ event: Event, at now: Uptime) {
        switch event {
        case .sensor(let name, .found(let level)): at(name) { $0.found(level, at: now) }
        case .sensor(let name, .edge(let level, let instant)):
            // A hold that ends at this very moment ends before the line rises again.
            look(at: now)
            let instant = min(instant, now)
            var counts = false
            at(name) { counts = $0.edge(level, at: instant, now: now) }
            if counts { Self.remember(instant, in: &edges, wholeFrom: &remembersFrom) }
            if counts, isSure(name, at: now) {
                Self.remember(instant, in: &sureEdges, wholeFrom: &remembersFrom)
            }
        case .sensor(let name, .edgesLost(let count)):
            at(name) { $0.lost(count, at: now) }
            Self.remember(now, in: &losses, wholeFrom: &remembersFrom)
        case .sensor(let name, .gone): at(name) { $0.gone(at: now) }
        // The sensors of a world are on lines.
        case .sensor(_, .reported), .tick, .clock, .button, .server, .journal, .settings,
            .lampFault:
            break
        }
        look(at: now)
    }

    /// The people of a booking that is over, and which sensors have seen nothing of them.
    ///
    /// - Parameters:
    ///   - opens: when they could be seen first; nil if nobody can say.
    ///   - isSure: whether they were surely there, and the panel with them all the time.
    mutating func ended(
        _ booking: BookingID, opens: Uptime, start: Uptime, surely isSure: Bool, at now: Uptime
    ) {
        for sensor in sensors where sensor.isQuiet(since: start) && sensor.thereSince <= start {
            let isClear = sensor.isQuiet(since: opens) && sensor.thereSince <= opens
            sensor.missed(booking, surely: isSure && isClear)
        }
        look(at: now)
    }

    /// What an earlier run knew of sensors that saw nothing, told late.
    mutating func recall(_ memory: Memory, at now: Uptime) {
        for sitting in memory.sittings {
            for name in sitting.unseenBy ?? [] {
                at(name) { $0.missed(sitting.booking, surely: false) }
            }
        }
        look(at: now)
    }

    private func isSure(_ name: String, at now: Uptime) -> Bool {
        sensors.contains { $0.settings.name == name && $0.standing(at: now) == .sure }
    }

    private func at(_ name: String, _ change: (SensorWitness) -> Void) {
        guard let index = sensors.firstIndex(where: { $0.settings.name == name }) else { return }
        change(sensors[index])
    }

    private static func remember(
        _ instant: Uptime, in list: inout [Uptime], wholeFrom: inout Uptime
    ) {
        if list.count == capacity {
            for forgotten in list.prefix(capacity / 2) { wholeFrom = max(wholeFrom, forgotten) }
            list.removeFirst(capacity / 2)
        }
        list.append(instant)
    }

    private mutating func look(at now: Uptime) {
        let seen = judged(at: now)
        guard let last = stretches.last, last.presence != seen else { return }
        if stretches.count == Self.capacity { stretches.removeFirst(Self.capacity / 2) }
        var stretch = Stretch(presence: seen, from: now, followsOpenTime: last.presence == nil)
        if seen == .vacant, last.presence == .present {
            stretch.leftAt = sensors.compactMap(\.lastSeen.surely).max()
            let perhaps = sensors.compactMap(\.lastSeen.perhaps).max()
            stretch.followsOpenTime = stretch.leftAt != perhaps
        }
        stretches.append(stretch)
    }

    private func judged(at now: Uptime) -> Presence? {
        var seen: Presence = .unknown
        var isOpen = false
        for index in sensors.indices {
            switch sensors[index].standing(at: now) {
            case .bad: continue
            case .doubtful: isOpen = true
            case .sure:
                if sensors[index].saysPresent(at: now) { return .present }
                seen = .vacant
            }
        }
        return isOpen ? nil : seen
    }

    // MARK: Questions

    /// What is known now; nil where the facts leave it open.
    var now: Presence? { stretches.last?.presence }

    /// Since when it has been so; nil where even the facts leave that open.
    var since: Uptime? {
        guard stretches.count > 1 else { return stretches.last?.from }
        return stretches[stretches.count - 2].presence == nil ? nil : stretches.last?.from
    }

    /// How long of the stretch the room was surely not covered, and how long perhaps not.
    func uncovered(from start: Uptime, to end: Uptime) -> (surely: Duration, perhaps: Duration) {
        var surely = Duration.zero
        var perhaps = Duration.zero
        var upper = end
        for stretch in stretches.reversed() {
            let lower = max(stretch.from, start)
            if lower < upper {
                if stretch.presence == .unknown { surely += upper - lower }
                if stretch.presence == .unknown || stretch.presence == nil {
                    perhaps += upper - lower
                }
                upper = lower
            }
            if stretch.from <= start { return (surely, perhaps) }
        }
        if start < upper { perhaps += upper - start }
        return (surely, perhaps)
    }

    /// Whether the facts leave anything open in the stretch.
    func isOpen(from start: Uptime, to end: Uptime) -> Bool {
        var upper: Uptime?
        for stretch in stretches.reversed() {
            if stretch.presence == nil, stretch.from <= end, upper.map({ $0 >= start }) ?? true {
                return true
            }
            if stretch.from <= start { return false }
            upper = stretch.from
        }
        return true
    }

    /// When presence ends if nothing moves any more.
    enum Vacancy {
        /// Then, or since then.
        case from(Uptime)
        /// Nobody can foresee it: a line is active.
        case unforeseen
        /// The facts leave it open.
        case open
    }

    /// When presence ends, or has ended, if nothing moves any more.
    func vacancyAhead(at now: Uptime) -> Vacancy {
        guard let last = stretches.last, last.presence != nil else { return .open }
        guard last.presence == .present else { return .from(last.from) }
        var latest: Uptime?
        for sensor in sensors {
            switch sensor.standing(at: now) {
            case .bad: continue
            case .doubtful: return .open
            case .sure:
                if sensor.isActive { return .unforeseen }
                guard let active = sensor.lastActive else { continue }
                latest = max(latest ?? active, active + sensor.settings.hold)
            }
        }
        return latest.map { .from($0) } ?? .open
    }

    /// The stretch that holds `instant`; nil if it is too long ago.
    func stretch(at instant: Uptime) -> Stretch? {
        stretches.last { $0.from <= instant }
    }
}
