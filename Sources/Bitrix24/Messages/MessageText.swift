import CivilCalendar
import HTTPExchange
import RoomCore

/// The words of a message, in one language.
struct MessageText: Sendable {
    var language: Bitrix24Settings.Language
    /// The room's zone, in which times are told.
    var zone: Zone

    /// The whole text: plain, one paragraph.
    func text(of message: Message) -> String {
        switch language {
        case .ru: russian(message)
        case .en: english(message)
        }
    }

    // MARK: - Russian

    private func russian(_ message: Message) -> String {
        let what = meeting(message.title, message.span, untitled: "встреча", quotes: ("«", "»"))
        let room = "Переговорная «\(plain(message.room))»"
        switch message.kind {
        case .released:
            return """
                \(room): никто не пришёл (\(what)), поэтому остаток брони снят. \(evidence(message)) \
                Чтобы вернуть комнату, нажмите кнопку у двери или забронируйте её снова.
                """
        case .claimable:
            return """
                \(room): никто не пришёл (\(what)), теперь её может занять любой. \(evidence(message)) \
                Комната останется за вами, если вы придёте раньше других.
                """
        case .takenOver:
            return """
                \(room): её заняли вместо вас (\(what)), потому что в ней никого не было. \
                Если она вам ещё нужна, договоритесь на месте или забронируйте другое время.
                """
        case .late:
            return
                "\(room): записано опоздание \(lateness(message.seconds)) (\(what))."
        case .doubleBooked:
            return
                "\(room): на одно время \(message.isAboutTwo ? "две брони" : "несколько броней"). "
                + CollisionText.russian.text(of: message, in: self)
        }
    }

    // MARK: - English

    private func english(_ message: Message) -> String {
        let what = meeting(message.title, message.span, untitled: "meeting", quotes: ("“", "”"))
        let room = "Room \(plain(message.room))"
        switch message.kind {
        case .released:
            return """
                \(room): nobody came (\(what)), so the rest of the booking was given up. \(evidence(message)) \
                To take the room back, press the button at the door or book it again.
                """
        case .claimable:
            return """
                \(room): nobody came (\(what)), and anyone may take it now. \(evidence(message)) \
                It stays yours if you come before somebody else does.
                """
        case .takenOver:
            return """
                \(room): somebody has taken it over (\(what)), since nobody was there. \
                If you still need it, settle it at the door or book another time.
                """
        case .late:
            return
                "\(room): it was recorded that people came \(lateness(message.seconds)) late (\(what))."
        case .doubleBooked:
            return "\(room): \(message.isAboutTwo ? "two" : "several") bookings for one time. "
                + CollisionText.english.text(of: message, in: self)
        }
    }

    // MARK: - Parts

    func meeting(
        _ title: String?, _ span: Span, untitled: String, quotes: (String, String)
    ) -> String {
        let name = title.map { quotes.0 + plain($0) + quotes.1 } ?? untitled
        return "\(name), \(when(span))"
    }

    private func evidence(_ message: Message) -> String {
        guard let evidence = message.evidence else { return "" }
        let (seen, due) = (minutes(evidence.observedSeconds), minutes(evidence.dueSeconds))
        switch language {
        case .ru:
            return
                "Датчики наблюдали \(seen) из \(due) мин, замечено движений: \(evidence.activeEdges)."
        case .en:
            return
                "The sensors watched \(seen) of \(due) min; movements seen: \(evidence.activeEdges)."
        }
    }

    private func lateness(_ seconds: Int?) -> String {
        let minutes = minutes(seconds ?? 0)
        return switch (language, minutes) {
        case (.ru, 0): "меньше чем на минуту"
        case (.ru, _): "на \(minutes) мин"
        case (.en, 0): "less than a minute"
        case (.en, _): "\(minutes) min"
        }
    }

    /// Whole minutes, rounded down: nobody is told of more than was measured.
    private func minutes(_ seconds: Int) -> Int { max(0, seconds) / 60 }

    /// `23.11 10:00-11:00` or `2026-11-23 10:00-11:00`, in the room's zone.
    func when(_ span: Span) -> String {
        let (start, end) = (zone.civil(span.start).text, zone.civil(span.end).text)
        let day = start.prefix(10)
        let shown =
            language == .ru
            ? day.suffix(5).split(separator: "-").reversed().joined(separator: ".") : String(day)
        return "\(shown) \(start.dropFirst(11).prefix(5))-\(end.dropFirst(11).prefix(5))"
    }

    /// Somebody's words without the portal's markup, on one line.
    func plain(_ text: String) -> String {
        text.replacing("[", with: "(").replacing("]", with: ")").oneLine(120)
    }
}
