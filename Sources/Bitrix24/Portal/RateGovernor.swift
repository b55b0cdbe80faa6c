import RoomCore

/// Decides when the next request may go to the portal, so that its limits are never hit.
///
/// A portal counts requests by source address: the count falls by two a second, and above 50 it refuses (503,
/// `QUERY_LIMIT_EXCEEDED`). The governor keeps a count of its own below half of that, so that other programs behind
/// the same address live too. Of single methods the portal limits the time they run (429, `OPERATION_TIME_LIMIT`).
/// Pure arithmetic: time and random numbers come in as arguments.
struct RateGovernor: Hashable, Sendable {
    /// What a request is for.
    enum Purpose: Hashable, Sendable {
        /// To learn; gives way to writes.
        case read
        /// To change something.
        case write
    }

    /// What to do with a request.
    enum Admission: Hashable, Sendable {
        /// Send it now; it is counted.
        case go
        /// Ask again then.
        case wait(until: Uptime, reason: Reason)
    }

    /// Why a request has to wait.
    enum Reason: Hashable, Sendable {
        /// The panel's own share is used up.
        case share
        /// A write is waiting.
        case writeFirst
        /// The portal refused for too many requests.
        case backoff
        /// The portal has stopped this method for a while.
        case methodStopped(String)
    }

    /// Requests by which the count falls in a second (Bitrix24, all plans but Enterprise).
    static let leakPerSecond = 2.0
    /// The count above which the portal refuses.
    static let portalLimit = 50.0
    /// The count that the panel's own requests stay below.
    static let burst = 25.0
    /// What reads leave free for writes.
    static let reserve = 5.0
    /// Seconds of one method in ten minutes at which the portal stops it, in the documented example.
    static let operatingLimitSeconds = 480.0
    /// The part of it that the panel uses at most.
    static let operatingShare = 0.5
    /// How far apart polls are drawn at most, whatever a portal claims that they cost.
    static let greatestStretch = 100.0
    /// Methods whose stops and costs are remembered.
    static let rememberedMethods = 64
    private static let backoff = (first: 1.5, growth: 1.5, cap: 300.0)
    private static let stopRange = (least: Duration.seconds(10), most: Duration.seconds(600))

    private var level = 0.0
    private var measuredAt: Uptime?
    private var failures = 0
    private var backoffUntil: Uptime?
    private var stops: [String: Uptime] = [:]
    private var operating: [String: Double] = [:]
    private var waiting: [Purpose: Int] = [:]
    private var requests = 0

    init() {}

    // MARK: - Asking

    /// Asks whether a request may go now, and counts it if so.
    ///
    /// - Parameter methods: what is called; for a batch all that is inside.
    mutating func admit(_ purpose: Purpose, methods: [String], at now: Uptime) -> Admission {
        drain(at: now)
        stops = stops.filter { $0.value > now }
        for method in methods {
            if let until = stops[method] {
                return .wait(until: until, reason: .methodStopped(method))
            }
        }
        if let until = backoffUntil, until > now { return .wait(until: until, reason: .backoff) }
        if purpose == .read, waiting[.write, default: 0] > 0 {
            return .wait(until: now + .milliseconds(500), reason: .writeFirst)
        }
        let capacity = purpose == .write ? Self.burst : Self.burst - Self.reserve
        if level + 1 > capacity {
            let seconds = (level + 1 - capacity) / Self.leakPerSecond
            return .wait(until: now + .seconds(seconds), reason: .share)
        }
        level += 1
        requests += 1
        return .go
    }

    /// A request has begun to wait; to a write that waits, reads give way.
    mutating func waits(_ purpose: Purpose) { waiting[purpose, default: 0] += 1 }

    /// A request that waited was sent or given up.
    mutating func went(_ purpose: Purpose) {
        waiting[purpose] = max(0, waiting[purpose, default: 0] - 1)
    }

    // MARK: - Learning

    /// A call was answered, with what it cost.
    mutating func answered(_ method: String, cost: CallCost?) {
        failures = 0
        backoffUntil = nil
        guard let seconds = cost?.operatingSeconds else { return }
        if operating[method] != nil || operating.count < Self.rememberedMethods {
            operating[method] = seconds
        }
    }

    /// The portal refused for too many requests.
    ///
    /// - Parameters:
    ///   - asked: how long the portal wants to be left alone, where it says so.
    ///   - jitter: 0 ..< 1; spreads the wait over 100-150 % of the plain one.
    /// - Returns: how long nothing is sent.
    mutating func refusedForRate(asked: Duration? = nil, jitter: Double, at now: Uptime) -> Duration
    {
        failures = min(failures + 1, 20)
        level = max(level, Self.burst)
        measuredAt = now
        var plain = Self.backoff.first
        for _ in 1..<max(failures, 2) where failures > 1 { plain *= Self.backoff.growth }
        let spread = 1 + min(max(jitter.isNaN ? 0 : jitter, 0), 1) / 2
        let wait = max(.seconds(min(plain, Self.backoff.cap) * spread), asked ?? .zero)
        backoffUntil = now + wait
        return wait
    }

    /// The portal has stopped one method.
    ///
    /// - Parameter reset: how long until the oldest of its minutes leaves; nil if not told.
    /// - Returns: how long the method is not called: 10 s to 10 min, by default 60 s.
    mutating func refusedForTime(_ method: String, reset: Duration?, at now: Uptime) -> Duration {
        let wait = min(max(reset ?? .seconds(60), Self.stopRange.least), Self.stopRange.most)
        if stops.count < Self.rememberedMethods { stops[method] = now + wait }
        operating[method] = Self.operatingLimitSeconds
        return wait
    }

    // MARK: - Telling

    /// By how much polls should be further apart than configured; 1 to ``greatestStretch``.
    ///
    /// Grows once a method has used more than ``operatingShare`` of what the portal allows.
    var stretch: Double {
        let worst = operating.values.max() ?? 0
        let wanted = worst / (Self.operatingLimitSeconds * Self.operatingShare)
        return min(max(1, wanted), Self.greatestStretch)
    }

    /// The governor's state for people, at an instant.
    func reading(at now: Uptime) -> ServerRate {
        var drained = self
        drained.drain(at: now)
        return ServerRate(
            requests: requests, level: drained.level, burst: Self.burst,
            waiting: waiting.values.reduce(0, +),
            backoff: backoffUntil.map { max(.zero, $0 - now) } ?? .zero,
            stoppedMethods: stops.filter { $0.value > now }.keys.sorted(), stretch: stretch)
    }

    private mutating func drain(at now: Uptime) {
        if let measuredAt, now > measuredAt {
            level = max(0, level - (now - measuredAt) / .seconds(1) * Self.leakPerSecond)
        }
        measuredAt = now
    }
}

extension RateGovernor.Reason {
    /// For people, on one line.
    var text: String {
        switch self {
        case .share: "waits, so that the portal's limit is kept"
        case .writeFirst: "waits for a write"
        case .backoff: "waits, since the portal refused for too many requests"
        case .methodStopped(let method):
            "\(method) waits, since the portal has stopped it for a while"
        }
    }
}
