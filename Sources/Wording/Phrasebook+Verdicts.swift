public import RoomCore

extension Phrasebook {
    /// A verdict in a few words: `late by 6 min`, `late by at most 6 min: sensors blind`, `ended early, 40 min unused`,
    /// `unverifiable: sensors blind`.
    public func verdict(_ verdict: Verdict) -> String {
        let reason = verdict.reason.map { ": \(self.reason($0))" } ?? ""
        let shadow = verdict.isShadow ? say(" (only watched)", " (только наблюдение)") : ""
        return kind(verdict.kind) + amount(verdict) + reason + shadow
    }

    /// What a verdict found, in a word or two: `no-show`.
    public func kind(_ kind: Verdict.Kind) -> String {
        switch kind {
        case .onTime: say("on time", "вовремя")
        case .late: say("late", "опоздание")
        case .carriedOver: say("carried over", "остались с предыдущей брони")
        case .noShow: say("no-show", "неявка")
        case .unverifiable: say("unverifiable", "проверить нельзя")
        case .used: say("used", "использована до конца")
        case .endedEarly: say("ended early", "закончена раньше")
        case .overran: say("overran", "затянулась")
        }
    }

    private func amount(_ verdict: Verdict) -> String {
        guard let length = verdict.seconds.map(duration) else { return "" }
        if verdict.kind == .endedEarly {
            return say(", \(length) unused", ", не использовано \(length)")
        }
        guard let doubt = verdict.evidence.atMostBecause.map(reason) else {
            return say(" by \(length)", " на \(length)")
        }
        return say(" by at most \(length): \(doubt)", " не больше чем на \(length): \(doubt)")
    }

    /// Why nothing could be told, in a few words: `sensors blind`.
    public func reason(_ reason: Verdict.Reason) -> String {
        switch reason {
        case .clockUntrusted: say("clock untrusted", "часам нельзя верить")
        case .toldLate: say("told late", "о брони узнали поздно")
        case .serverUnheard: say("server unheard", "нет связи с сервером")
        case .sensorsBlind: say("sensors blind", "датчики не видели")
        case .edgesLost: say("edges lost", "сигналы потеряны")
        case .overlapped: say("overlapped", "брони пересеклись")
        case .sensorsMissPeople: say("sensors miss people", "датчики не замечают людей")
        }
    }

    /// A verdict as one or two sentences, for whoever asks what came of a booking.
    public func finding(_ verdict: Verdict) -> String {
        let shadow = say(
            " The panel only watched, and nothing followed.",
            " Панель только наблюдала, и ничего за этим не последовало.")
        return sentence(found(verdict)) + (verdict.isShadow ? shadow : "")
    }

    private func found(_ verdict: Verdict) -> String {
        let length = duration(verdict.seconds ?? 0)
        switch verdict.kind {
        case .onTime: return say("its people came in time", "люди пришли вовремя")
        case .late: return late(by: length, atMostBecause: verdict.evidence.atMostBecause)
        case .carriedOver:
            return say(
                "people stayed on from the booking before, and whose people they were nobody can tell",
                "люди остались с предыдущей брони, и чьи они, сказать нельзя")
        case .noShow: return say("nobody came", "никто не пришёл")
        case .unverifiable:
            let reason = verdict.reason.map { ": \(cause($0))" } ?? ""
            return say(
                "whether its people came, and in time, cannot be told",
                "пришли ли люди и вовремя ли, сказать нельзя") + reason
        case .used: return say("it was used to its end", "комнатой пользовались до конца брони")
        case .endedEarly:
            return say(
                "it was left or ended early, and \(length) of it were not used",
                "комнату освободили раньше, не использовано \(length)")
        case .overran:
            return say(
                "its people stayed \(length) past its end",
                "люди задержались после конца брони на \(length)")
        }
    }

    private func late(by length: String, atMostBecause doubt: Verdict.Reason?) -> String {
        guard let doubt else {
            return say("its people came \(length) late", "люди опоздали на \(length)")
        }
        return say(
            "its people came at most \(length) late: \(cause(doubt))",
            "люди опоздали не больше чем на \(length): \(cause(doubt))")
    }

    /// Why nothing could be told, as a clause.
    private func cause(_ reason: Verdict.Reason) -> String {
        switch reason {
        case .clockUntrusted:
            say("the clock was not trusted all the time", "часам нельзя было верить всё это время")
        case .toldLate:
            say(
                "the panel learned of the booking too late", "панель узнала о брони слишком поздно")
        case .serverUnheard:
            say("the server had not been heard of late", "с сервером давно не было связи")
        case .sensorsBlind:
            say(
                "the sensors that are believed did not see enough of that time",
                "исправные датчики видели слишком малую часть этого времени")
        case .edgesLost:
            say("signals of the sensors were lost", "часть сигналов датчиков потеряна")
        case .overlapped:
            say(
                "another booking held the room at the same time",
                "в это же время комнату занимала другая бронь")
        case .sensorsMissPeople:
            say(
                "the sensors are known to miss people in this room",
                "известно, что датчики в этой комнате не замечают людей")
        }
    }
}
