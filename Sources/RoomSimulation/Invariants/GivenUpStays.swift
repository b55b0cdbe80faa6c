import RoomCore

/// What was given up at the door has the room again only for a reason: a press takes it back, the server refuses its end or
/// the claim, people have changed it since, or the clock was ahead (section 8).
struct GivenUpStays: Invariant {
    static let name = "given-up-stays"
    private static let far = Duration.seconds(4 * 3_600)

    /// What was given up before the step, and the last that the panel wanted of it.
    private struct Before {
        var sitting: Sitting
        var intent: KnownSchedule.Intent?

        var booking: BookingID { sitting.booking }
    }

    private var before: [Before] = []
    /// The write that the step's fact tells to have failed.
    private var failed: ServerWrite?
    /// The records of the press that has become safe.
    private var pressed: [Record] = []

    /// Before the facts are taken in: afterwards nothing is known any more of what was given back.
    mutating func prepare(_ sight: Sight, _ known: Knowledge) {
        (before, failed, pressed) = ([], nil, [])
        guard !known.givenUp.isEmpty else { return }
        before = known.givenUp.sorted { $0.text < $1.text }.compactMap { id in
            known.sittings[id].map {
                Before(sitting: $0, intent: known.schedule.lastIntent(about: id))
            }
        }
        switch sight.event {
        case .server(.writeFailed(let number, _, _)): failed = known.schedule.owed[number]
        case .journal(.stored(let receipt)):
            if let press = known.pressUnderWay, press.receipt == receipt {
                pressed = press.records
            }
        default: break
        }
    }

    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        for earlier in before {
            // How long a sitting is kept is another question.
            guard known.sittings[earlier.booking]?.endedAt == nil,
                known.sittings[earlier.booking] != nil, !mayComeBack(earlier, sight, known)
            else { continue }
            return "\(earlier.booking) was given up, and has the room again without a reason"
        }
        return nil
    }

    private func mayComeBack(_ earlier: Before, _ sight: Sight, _ known: Knowledge) -> Bool {
        guard let givenUp = earlier.sitting.givenUp, givenUp.at <= sight.now.wall else {
            return true
        }
        switch sight.event {
        case .journal(.recalled): return true
        case .journal(.stored): return pressed.peopleOf.contains(earlier.booking)
        case .server(.writeFailed): return isRefused(earlier.booking, givenUp, known)
        case .server(.read(let reading, _)):
            return isChanged(earlier, givenUp, by: reading, sight)
        case .tick, .clock, .sensor, .button, .server(.readFailed), .server(.acknowledged),
            .journal(.notStored), .journal(.fault), .settings, .lampFault:
            return false
        }
    }

    /// Whether the server has refused the booking that claimed this one, or its end; but where it was claimed the claim
    /// stands, and people have to settle it.
    private func isRefused(
        _ id: BookingID, _ givenUp: Sitting.GivenUp, _ known: Knowledge
    ) -> Bool {
        switch failed {
        case nil: return true
        case .create(let made)?: return made.id == id || givenUp.cause == .claim(made.id)
        case .changeEnd(let other, _, _)?:
            guard case .claim(let claimant)? = givenUp.cause else { return other == id }
            return other == id && known.schedule.booking(claimant) == nil
        case .withdraw(let other)?, .mark(let other, _)?: return other == id
        }
    }

    /// Whether a reading shows that people have changed a booking, or may have.
    private func isChanged(
        _ earlier: Before, _ givenUp: Sitting.GivenUp, by reading: ScheduleReading, _ sight: Sight
    ) -> Bool {
        guard let shown = reading.bookings.first(where: { $0.id == earlier.booking }) else {
            return !Self.isFar(earlier.sitting.span, from: reading.window)
        }
        guard shown.span.start < givenUp.at else { return true }
        guard let intent = earlier.intent else {
            let isAsShown = shown.span.end.isSameEnd(as: givenUp.at)
            let isAsPlanned = shown.span.end.isSameEnd(as: earlier.sitting.span.end)
            return !isAsShown && (givenUp.isOnServer || !isAsPlanned)
        }
        guard case .changeEnd(_, _, let end) = intent.write, end == givenUp.at else { return true }
        // Before the server has heard of an end that the door has shown, that end stands, whatever people make of the
        // booking; what is too old to matter is owed no more.
        let isFirstCut = intent.cause == .press || intent.cause == .rule
        let stands =
            shown.span.end.isSameEnd(as: end) || (intent.answeredAt == nil && isFirstCut)
        return !stands || sight.effects.contains(where: \.isOfExpiry)
    }

    /// Whether a booking cannot lie in what was read, even if people have moved it by hours.
    private static func isFar(_ span: Span, from window: Span) -> Bool {
        span.end + far < window.start || span.start - far > window.end
    }
}

extension Effect {
    fileprivate var isOfExpiry: Bool {
        if case .note(.outbox(let entry)) = self { entry.state == .expired } else { false }
    }
}
