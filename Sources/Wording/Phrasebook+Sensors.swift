public import RoomCore

/// What is said of a sensor, as labels and as what stands behind them.
extension Phrasebook {
    /// The label of whether a sensor can be believed.
    public var healthNow: String { say("Health now", "Состояние сейчас") }

    /// The label of when a sensor's line last changed.
    public var lastSeen: String { say("Last signal", "Последний сигнал") }

    /// The label of how many edges are known to be lost.
    public var lostEdges: String {
        say("Edges lost since the panel started", "Потеряно сигналов с запуска панели")
    }

    /// The label of how long a sensor has missed people.
    public var longestSilence: String {
        say(
            "Longest silence while presses proved that people were inside",
            "Самое долгое молчание, когда нажатия доказывают, что внутри были люди")
    }

    /// A sensor has edges in the record, and is not in the configuration any more.
    public var notConfigured: String {
        say("not in the configuration any more", "в настройках его больше нет")
    }

    /// No signal of a sensor is known.
    public var noSignal: String {
        say(
            "none since the panel started, and none in this time",
            "ни одного с запуска панели и за это время")
    }

    /// How long sensors have missed people: `1 h 2 min, until 2026-11-30 10:07`; nil stands for never.
    ///
    /// - Parameters:
    ///   - sensor: whose page it is on; the others that missed them are named.
    ///   - time: shows an instant as people at the door read it.
    public func silence(
        _ silence: SensorSilence?, of sensor: String, time: (WallTime) -> String
    ) -> String {
        guard let silence else {
            return say(
                "none of 5 min or more in the last 30 days",
                "за 30 дней не было молчания от 5 мин")
        }
        let length = duration(silence.seconds)
        let end = time(silence.endedAt)
        let others = silence.sensors.filter { $0 != sensor }.joined(separator: ", ")
        let alone = say("\(length), until \(end)", "\(length), до \(end)")
        guard !others.isEmpty else { return alone }
        return alone + say(", together with \(others)", ", вместе с \(others)")
    }

    /// The title of the chart of a sensor's edges a day.
    public func edgesADay(of sensor: String) -> String {
        say("Edges a day: \(sensor)", "Сигналов за день: \(sensor)")
    }

    /// What a chart of edges a day shows, for whoever does not see it: its greatest bar.
    ///
    /// - Parameter day: the date of that bar.
    public func mostEdges(_ count: Int, on day: String) -> String {
        say("Most on \(day): \(count).", "Больше всего \(day): \(count).")
    }

    /// A day of which only a part lies in the time that is shown.
    public var partOfADay: String { say("part of the day", "часть дня") }

    /// How days are told of which only a part is shown.
    public var dashedBars: String {
        say(
            "A dashed bar is a day of which only a part lies in this time.",
            "Пунктиром показаны дни, которые вошли в это время не целиком.")
    }

    /// The heads of the columns of edges a day.
    public var edgeColumns: [String] { [say("day", "день"), say("edges", "сигналов")] }
}
