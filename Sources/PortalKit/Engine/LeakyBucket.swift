/// The leaky bucket of one source address: each request adds one, each second takes some away.
struct LeakyBucket: Hashable, Sendable {
    /// Requests in it.
    private(set) var level = 0
    /// The highest it ever was.
    private(set) var highest = 0
    private var leakedAt: Double

    init(at seconds: Double) {
        leakedAt = seconds
    }

    /// Adds a request; false if the bucket is full, and then nothing is added.
    mutating func add(at seconds: Double, _ limits: PortalLimits) -> Bool {
        let passed = max(0, (seconds - leakedAt).rounded(.down))
        level = max(0, level - Int(min(passed, 1e6)) * limits.leakPerSecond)
        leakedAt += passed
        if level == 0 { leakedAt = max(leakedAt, seconds) }
        guard level < limits.burst else { return false }
        level += 1
        highest = max(highest, level)
        return true
    }
}

/// Work done for one webhook by one method, in buckets of a minute over ten minutes.
struct OperatingMeter: Hashable, Sendable {
    private static let window = 600
    private var buckets: [Bucket] = []

    private struct Bucket: Hashable, Sendable {
        let minute: Int
        let firstCall: Int
        var seconds: Double
    }

    /// The work within the window.
    mutating func operating(at now: Int) -> Double {
        buckets.removeAll { $0.firstCall + Self.window <= now }
        return buckets.reduce(0) { $0 + $1.seconds }
    }

    /// Adds a call's work.
    mutating func add(_ seconds: Double, at now: Int) {
        let minute = now / 60
        if let last = buckets.indices.last, buckets[last].minute == minute {
            buckets[last].seconds += seconds
        } else {
            buckets.append(Bucket(minute: minute, firstCall: now, seconds: seconds))
        }
    }

    /// When the oldest minute leaves the window.
    func resetAt(_ now: Int) -> Int { (buckets.first?.firstCall ?? now) + Self.window }
}
