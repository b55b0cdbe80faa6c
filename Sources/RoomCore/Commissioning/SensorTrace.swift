/// What one sensor's line did in a stretch of time.
struct SensorTrace {
    /// A time in which the line was active, or an instant of activity.
    struct Stretch: Equatable {
        var from: Uptime
        var to: Uptime
    }

    /// How often the line changed.
    private(set) var edges = 0
    private(set) var stretches: [Stretch] = []
    private var activeEdges = 0
    private var isGone: Bool
    private let wasActive: Bool
    private var activeSince: Uptime?
    private let start: Uptime
    private let end: Uptime

    init(of sensor: String, in watch: SensorWatch) {
        start = watch.start
        end = watch.end
        isGone = watch.levels[sensor] == nil
        wasActive = watch.levels[sensor] ?? false
        if wasActive { activeSince = start }
        for moment in watch.moments where moment.sensor == sensor { take(moment) }
        setLevel(false, at: end)
    }

    private mutating func take(_ moment: SensorMoment) {
        let now = max(moment.at, start)
        guard now < end || moment.fact == .gone else { return }
        switch moment.fact {
        case .found(let isActive): setLevel(isActive, at: now)
        case .edge(let isActive, let instant):
            guard instant < end else { return }
            if instant >= start {
                edges += 1
                if isActive { activeEdges += 1 }
            }
            setLevel(isActive, at: max(instant, start))
        case .edgesLost(let count):
            // There was activity, and nobody can say when: it counts as of now, as it does for presence.
            edges += min(max(count, 1), Sensor.greatestLoss)
            activeEdges += 1
            stretches.append(Stretch(from: now, to: now))
        case .gone:
            isGone = true
            setLevel(false, at: min(now, end))
        case .reported: break
        }
    }

    private mutating func setLevel(_ isActive: Bool, at instant: Uptime) {
        guard !isActive else {
            if activeSince == nil { activeSince = instant }
            return
        }
        if let activeSince { stretches.append(Stretch(from: activeSince, to: instant)) }
        activeSince = nil
    }

    /// What the sensor saw.
    ///
    /// A pulse that began before the test is no sign of whom the test is about; a level is one as long as it lasts.
    func sight(_ kind: SensorSettings.Kind) -> SensorSight {
        if isGone { return .gone }
        if isNoisy { return .noisy }
        switch kind {
        case .presence: return stretches.isEmpty ? .unseen : .seen
        case .motion:
            if activeEdges > 0 { return .seen }
            return wasActive && edges == 0 ? .stayedActive : .unseen
        }
    }

    private var isNoisy: Bool {
        let seconds = max(1, (end - start).roundedUpSeconds)
        return edges * 60 > ChatterMeter.edgesPerMinute * seconds
    }
}

extension [SensorTrace.Stretch] {
    /// The longest time without any activity, the ends of the watch included.
    func longestGap(in watch: SensorWatch) -> Duration {
        var (last, longest) = (watch.start, Duration.zero)
        for stretch in sorted(by: { $0.from < $1.from }) {
            longest = Swift.max(longest, stretch.from - last)
            last = Swift.max(last, stretch.to)
        }
        return Swift.max(longest, watch.end - last)
    }

    /// In how many of the watch's minutes there was any activity, in per cent.
    ///
    /// A minute that was begun counts as one.
    func coveragePercent(of watch: SensorWatch) -> Int {
        let minutes = Swift.max(1, (watch.length.roundedUpSeconds + 59) / 60)
        let seen = (0..<minutes).filter { minute in
            let from = watch.start + .seconds(60 * minute)
            let to = from + .seconds(60)
            return contains { $0.from < to && ($0.to > from || $0.from >= from) }
        }
        return seen.count * 100 / minutes
    }
}

extension Duration {
    /// Whole seconds, a begun one as a whole; never negative.
    var roundedUpSeconds: Int {
        let (seconds, attoseconds) = components
        return Int(clamping: Swift.max(0, seconds + (attoseconds > 0 ? 1 : 0)))
    }
}
