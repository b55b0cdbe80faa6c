import RoomCore

/// The page, and whoever taps on it.
extension Day {
    /// A tap that comes in now, on what the page shows of `seen`.
    @discardableResult
    mutating func tap(
        _ deed: Tap.Deed, on seen: String? = nil, id: String? = nil
    ) -> Press? {
        let sight = seen.flatMap { self.sight(of: $0) }
        return send(Tap(id: id ?? "tap-\(effects.count)", deed, seen: sight))
    }

    /// A tap that was made on something else than the page shows now.
    @discardableResult
    mutating func send(_ tap: Tap) -> Press? {
        apply(.button(.tapped(tap)))
        return answers.last { $0.tap == tap.id }?.press
    }

    /// What the page shows of a booking; nil if it does not show it.
    func sight(of id: String) -> Tap.Seen? {
        let around = Span(start: now.wall - .seconds(86_400), length: .seconds(2 * 86_400))
        return room.bookings(in: around, at: now).first { $0.id.text == id }
            .map { Tap.Seen($0.id, $0.span) }
    }

    /// What taps were answered, in that order.
    var answers: [(tap: String, press: Press)] {
        effects.compactMap { effect in
            if case .answer(let tap, let press) = effect { (tap, press) } else { nil }
        }
    }

    var offers: RoomState.Offers { state.offers ?? RoomState.Offers() }
}
