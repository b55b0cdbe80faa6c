import PanelWeb
import RoomCore

/// How much the sensors' lines moved, day by day.
struct SensorDays {
    /// One day of one sensor.
    struct Day: Hashable, Sendable, Codable {
        /// Its date in the room's zone: `2026-11-29`.
        var day: String
        /// Edges that were seen on it.
        var edges: Int
        /// Whether the whole day lies in the window.
        var whole: Bool
    }

    /// The longest window that is shown: more bars cannot be told from each other.
    static let greatestDays = 92

    private let days: [(day: RoomClock.Day, activity: [String: SensorActivity])]

    /// Counts the days of a window.
    ///
    /// - Throws: ``PanelWeb/ErrorReply``, 503, if they cannot be read.
    init(_ window: Span, _ record: any DeskRecord) async throws {
        days = try await ErrorReply.readable {
            var days: [(day: RoomClock.Day, activity: [String: SensorActivity])] = []
            for day in record.clock.days(in: window) {
                let activity = try await record.activity(in: day.span)
                days.append((day: day, activity: activity))
            }
            return days
        }
    }

    /// The sensors that moved.
    var names: Set<String> { Set(days.flatMap { $0.activity.keys }) }

    /// The days of one sensor, by time.
    func days(of sensor: String) -> [Day] {
        days.map { entry in
            Day(
                day: entry.day.date, edges: entry.activity[sensor]?.edges ?? 0,
                whole: entry.day.isWhole)
        }
    }

    /// When its line last moved in the window; nil if it did not.
    func lastEdge(of sensor: String) -> WallTime? {
        days.compactMap { $0.activity[sensor]?.lastEdge }.max()
    }
}
