public import RoomCore

extension Phrasebook {
    /// What became of a message: `organiser told: somebody has taken the room over`.
    public func message(_ kind: Message.Kind, _ result: MessageRecord.Result) -> String {
        "\(self.result(result)): \(subject(kind))"
    }

    private func result(_ result: MessageRecord.Result) -> String {
        switch result {
        case .told: say("organiser told", "организатору сообщено")
        case .nobody: say("nobody to tell", "сообщить некому")
        case .givenUp: say("organiser not told", "организатору сообщить не удалось")
        }
    }

    /// What a message is about.
    public func subject(_ kind: Message.Kind) -> String {
        switch kind {
        case .released:
            say(
                "nobody came, and the rest of the booking was given up",
                "никто не пришёл, остаток брони снят")
        case .claimable:
            say(
                "nobody came, and anyone may take the room",
                "никто не пришёл, комнату может занять любой")
        case .takenOver: say("somebody has taken the room over", "комнату занял кто-то другой")
        case .late: say("people came late", "люди опоздали")
        case .doubleBooked:
            say("other bookings hold the same time", "на это же время есть другие брони")
        }
    }
}
