/// Where presses wait until the journal has them, and what the last one did.
struct PressDesk: Sendable {
    /// Presses that may wait behind the one at the journal; more are refused.
    static let capacity = 8

    /// A press as the button or the page told it.
    struct Gesture: Sendable {
        enum Ask: Sendable {
            case button(Press.Length)
            case page(Tap)
        }

        var ask: Ask
        var pressedAt: Uptime

        var wish: Press.Wish {
            switch ask {
            case .button(let length): Press.Wish(length)
            case .page(let tap): Press.Wish(tap.deed)
            }
        }

        /// Whose wish it makes of what it wants of the server.
        var cause: OutboxEntry.Cause {
            switch ask {
            case .button: .press
            case .page: .tap
            }
        }

        /// The name of the tap, whose sender waits for an answer; nil of the button.
        var tap: String? {
            if case .page(let tap) = ask { tap.id } else { nil }
        }
    }

    /// What a press will do once it is safe in the journal.
    struct Decision: Sendable {
        var outcome: Press.Outcome
        var refusal: Press.Refusal?
        var booking: BookingID?
        /// What the server has to be told, in this order.
        var wishes: [Outbox.Wish] = []
        /// What changes about the people of bookings.
        var changes: [Change] = []
        /// The booking that is taken back, whose sitting is forgotten.
        var closes: BookingID?
        /// What can be taken back for a while.
        var act: Act?

        static func refused(_ refusal: Press.Refusal, _ booking: BookingID? = nil) -> Decision {
            Decision(outcome: .refused, refusal: refusal, booking: booking)
        }
    }

    /// What a press changes about one booking's people.
    ///
    /// The sitting may move on while the press waits for the journal, so only what differs is changed then.
    struct Change: Sendable {
        var before: Sitting
        var after: Sitting

        func applied(to current: Sitting) -> Sitting {
            var made = current
            if after.checkIn != before.checkIn { made.checkIn = after.checkIn }
            if after.givenUp != before.givenUp { made.givenUp = after.givenUp }
            if after.pressedAt != before.pressedAt { made.pressedAt = after.pressedAt }
            if after.arrival != before.arrival { made.arrival = after.arrival }
            if after.leaving != before.leaving { made.leaving = after.leaving }
            return made
        }
    }

    /// What the last press did, as long as it can be taken back.
    indirect enum Act: Sendable {
        /// Made this booking, in place of the claimed ones; what was known of their people before.
        case booked(BookingID, claimed: [Claim])
        /// Checked in; before, the sitting was this.
        case checkedIn(Sitting)
        /// Ended this booking at the door; before, the sitting was this.
        case ended(Sitting)
    }

    /// A booking that gave way to an ad hoc one.
    struct Claim: Sendable {
        /// What was known of its people before.
        var sitting: Sitting
        /// Whether the server is asked to cut it.
        var isCut: Bool

        var booking: BookingID { sitting.booking }
    }

    /// A decided press that waits for its receipt.
    struct Waiting: Sendable {
        var receipt: Receipt
        var press: Press
        var decision: Decision
        var entries: [OutboxEntry]
        var actUntil: Uptime
        /// The name of the tap; nil of the button.
        var tap: String?
    }

    var salt: String
    var lastNumber: Int64
    var waiting: Waiting?
    var queue: [Gesture] = []
    var taps = TapMemory()
    var refusedTaps = RefusalBudget()
    private(set) var act: Act?
    private(set) var actUntil: Uptime?

    init(lastNumber: Int64, salt: String) {
        self.lastNumber = lastNumber
        self.salt = salt
    }

    var isWaiting: Bool { waiting != nil }

    /// Whether a press that waits for the journal changes this booking, or takes it back.
    func isChanging(_ id: BookingID) -> Bool {
        guard let decision = waiting?.decision else { return false }
        return decision.closes == id || decision.changes.contains { $0.after.booking == id }
    }

    /// Whether a press waits whose outcome is not shown yet.
    var isBusy: Bool { waiting != nil || !queue.isEmpty }

    mutating func nextNumber() -> Int64 {
        lastNumber += 1
        return lastNumber
    }

    mutating func remember(_ act: Act?, until: Uptime) {
        self.act = act
        actUntil = act == nil ? nil : until
    }

    /// What a press that began at `instant` may take back; nil if nothing.
    func act(at instant: Uptime) -> Act? {
        guard let actUntil, instant <= actUntil else { return nil }
        return act
    }

    /// Until when the last press about this booking can be taken back; nil if it cannot.
    func undoEnds(_ booking: BookingID, at now: Uptime) -> Uptime? {
        guard let actUntil, now <= actUntil else { return nil }
        switch act {
        case .booked(let id, let claimed)?
        where id == booking || claimed.contains { $0.booking == booking }:
            return actUntil
        case .checkedIn(let sitting)? where sitting.booking == booking: return actUntil
        case .ended(let ended)? where ended.booking == booking: return actUntil
        default: return nil
        }
    }
}
