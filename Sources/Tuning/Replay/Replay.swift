import RoomCore

/// A room that is told a record under one setting, and what it would have called.
///
/// The rules are the core's own. What differs from the panel that made the record: the clock and the server are trusted
/// all the time, since a record does not say when they were not; sensors are warm when they are found, since the record
/// tells when they could be believed; and a no-show is `soft`, so that the room tells when it would be given away. Nothing
/// is written, and no press decides anything.
struct Replay: Sendable {
    /// What was called of one booking.
    struct Calls: Sendable {
        /// When its people were called absent; nil if they were not.
        var noShowAt: WallTime?
        /// When it was taken up, but its room would have been given away first; nil if it would not.
        var earlyEndAt: WallTime?
    }

    private var room: Room
    private var now: Now
    private var calls: [BookingID: Calls] = [:]

    init(_ setting: TuningSetting, at start: WallTime) {
        now = RecordedFact.now(start)
        var settings = RoomSettings(
            id: "replay", name: "Replay", sensors: setting.sensors, hasButton: false,
            server: .none, clockTrust: .always, policy: setting.policy)
        for index in settings.sensors.indices { settings.sensors[index].warmUp = .zero }
        settings.policy.onNoShow = .soft
        settings.policy.isShadow = false
        settings.policy.lateAfter = min(
            settings.policy.lateAfter, settings.policy.noShowAfter / 2)
        room = Room(settings, at: now)
        apply(.tick)
    }

    func calls(on booking: BookingID) -> Calls { calls[booking] ?? Calls() }

    mutating func forget(_ booking: BookingID) { calls[booking] = nil }

    // MARK: The record

    mutating func take(_ facts: [RecordedFact], until end: WallTime) {
        for fact in facts {
            advance(to: fact.at)
            apply(fact.event)
        }
        advance(to: end)
    }

    /// Lets time pass, with a tick at each of the room's own deadlines and at no other time.
    private mutating func advance(to wall: WallTime) {
        let target = max(RecordedFact.now(wall).uptime, now.uptime)
        while room.deadline <= target {
            pass(to: max(room.deadline, now.uptime))
            apply(.tick)
        }
        pass(to: target)
    }

    private mutating func pass(to uptime: Uptime) {
        now = Now(wall: now.wall(at: uptime), uptime: uptime)
    }

    private mutating func apply(_ event: Event) {
        for effect in room.apply(event, at: now) {
            switch effect {
            case .keep(_, .durable(let receipt)): apply(.journal(.stored(receipt)))
            case .note(.verdict(let verdict)): note(verdict)
            case .note(.availability(.claimable, let booking?)): noteGivenAway(booking)
            default: break
            }
        }
    }

    // MARK: Calls

    private mutating func note(_ verdict: Verdict) {
        guard verdict.kind == .noShow, calls[verdict.booking]?.noShowAt == nil else { return }
        calls[verdict.booking, default: Calls()].noShowAt = verdict.givenAt
    }

    /// Anyone may take the room: of a booking that somebody has taken up, it would have ended early.
    private mutating func noteGivenAway(_ booking: BookingID) {
        guard calls[booking]?.earlyEndAt == nil else { return }
        let instant = Span(start: now.wall, length: .microseconds(1))
        let entry = room.ledger(in: instant).first { $0.booking.id == booking }
        guard entry?.sitting?.checkIn != nil else { return }
        calls[booking, default: Calls()].earlyEndAt = now.wall
    }
}
