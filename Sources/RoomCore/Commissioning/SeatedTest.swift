/// The seated test: somebody sits still, and the sensors together should see that often enough for the hold to last.
///
/// Minutes show less than meetings do, so the hold has to last ``patience`` times the longest gap. A few minutes never
/// recommend a shorter hold than is set: that takes weeks of a record (`domovoy tune`).
public enum SeatedTest {
    /// How long somebody may be asked to sit still, in minutes.
    public static let allowedMinutes = 1...30
    /// How long somebody sits still unless asked otherwise, in minutes.
    public static let usualMinutes = 5
    /// How many of the longest gaps a hold has to last.
    static let patience = 3
    /// What a hold is recommended to be, in minutes.
    private static let holdMinutes = 1...120

    /// What one sensor saw.
    public struct Sight: Hashable, Sendable, Codable {
        /// The sensor's name.
        public var sensor: String
        /// How often its line changed.
        public var edges: Int
        /// What that means; anything but ``SensorSight/seen`` is a chair that the sensor does not see.
        public var sight: SensorSight
        /// The hold that is set, in seconds.
        public var holdSeconds: Int
        /// What was measured of a sensor that sees the chair; nil of any other.
        public var score: Score?
    }

    /// How well a chair is seen.
    public struct Score: Hashable, Sendable, Codable {
        /// The longest time without a sign of the person, a begun second as a whole.
        public var longestGapSeconds: Int
        /// In how many of the minutes there was a sign, 0-100 %.
        public var coveragePercent: Int
        /// The least hold that lasts, in seconds: whole minutes, 1 min - 2 h.
        public var recommendedHoldSeconds: Int

        init(_ stretches: [SensorTrace.Stretch], in watch: SensorWatch) {
            let gap = stretches.longestGap(in: watch).roundedUpSeconds
            let minutes = (gap * SeatedTest.patience + 59) / 60
            longestGapSeconds = gap
            coveragePercent = stretches.coveragePercent(of: watch)
            recommendedHoldSeconds =
                60
                * min(
                    max(minutes, SeatedTest.holdMinutes.lowerBound),
                    SeatedTest.holdMinutes.upperBound)
        }
    }

    /// What all sensors saw.
    public struct Finding: Hashable, Sendable, Codable {
        /// How long somebody sat still.
        public var seconds: Int
        /// What each sensor saw, in the order of the sensors.
        public var sights: [Sight]
        /// How well the chair is seen by all sensors that see it together; nil if none does.
        public var together: Score?

        /// The sensors that see the chair, and whose hold may end while somebody sits there.
        public var tooShort: [Sight] {
            guard let together else { return [] }
            return sights.filter {
                $0.score != nil && $0.holdSeconds < together.recommendedHoldSeconds
            }
        }

        /// A chair is well if some sensor sees it, none is at fault, and the holds last.
        var outcome: CommissioningOutcome {
            if together == nil || sights.contains(where: \.sight.isFault) { return .failed }
            return tooShort.isEmpty ? .passed : .needsChange
        }
    }

    /// What the sensors saw.
    public static func judge(_ watch: SensorWatch) -> Finding {
        var all: [SensorTrace.Stretch] = []
        let sights = watch.sensors.map { sensor in
            let trace = SensorTrace(of: sensor.name, in: watch)
            let sight = trace.sight(sensor.kind)
            if sight == .seen { all += trace.stretches }
            return Sight(
                sensor: sensor.name, edges: trace.edges, sight: sight,
                holdSeconds: Int(clamping: sensor.hold.components.seconds),
                score: sight == .seen ? Score(trace.stretches, in: watch) : nil)
        }
        return Finding(
            seconds: watch.length.roundedUpSeconds, sights: sights,
            together: all.isEmpty ? nil : Score(all, in: watch))
    }
}
