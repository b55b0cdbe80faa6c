public import RoomCore

/// A server under test, with the means to change things behind the panel's back.
///
/// Every stage begins empty; the claims of ``BookingServerContract`` take one each.
public protocol BookingServerStage: Sendable {
    /// What is tested.
    associatedtype Server: BookingServer

    /// The server as the panel sees it.
    var server: Server { get }

    /// Puts somebody else's booking there, or in place of the one with its id.
    func plant(_ booking: Booking) async throws

    /// Takes a booking away.
    func remove(_ id: BookingID) async throws

    /// Puts somebody else's series there: one occurrence a day, each as long as the first.
    ///
    /// - Returns: the names of the occurrences, in order.
    func plantDaily(_ name: String, first: Span, count: Int) async throws -> [BookingID]
}

/// What every ``RoomCore/BookingServer`` has to keep to, the real ones and the doubles.
public enum BookingServerContract: String, CaseIterable, Sendable {
    case anEmptyWindowReadsEmpty
    case bookingsOfOthersAreRead
    case theWindowIsHalfOpen
    case aSecondReadSeesWhatChanged
    case aSecondReadOfTheSameIsEqual
    case aWindowCanMove
    case aCreatedBookingIsRead
    case creatingTwiceMakesOne
    case creatingAgainKeepsAChangeInBetween
    case theEndOfAnOwnBookingMoves
    case theEndMovesOnceWhenAskedTwice
    case theEndOfAnothersBookingMoves
    case cuttingOneOccurrenceLeavesTheOthers
    case cuttingAnOccurrenceTwiceIsTheSame
    case anOwnBookingCutToNothingIsWithdrawn
    case anOwnBookingWithAnotherEndIsNotWithdrawn
    case anothersBookingThatWasMovedIsLeftAlone
    case changingWhatIsNotThereSaysGone
    case anEndThatPeopleHaveChangedSinceStays
    case aWithdrawnBookingIsNotReadAgain
    case withdrawingTwiceIsDone
    case anothersBookingIsNotWithdrawn
    case markingChangesNoTimes
    case markingTwiceIsTheSame
    case markingWhatIsNotThereSaysGone
    case markingOneOccurrenceLeavesTheOthers

    /// A claim that does not hold.
    public struct Breach: Error, CustomStringConvertible {
        /// What was expected and what was found.
        public var description: String
    }

    /// Tries the claim.
    ///
    /// - Throws: ``Breach`` if it does not hold, or whatever the server throws out of turn.
    public func check(on stage: some BookingServerStage) async throws {
        switch self {
        case .anEmptyWindowReadsEmpty, .bookingsOfOthersAreRead, .theWindowIsHalfOpen,
            .aSecondReadSeesWhatChanged, .aSecondReadOfTheSameIsEqual, .aWindowCanMove:
            try await checkReading(stage)
        case .aCreatedBookingIsRead, .creatingTwiceMakesOne, .creatingAgainKeepsAChangeInBetween,
            .aWithdrawnBookingIsNotReadAgain, .withdrawingTwiceIsDone,
            .anothersBookingIsNotWithdrawn:
            try await checkOwn(stage)
        case .theEndOfAnOwnBookingMoves, .theEndMovesOnceWhenAskedTwice,
            .theEndOfAnothersBookingMoves, .cuttingOneOccurrenceLeavesTheOthers,
            .cuttingAnOccurrenceTwiceIsTheSame, .anOwnBookingCutToNothingIsWithdrawn,
            .anOwnBookingWithAnotherEndIsNotWithdrawn, .anothersBookingThatWasMovedIsLeftAlone,
            .changingWhatIsNotThereSaysGone, .anEndThatPeopleHaveChangedSinceStays:
            try await checkEnd(stage)
        case .markingChangesNoTimes, .markingTwiceIsTheSame, .markingWhatIsNotThereSaysGone,
            .markingOneOccurrenceLeavesTheOthers:
            try await checkMark(stage)
        }
    }
}

// MARK: - Reading

extension BookingServerContract {
    private func checkReading(_ stage: some BookingServerStage) async throws {
        let other = Day.booking("other@example.org", 10, 11)
        switch self {
        case .anEmptyWindowReadsEmpty:
            let reading = try await stage.server.read(window: Day.window)
            try expect(reading.bookings == [], "no bookings", reading.bookings)
            try expect(reading.window == Day.window, "the window asked for", reading.window)
        case .bookingsOfOthersAreRead:
            try await stage.plant(other)
            let found = try await Day.read(stage)
            try expect(found.map(\.id) == [other.id], "its id", found.map(\.id))
            try expect(found.map(\.span) == [other.span], "its times", found.map(\.span))
            try expect(found.map(\.title) == [other.title], "its title", found.map(\.title))
            try expect(found.map(\.source) == [.server], "source server", found.map(\.source))
        case .theWindowIsHalfOpen:
            try await stage.plant(other)
            try await stage.plant(Day.booking("before@example.org", 9, 10))
            try await stage.plant(Day.booking("after@example.org", 11, 12))
            let reading = try await stage.server.read(
                window: Span(start: Day.hour(10), end: Day.hour(11)))
            try expect(
                reading.bookings.map(\.id) == [other.id], "the middle one",
                reading.bookings.map(\.id))
        case .aSecondReadSeesWhatChanged:
            try await stage.plant(other)
            _ = try await Day.read(stage)
            try await stage.plant(Day.booking("new@example.org", 14, 15))
            try await stage.remove(other.id)
            let found = try await Day.read(stage)
            try expect(
                found.map(\.id.text) == ["new@example.org"], "the new one alone", found.map(\.id))
        case .aSecondReadOfTheSameIsEqual:
            try await stage.plant(other)
            _ = try await stage.plantDaily("series@example.org", first: Day.span(12, 13), count: 3)
            let first = try await Day.read(stage)
            let second = try await Day.read(stage)
            try expect(first == second && first.count == 4, "four, twice", (first, second))
        default:
            try await stage.plant(other)
            _ = try await Day.read(stage)
            let later = Span(start: Day.hour(24 * 40), end: Day.hour(24 * 41))
            let far = Day.booking("far@example.org", 24 * 40 + 1, 24 * 40 + 2)
            try await stage.plant(far)
            let moved = try await stage.server.read(window: later).bookings
            try expect(moved.map(\.id) == [far.id], "the far one", moved.map(\.id))
            let back = try await Day.read(stage)
            try expect(back.map(\.id) == [other.id], "the near one", back.map(\.id))
        }
    }

    // MARK: - Own bookings

    private func checkOwn(_ stage: some BookingServerStage) async throws {
        let own = Day.own("1", 10, 11)
        switch self {
        case .aCreatedBookingIsRead:
            try await stage.server.write(.create(own))
            let found = try await Day.read(stage)
            try expect(found.map(\.id) == [own.id], "its id", found.map(\.id))
            try expect(found.map(\.span) == [own.span], "its times", found.map(\.span))
            try expect(found.map(\.title) == [own.title], "its title", found.map(\.title))
            try expect(found.map(\.source) == [.panel], "source panel", found.map(\.source))
            try expect(
                found.map(\.confirmation) == [.confirmed], "confirmed", found.map(\.confirmation))
            try expect(found.allSatisfy(\.isBlocking), "blocking", found)
            try expect(
                found.map(\.createdAt) == [own.createdAt], "when made", found.map(\.createdAt))
        case .creatingTwiceMakesOne:
            try await stage.server.write(.create(own))
            try await stage.server.write(.create(own))
            let found = try await Day.read(stage)
            try expect(found.map(\.id) == [own.id], "one", found.map(\.id))
        case .creatingAgainKeepsAChangeInBetween:
            try await stage.server.write(.create(own))
            try await stage.server.write(.changeEnd(own.id, from: Day.hour(11), to: Day.hour(12)))
            try await stage.server.write(.create(own))
            let found = try await Day.read(stage)
            try expect(found.map(\.span.end) == [Day.hour(12)], "the later end", found.map(\.span))
        case .aWithdrawnBookingIsNotReadAgain:
            try await stage.server.write(.create(own))
            _ = try await Day.read(stage)
            try await stage.server.write(.withdraw(own.id))
            let found = try await Day.read(stage)
            try expect(found.isEmpty, "none", found)
        case .withdrawingTwiceIsDone:
            try await stage.server.write(.create(own))
            try await stage.server.write(.withdraw(own.id))
            try await stage.server.write(.withdraw(own.id))
        default:
            let other = Day.booking("other@example.org", 10, 11)
            try await stage.plant(other)
            _ = try await Day.read(stage)
            try await expectFailure(.refused, of: stage, .withdraw(other.id))
            let found = try await Day.read(stage)
            try expect(found.map(\.id) == [other.id], "still there", found.map(\.id))
        }
    }

    // MARK: - Ends

    private func checkEnd(_ stage: some BookingServerStage) async throws {
        let own = Day.own("1", 10, 11)
        let other = Day.booking("other@example.org", 10, 11)
        let later = Day.hour(12)
        switch self {
        case .theEndOfAnOwnBookingMoves, .theEndMovesOnceWhenAskedTwice:
            try await stage.server.write(.create(own))
            try await stage.server.write(.changeEnd(own.id, from: own.span.end, to: later))
            if self == .theEndMovesOnceWhenAskedTwice {
                try await stage.server.write(.changeEnd(own.id, from: own.span.end, to: later))
            }
            let found = try await Day.read(stage)
            try expect(
                found.map(\.span) == [Span(start: own.span.start, end: later)], "till 12",
                found.map(\.span))
        case .theEndOfAnothersBookingMoves:
            try await stage.plant(other)
            _ = try await Day.read(stage)
            try await stage.server.write(
                .changeEnd(other.id, from: other.span.end, to: Day.hour(10) + .seconds(900)))
            let found = try await Day.read(stage)
            try expect(
                found.map(\.span) == [Span(start: Day.hour(10), length: .seconds(900))],
                "15 min long", found.map(\.span))
        case .cuttingOneOccurrenceLeavesTheOthers, .cuttingAnOccurrenceTwiceIsTheSame:
            let ids = try await stage.plantDaily(
                "series@example.org", first: Day.span(10, 11), count: 3)
            let before = try await Day.read(stage)
            let cut = ServerWrite.changeEnd(
                ids[1], from: Day.hour(24 + 11), to: Day.hour(24 + 10) + .seconds(1_200))
            try await stage.server.write(cut)
            if self == .cuttingAnOccurrenceTwiceIsTheSame { try await stage.server.write(cut) }
            var wanted = before
            wanted[1].span.end = Day.hour(24 + 10) + .seconds(1_200)
            let after = try await Day.read(stage)
            try expect(after == wanted, "only the second cut", after)
        case .anOwnBookingCutToNothingIsWithdrawn:
            try await stage.server.write(.create(own))
            try await stage.server.write(.changeEnd(own.id, from: own.span.end, to: own.span.start))
            let found = try await Day.read(stage)
            try expect(found.isEmpty, "none", found)
        case .anOwnBookingWithAnotherEndIsNotWithdrawn:
            try await stage.server.write(.create(own))
            try await stage.server.write(.changeEnd(own.id, from: own.span.end, to: later))
            try await expectFailure(
                .changed, of: stage,
                .changeEnd(own.id, from: own.span.end, to: own.span.start))
            let found = try await Day.read(stage)
            try expect(found.map(\.span.end) == [later], "the later end", found.map(\.span))
        case .anothersBookingThatWasMovedIsLeftAlone:
            try await stage.plant(other)
            _ = try await Day.read(stage)
            let past = other.span.start - .seconds(600)
            try await expectFailure(
                .gone, of: stage, .changeEnd(other.id, from: other.span.end, to: past))
            let found = try await Day.read(stage)
            try expect(found.map(\.span) == [other.span], "as it was", found)
        case .anEndThatPeopleHaveChangedSinceStays:
            try await stage.plant(other)
            _ = try await Day.read(stage)
            var changed = other
            changed.span.end = Day.hour(13)
            try await stage.plant(changed)
            try await expectFailure(
                .changed, of: stage, .changeEnd(other.id, from: other.span.end, to: later))
            let found = try await Day.read(stage)
            try expect(found.map(\.span) == [changed.span], "what people wrote", found)
        default:
            try await expectFailure(
                .gone, of: stage, .changeEnd(other.id, from: other.span.end, to: later))
            try await expectFailure(
                .gone, of: stage, .changeEnd(own.id, from: own.span.end, to: later))
        }
    }

    // MARK: - Marks

    private func checkMark(_ stage: some BookingServerStage) async throws {
        let other = Day.booking("other@example.org", 10, 11)
        switch self {
        case .markingChangesNoTimes, .markingTwiceIsTheSame:
            try await stage.plant(other)
            let before = try await Day.read(stage)
            for mark in BookingMark.allCases {
                try await stage.server.write(.mark(other.id, mark))
                if self == .markingTwiceIsTheSame {
                    try await stage.server.write(.mark(other.id, mark))
                }
                let after = try await Day.read(stage)
                try expect(
                    after.map(\.span) == before.map(\.span)
                        && after.map(\.title) == before.map(\.title),
                    "the same times and title", after)
            }
        case .markingOneOccurrenceLeavesTheOthers:
            let ids = try await stage.plantDaily(
                "series@example.org", first: Day.span(10, 11), count: 3)
            let before = try await Day.read(stage)
            try await stage.server.write(.mark(ids[1], .late))
            let after = try await Day.read(stage)
            try expect(
                after.map(\.id) == before.map(\.id) && after.map(\.span) == before.map(\.span),
                "the same three", after)
        default:
            try await expectFailure(.gone, of: stage, .mark(other.id, .confirmed))
        }
    }

    // MARK: - Means

    private func expectFailure(
        _ kind: ServerFailure.Kind, of stage: some BookingServerStage, _ write: ServerWrite
    ) async throws {
        do {
            try await stage.server.write(write)
        } catch {
            return try expect(error.kind == kind, "the failure \(kind)", error)
        }
        try expect(false, "the failure \(kind)", "success")
    }

    private func expect(_ holds: Bool, _ wanted: String, _ found: Any) throws {
        if !holds { throw Breach(description: "\(rawValue): expected \(wanted), found \(found)") }
    }
}

/// The day that the claims play on.
private enum Day {
    /// 2026-11-23T00:00:00Z.
    static let midnight = WallTime(secondsSinceEpoch: 1_795_392_000)
    static let window = Span(start: hour(-24), end: hour(14 * 24))

    static func hour(_ number: Int) -> WallTime { midnight + .seconds(number * 3_600) }

    static func span(_ start: Int, _ end: Int) -> Span { Span(start: hour(start), end: hour(end)) }

    static func booking(_ name: String, _ start: Int, _ end: Int) -> Booking {
        Booking(id: BookingID(name), title: "Budget, round 2; final", span: span(start, end))
    }

    static func own(_ number: String, _ start: Int, _ end: Int) -> Booking {
        Booking(
            id: BookingID("domovoy-00c0ffee-\(number)"), title: "Ad hoc", span: span(start, end),
            source: .panel, createdAt: hour(9))
    }

    static func read(_ stage: some BookingServerStage) async throws -> [Booking] {
        try await stage.server.read(window: window).bookings.sorted {
            ($0.span.start, $0.id.text) < ($1.span.start, $1.id.text)
        }
    }
}
