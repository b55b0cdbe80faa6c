import PanelWeb
import RoomCore
import Wording

/// The JSON of `/desk/sensors.json`.
struct SensorsDocument: Hashable, Sendable, Codable {
    /// One sensor.
    struct Sensor: Hashable, Sendable, Codable {
        var name: String
        /// Whether it can be believed now; nil if it is not in the configuration any more.
        @NullWhenNil var health: SensorHealth?
        /// When its line last moved, as far as is known; nil if that is not known.
        @NullWhenNil var lastEdge: Timestamp?
        /// Edges known to be lost since the panel started; nil if it is not in the configuration any more.
        @NullWhenNil var lostEdges: Int?
        /// Its longest silence while presses proved that people were there; nil if there is none.
        @NullWhenNil var silence: Silence?
        /// All that in words.
        var facts: [Fact]
        /// What its chart shows, in words.
        var chart: String
        var days: [SensorDays.Day]

        private enum CodingKeys: String, CodingKey {
            case name, health, silence, facts, chart, days
            case lastEdge = "last_edge"
            case lostEdges = "lost_edges"
        }
    }

    /// A time in which people were there and no sensor saw them.
    struct Silence: Hashable, Sendable, Codable {
        /// The sensors that were silent together.
        var sensors: [String]
        var seconds: Int
        var endedAt: Timestamp

        private enum CodingKeys: String, CodingKey {
            case sensors, seconds
            case endedAt = "ended_at"
        }
    }

    /// A label, and what stands behind it.
    struct Fact: Hashable, Sendable, Codable {
        var label: String
        var text: String
    }

    var from: Timestamp
    var to: Timestamp
    /// The zone of all times in words and of the days.
    var zone: String
    /// The heads of the columns of the days.
    var columns: [String]
    /// How days are told that are not whole.
    var legend: String
    /// The word for a day that is not whole.
    var part: String
    /// As in the configuration; behind those the ones that are gone from it.
    var sensors: [Sensor]
}

/// Says what is known of sensors.
struct SensorWords {
    let book: Phrasebook
    let clock: RoomClock
    let days: SensorDays
    let silences: [String: SensorSilence]

    /// What is known of a sensor.
    ///
    /// - Parameter view: as it stands; nil if it is not in the configuration any more.
    func sensor(_ name: String, _ view: RoomState.SensorView?) -> SensorsDocument.Sensor {
        let last = [view?.lastEdge, days.lastEdge(of: name)].compactMap { $0 }.max()
        let silence = silences[name]
        let own = days.days(of: name)
        return SensorsDocument.Sensor(
            name: name, health: view?.health, lastEdge: last.map { Timestamp($0) },
            lostEdges: view?.lostEdges, silence: silence.map(Self.document),
            facts: facts(name, view, last, silence), chart: chart(name, own), days: own)
    }

    private static func document(_ silence: SensorSilence) -> SensorsDocument.Silence {
        SensorsDocument.Silence(
            sensors: silence.sensors, seconds: silence.seconds,
            endedAt: Timestamp(silence.endedAt))
    }

    private func facts(
        _ name: String, _ view: RoomState.SensorView?, _ last: WallTime?,
        _ silence: SensorSilence?
    ) -> [SensorsDocument.Fact] {
        let seen = SensorsDocument.Fact(
            label: book.lastSeen, text: last.map(time) ?? book.noSignal)
        guard let view else {
            return [
                SensorsDocument.Fact(label: book.healthNow, text: book.notConfigured), seen,
            ]
        }
        return [
            SensorsDocument.Fact(label: book.healthNow, text: book.health(view.health)), seen,
            SensorsDocument.Fact(label: book.lostEdges, text: "\(view.lostEdges)"),
            SensorsDocument.Fact(
                label: book.longestSilence,
                text: book.silence(silence, of: name, time: time)),
        ]
    }

    private func chart(_ name: String, _ days: [SensorDays.Day]) -> String {
        guard let most = days.max(by: { $0.edges < $1.edges }) else {
            return book.edgesADay(of: name)
        }
        return "\(book.edgesADay(of: name)). \(book.mostEdges(most.edges, on: most.day))"
    }

    private func time(_ instant: WallTime) -> String { clock.text(instant, on: "") }
}
