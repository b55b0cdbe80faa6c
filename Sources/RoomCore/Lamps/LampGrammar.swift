/// What the lamps say: the one place where the room's situation becomes colour and pattern.
///
/// The tables are those of docs/lamps.md. Nothing but this decides a colour.
struct LampGrammar: Sendable {
    var palette: LampPalette
    var isCombined: Bool

    func display(
        _ availability: Availability, _ booking: BookingStanding, isStale: Bool, isRefusing: Bool
    ) -> LampDisplay {
        if isCombined {
            let one = isRefusing ? refused : combined(availability, booking)
            return LampDisplay(availability: one, booking: .dark)
        }
        return LampDisplay(
            availability: signal(availability),
            booking: isRefusing ? refused : isStale ? stale : signal(booking))
    }

    private let refused = LampSignal(.orange, .refused)
    private let stale = LampSignal(.blue, .doubleBlink)

    init(_ policy: Policy) {
        palette = policy.palette
        isCombined = policy.isCombined
    }

    private func signal(_ availability: Availability) -> LampSignal {
        switch availability {
        case .free: LampSignal(free)
        case .startingSoon: LampSignal(free, .slowBlink)
        case .claimable: LampSignal(free, .doubleBlink)
        case .busy: LampSignal(taken)
        case .occupiedUnbooked: LampSignal(taken, .slowBlink)
        case .unknown: LampSignal(.redGreen, .doubleBlink)
        }
    }

    /// With `blue_orange` green and orange never have to be told apart: confirmed is steady blue, and what is not
    /// confirmed blinks slowly.
    private func signal(_ booking: BookingStanding) -> LampSignal {
        switch (booking, palette) {
        case (.none, _): .dark
        case (.unconfirmed, .standard): LampSignal(.blue)
        case (.unconfirmed, .blueOrange): LampSignal(.blue, .slowBlink)
        case (.confirmed, _): LampSignal(free)
        case (.pending, _): LampSignal(free, .pending)
        case (.late, _): LampSignal(.orange)
        case (.lastMinute, _): LampSignal(.orange, .fastBlink)
        }
    }

    /// One RGB lamp for both: the availability; for a booked room also that its people are late, or the booking is
    /// pending.
    ///
    /// A stale schedule is not shown on a single lamp: it would hide whether the room is free.
    private func combined(
        _ availability: Availability, _ booking: BookingStanding
    ) -> LampSignal {
        guard availability == .busy else { return signal(availability) }
        switch booking {
        case .late, .lastMinute: return signal(booking)
        case .pending: return LampSignal(taken, .pending)
        case .none, .unconfirmed, .confirmed: return signal(availability)
        }
    }

    private var free: LampSignal.Colour { palette == .standard ? .green : .blue }
    private var taken: LampSignal.Colour { palette == .standard ? .red : .orange }
}
