public import RoomCore

/// What the panel knew when it judged: `evidence` of a verdict.
public struct EvidenceDocument: Hashable, Sendable, Codable {
    /// When presence was first seen from the opening of the check-in window on; nil if never.
    @NullWhenNil public var firstPresence: Timestamp?
    /// Active edges of healthy sensors from the start of the booking on.
    public var activeEdges: Int
    /// How the booking was taken up; nil if it was not.
    @NullWhenNil public var checkIn: CheckInSource?
    /// Seconds of the judged stretch that a healthy sensor covered.
    public var observedSeconds: Int
    /// Seconds of the judged stretch.
    public var dueSeconds: Int
    /// Health of each sensor at the judgement, by name.
    public var sensors: [String: SensorHealth]
    /// Age of the last successful sync in seconds; nil if there was none, or no server.
    @NullWhenNil public var syncAgeSeconds: Int?
    /// Whether the wall clock was trusted.
    public var clockTrusted: Bool
    /// Why people were late by the verdict's seconds at most; nil if it is known by how much, or they were not.
    @NullWhenNil public var atMostBecause: Verdict.Reason?
    /// Seconds of the booking that were seen not to be used; nil for an arrival.
    @NullWhenNil public var unusedSeconds: Int?
    /// Those of them that reach to its end; nil for an arrival.
    @NullWhenNil public var unusedAtEndSeconds: Int?

    private enum CodingKeys: String, CodingKey {
        case sensors
        case firstPresence = "first_presence"
        case activeEdges = "active_edges"
        case checkIn = "check_in"
        case observedSeconds = "observed_seconds"
        case dueSeconds = "due_seconds"
        case syncAgeSeconds = "sync_age_seconds"
        case clockTrusted = "clock_trusted"
        case atMostBecause = "at_most_because"
        case unusedSeconds = "unused_seconds"
        case unusedAtEndSeconds = "unused_at_end_seconds"
    }
}

extension EvidenceDocument {
    /// Puts evidence into the words of the contract.
    public init(_ evidence: Verdict.Evidence) {
        self.init(
            firstPresence: evidence.firstPresence.map { Timestamp($0) },
            activeEdges: evidence.activeEdges, checkIn: evidence.checkIn,
            observedSeconds: evidence.observedSeconds, dueSeconds: evidence.dueSeconds,
            sensors: evidence.sensors, syncAgeSeconds: evidence.syncAgeSeconds,
            clockTrusted: evidence.isClockTrusted, atMostBecause: evidence.atMostBecause,
            unusedSeconds: evidence.unusedSeconds,
            unusedAtEndSeconds: evidence.unusedAtEndSeconds)
    }

    /// What the panel knew, as far as the document tells it.
    package var known: Verdict.Evidence {
        Verdict.Evidence(
            firstPresence: firstPresence?.wall, activeEdges: activeEdges, checkIn: checkIn,
            observedSeconds: observedSeconds, dueSeconds: dueSeconds, sensors: sensors,
            syncAgeSeconds: syncAgeSeconds, isClockTrusted: clockTrusted,
            atMostBecause: atMostBecause, unusedSeconds: unusedSeconds,
            unusedAtEndSeconds: unusedAtEndSeconds)
    }

    /// The names of the columns, which follow those of the verdict.
    static let columns = [
        "first_presence", "active_edges", "check_in", "observed_seconds", "due_seconds", "sensors",
        "sync_age_seconds", "clock_trusted", "at_most_because", "unused_seconds",
        "unused_at_end_seconds",
    ]

    /// The text of each column; the sensors as `pir=ok radar=gone`, by name.
    var cells: [String] {
        [
            firstPresence.cell, activeEdges.description, checkIn.cell(\.rawValue),
            observedSeconds.description, dueSeconds.description, sensorsCell,
            syncAgeSeconds.cell, clockTrusted.description,
            atMostBecause.cell(\.rawValue), unusedSeconds.cell, unusedAtEndSeconds.cell,
        ]
    }

    private var sensorsCell: String {
        sensors.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.rawValue)" }
            .joined(separator: " ")
    }
}
