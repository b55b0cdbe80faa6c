public import RoomCore

extension Phrasebook {
    /// What the panel knew when it judged, as one sentence.
    ///
    /// - Parameter time: shows an instant as people at the door read it.
    public func evidence(
        _ evidence: Verdict.Evidence, time: (WallTime) -> String
    ) -> String {
        let seen = evidence.firstPresence.map(time).map {
            say("somebody seen from \($0) on", "кого-то видно с \($0)")
        }
        let (watched, due) = (duration(evidence.observedSeconds), duration(evidence.dueSeconds))
        let parts: [String] = [
            evidence.checkIn.map(checkIn) ?? say("not taken up", "приход не отмечен"),
            seen ?? say("nobody seen", "никого не видно"), movements(evidence.activeEdges),
            say("watched \(watched) of \(due)", "наблюдали \(watched) из \(due)"),
            sensors(evidence.sensors), schedule(evidence.syncAgeSeconds),
            evidence.isClockTrusted
                ? say("clock trusted", "часам можно верить")
                : say("clock not trusted", "часам нельзя верить"),
        ]
        return sentence((parts + unused(evidence)).joined(separator: ", "))
    }

    /// How a booking was taken up.
    public func checkIn(_ source: CheckInSource) -> String {
        switch source {
        case .press: say("taken up by a press", "приход отмечен кнопкой")
        case .activity: say("taken up as the sensors saw it", "приход отмечен по датчикам")
        case .carriedOver:
            say("people stayed on from the booking before", "люди остались с предыдущей брони")
        case .adHoc: say("booked at the door", "забронировано у двери")
        }
    }

    /// Whether a sensor can be believed.
    public func health(_ health: SensorHealth) -> String {
        switch health {
        case .ok: say("ok", "исправен")
        case .warmingUp: say("warming up", "прогревается")
        case .stuck: say("stuck", "застрял")
        case .chattering: say("chattering", "дребезжит")
        case .implausible: say("implausible", "неправдоподобен")
        case .silent: say("silent", "молчит")
        case .gone: say("gone", "пропал")
        }
    }

    private func sensors(_ sensors: [String: SensorHealth]) -> String {
        guard !sensors.isEmpty else { return say("without a sensor", "датчиков нет") }
        return sensors.sorted { $0.key < $1.key }.map { "\($0.key) \(health($0.value))" }
            .joined(separator: ", ")
    }

    private func schedule(_ age: Int?) -> String {
        guard let age = age.map(duration) else {
            return say("no server heard", "связи с сервером не было")
        }
        return say("schedule \(age) old", "расписание получено \(age) назад")
    }

    /// `40 min unused, 25 min of it at the end`.
    private func unused(_ evidence: Verdict.Evidence) -> [String] {
        guard let total = evidence.unusedSeconds, total > 0 else { return [] }
        let (all, atEnd) = (duration(total), duration(evidence.unusedAtEndSeconds ?? 0))
        return [
            say(
                "\(all) unused, \(atEnd) of it at the end",
                "не использовано \(all), из них в конце \(atEnd)")
        ]
    }
}
