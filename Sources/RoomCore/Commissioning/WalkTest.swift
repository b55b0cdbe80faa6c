/// The walk test: somebody walks about at a place, and each sensor should see that.
public enum WalkTest {
    /// How long somebody walks about.
    public static let length = Duration.seconds(20)

    /// What one sensor saw.
    public struct Sight: Hashable, Sendable, Codable {
        /// The sensor's name.
        public var sensor: String
        /// How often its line changed.
        public var edges: Int
        /// What that means.
        public var sight: SensorSight
    }

    /// What each sensor saw, in the order of the sensors.
    public static func judge(_ watch: SensorWatch) -> [Sight] {
        watch.sensors.map { sensor in
            let trace = SensorTrace(of: sensor.name, in: watch)
            return Sight(
                sensor: sensor.name, edges: trace.edges, sight: trace.sight(sensor.kind))
        }
    }

    /// A place is well if some sensor sees it, and none is at fault: not every sensor has to see every place.
    static func outcome(of sights: [Sight]) -> CommissioningOutcome {
        let isSeen = sights.contains { $0.sight == .seen }
        return isSeen && !sights.contains { $0.sight.isFault } ? .passed : .failed
    }
}
