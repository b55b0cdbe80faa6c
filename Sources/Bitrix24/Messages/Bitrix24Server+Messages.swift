import JSONText
public import RoomCore

/// Telling people by the portal's notifications (`im.notify.personal.add`).
extension Bitrix24Server: Messenger {
    /// Notifies the organiser of the message's booking.
    ///
    /// Needs the scope `im`. Online booking does not tell who made a booking, so nobody is told there. A notification
    /// takes the place of the one before with the same tag, so that a second try after a lost answer shows only once.
    ///
    /// - Returns: whether somebody was told.
    public func tell(_ message: Message) async throws(ServerFailure) -> Bool {
        try await bounded("telling") { [self] () throws(Bitrix24Error) in
            guard !message.booking.text.hasPrefix(Marker.panelPrefix),
                settings.source != .booking, settings.source != .resource,
                let room = shelves.first
            else { return false }
            try waitForTurn(of: message)
            guard let entry = try await room.find(message.booking) else {
                throw session.error(
                    "looking for \(message.booking)", .gone("it is not there any more"))
            }
            guard case .event(let row) = entry.row, let user = row.organiser,
                user != session.userID
            else { return false }
            try await notify(user, message, language(of: row))
            return true
        }
    }

    private func notify(
        _ user: Int64, _ message: Message, _ language: Bitrix24Settings.Language
    ) async throws(Bitrix24Error) {
        guard let zone = Zone.named(settings.timeZone) else { return }
        let text = MessageText(language: language, zone: zone).text(of: message)
        _ = try await session.call(
            "im.notify.personal.add",
            [
                "USER_ID": .integer(user), "MESSAGE": .string(text),
                "TAG": .string(message.tag),
                // A webhook has no client of its own, and a tag counts only together with one.
                "CLIENT_ID": "domovoy",
            ], for: .write)
    }

    /// The organiser's own language, where a meeting tells it.
    private func language(of row: CalendarRow) -> Bitrix24Settings.Language {
        row.value["MEETING"]?["LANGUAGE_ID"]?.text
            .flatMap { $0 == "ru" ? .ru : $0.isEmpty ? nil : .en } ?? settings.language
    }
}
