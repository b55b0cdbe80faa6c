import RoomCore

/// The body of `POST /api/v1/presses`.
struct TapDocument: Decodable {
    static let allowed =
        #"allowed: {"id":"1-64 characters","action":"check_in|end|take_back","seen":{"booking":"..."#
        + #"","starts_at":"...Z","ends_at":"...Z"}} or {"id":"...","action":"book","from":null or "#
        + #""...Z","until":"...Z","seen":null or as above}"#

    /// What is asked for.
    let tap: Tap

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case id, action, seen, from, until
    }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { return nil }
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        let known = Set(CodingKeys.allCases.map(\.rawValue))
        let keys = try decoder.container(keyedBy: Key.self).allKeys.map(\.stringValue)
        let id = try members.decode(String.self, forKey: .id)
        let seen = try members.decodeIfPresent(OffersState.Seen.self, forKey: .seen)
        let from = try members.decodeIfPresent(Timestamp.self, forKey: .from)
        let until = try members.decodeIfPresent(Timestamp.self, forKey: .until)
        let wish = try members.decode(Press.Wish.self, forKey: .action)
        guard known.isSuperset(of: keys), (1...64).contains(id.unicodeScalars.count),
            let deed = Self.deed(wish, from: from?.wall, until: until?.wall),
            seen != nil || wish == .book
        else { throw Self.misfit }
        tap = Tap(id: id, deed, seen: try seen.map(Self.seen))
    }

    private static var misfit: DecodingError {
        .dataCorrupted(.init(codingPath: [], debugDescription: allowed))
    }

    private static func deed(
        _ wish: Press.Wish, from: WallTime?, until: WallTime?
    ) -> Tap.Deed? {
        switch (wish, until) {
        case (.book, let until?): .book(from: from, until: until)
        case (.checkIn, nil) where from == nil: .checkIn
        case (.end, nil) where from == nil: .end
        case (.takeBack, nil) where from == nil: .takeBack
        default: nil
        }
    }

    private static func seen(_ seen: OffersState.Seen) throws -> Tap.Seen {
        guard (1...1_024).contains(seen.booking.utf8.count) else { throw misfit }
        return Tap.Seen(
            BookingID(seen.booking), Span(start: seen.startsAt.wall, end: seen.endsAt.wall))
    }
}

/// What came of a tap.
struct OutcomeDocument: Hashable, Sendable, Codable {
    /// What came of it.
    var outcome: Press.Outcome
    /// Why it was refused; nil otherwise.
    @NullWhenNil var refusal: Press.Refusal?
    /// The booking it was about; nil if none.
    @NullWhenNil var booking: String?
    /// The number of the press in the log; 0 if it was refused and is one too many to be logged.
    var number: Int64

    init(_ press: Press) {
        outcome = press.outcome
        _refusal = NullWhenNil(wrappedValue: press.refusal)
        _booking = NullWhenNil(wrappedValue: press.booking?.text)
        number = press.number
    }
}
