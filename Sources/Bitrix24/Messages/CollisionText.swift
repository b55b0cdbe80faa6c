import RoomCore

/// The words about bookings for one time, in one language.
struct CollisionText: Sendable {
    /// What the recipient's booking is called.
    var yours: String
    /// What the others are called, and the recipient's own among them: one, and several.
    var others: (one: String, own: String, several: String)
    /// How bookings without a title are called: the recipient's, and others.
    var untitled: (yours: String, other: String)
    var quotes: (String, String)
    var isOwn: String
    var nextFree: String
    var nothingFree: String
    var omitted: @Sendable (Int) -> String

    static let russian = CollisionText(
        yours: "Ваша", others: ("Другая", "Другая, тоже ваша", "Другие"),
        untitled: ("встреча", "бронь"), quotes: ("«", "»"), isOwn: "тоже ваша",
        nextFree: "Ближайшее свободное время для вашей",
        nothingFree: "Рядом свободного времени нет.", omitted: { "Совпадений ещё: \($0)." })

    static let english = CollisionText(
        yours: "Yours", others: ("The other", "The other, yours as well", "The others"),
        untitled: ("meeting", "booking"), quotes: ("“", "”"), isOwn: "yours as well",
        nextFree: "The next free time that fits yours", nothingFree: "Nothing near is free.",
        omitted: { "\($0) more are not named here." })

    /// The bookings of the recipient one after the other, each with what is in its way.
    func text(of message: Message, in words: MessageText) -> String {
        var parts = message.collisions.map { part($0, words) }
        if message.omitted > 0 { parts.append(omitted(message.omitted)) }
        return parts.joined(separator: " ")
    }

    private func part(_ collision: Message.Collision, _ words: MessageText) -> String {
        let own = words.meeting(
            collision.title, collision.span, untitled: untitled.yours, quotes: quotes)
        let free = collision.nextFree.map { "\(nextFree): \(words.when($0))." } ?? nothingFree
        return "\(yours): \(own). \(inTheWay(collision.others, words)). \(free)"
    }

    private func inTheWay(_ others: [Message.Other], _ words: MessageText) -> String {
        if others.count == 1 {
            let label = others[0].isOwn ? self.others.own : self.others.one
            return
                "\(label): \(name(others[0], others[0].isOwn ? nil : who(others[0], words), words))"
        }
        let names = others.map { name($0, $0.isOwn ? isOwn : who($0, words), words) }
        return "\(self.others.several): \(names.joined(separator: "; "))"
    }

    private func name(_ other: Message.Other, _ who: String?, _ words: MessageText) -> String {
        words.meeting(other.title, other.span, untitled: untitled.other, quotes: quotes)
            + (who.map { ", " + $0 } ?? "")
    }

    private func who(_ other: Message.Other, _ words: MessageText) -> String? {
        other.organiser.map(words.plain)
    }
}

extension Message {
    /// Whether it is about one booking, and one in its way.
    var isAboutTwo: Bool {
        omitted == 0 && collisions.count == 1 && collisions[0].others.count == 1
    }
}
