import JSONText

/// What changes while a portal runs, besides its database.
struct PortalState: Sendable {
    var culture: Culture
    var serverZone: Zone
    var switches: PortalSwitches
    var limits: PortalLimits
    var faults: [Fault] = []
    /// The portal's new name: requests to any other host are sent there by 302.
    var renamedTo: String?
    /// Seconds by which the portal's clock is wrong.
    var clockOffset = 0.0
    var buckets: [String: LeakyBucket] = [:]
    var meters: [MeterKey: OperatingMeter] = [:]
    var log: [RequestNote] = []
    var counts = RequestCounts()

    /// Requests that the log keeps.
    static let greatestLog = 500
    /// Addresses and meters that are kept.
    static let greatestTables = 10_000

    struct MeterKey: Hashable, Sendable {
        var webhook: String
        var method: String
    }

    /// How a portal is set up at this moment.
    var setup: PortalSetup {
        PortalSetup(culture: culture, serverZone: serverZone, switches: switches)
    }

    /// Counts a request; false if its address sent too many.
    mutating func admit(_ source: String, at seconds: Double) -> Bool {
        if buckets.count > Self.greatestTables { buckets.removeAll() }
        return buckets[source, default: LeakyBucket(at: seconds)].add(at: seconds, limits)
    }

    /// Whether a method has used up its time.
    mutating func isBlocked(_ key: MeterKey, at now: Int) -> Bool {
        guard limits.operatingSeconds > 0 else { return false }
        return (meters[key]?.operating(at: now) ?? 0) >= limits.operatingSeconds
    }

    /// Adds a call's work, and tells what `time` says of it.
    mutating func meter(_ key: MeterKey, _ seconds: Double, at now: Int) -> (Double, Int) {
        if meters.count > Self.greatestTables { meters.removeAll() }
        var meter = meters[key] ?? OperatingMeter()
        _ = meter.operating(at: now)
        meter.add(seconds, at: now)
        meters[key] = meter
        return (meter.operating(at: now), meter.resetAt(now))
    }

    /// Takes the first fault that strikes a request.
    mutating func strike(_ methods: [String]) -> Fault? {
        for index in faults.indices where faults[index].fits(methods) {
            if faults[index].after > 0 {
                faults[index].after -= 1
                continue
            }
            let fault = faults[index]
            faults[index].times -= 1
            if faults[index].times == 0 { faults.remove(at: index) }
            return fault
        }
        return nil
    }

    /// Writes a request into the log.
    mutating func note(_ note: RequestNote) {
        counts.add(note)
        log.append(note)
        if log.count > Self.greatestLog { log.removeFirst(log.count - Self.greatestLog) }
    }
}

/// One line of the log of requests; never with a secret.
struct RequestNote: Hashable, Sendable {
    var at: Double
    var source: String
    var method: String
    /// Commands of a batch.
    var commands: [String]
    var status: Int
    /// The error's code, or the fault's kind.
    var remark: String

    var document: JSON {
        [
            "at": .double(at), "source": .string(source), "method": .string(method),
            "commands": .array(commands.map { .string($0) }), "status": .int(status),
            "remark": .string(remark),
        ]
    }
}

/// How many requests there were, and how many were refused.
struct RequestCounts: Hashable, Sendable {
    private(set) var requests = 0
    private(set) var byStatus: [Int: Int] = [:]
    private(set) var byMethod: [String: Int] = [:]

    mutating func add(_ note: RequestNote) {
        requests += 1
        byStatus[note.status, default: 0] += 1
        for method in note.commands + [note.method]
        where Registry.rest[method] != nil || method == "batch" {
            byMethod[method, default: 0] += 1
        }
    }

    var document: JSON {
        var statuses = JSON.Members()
        for (status, count) in byStatus.sorted(by: { $0.key < $1.key }) {
            statuses.append(String(status), .int(count))
        }
        var methods = JSON.Members()
        for (method, count) in byMethod.sorted(by: { $0.key < $1.key }) {
            methods.append(method, .int(count))
        }
        return [
            "requests": .int(requests), "byStatus": .object(statuses), "byMethod": .object(methods),
        ]
    }
}
