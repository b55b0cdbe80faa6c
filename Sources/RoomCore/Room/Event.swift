/// A fact that reaches the room.
///
/// Levels are logical: `isActive` already takes the active level of the configuration into account. Timestamps are
/// those of the physical change, which may lie a little before the `Now` the fact is applied at. What is large and rare
/// is kept apart (`indirect`), so that the small facts, of which there are thousands an hour, stay cheap to hand on.
public enum Event: Hashable, Sendable {
    /// Nothing happened but time: the deadline of `Room.deadline` has come.
    case tick

    /// A sensor's line was found at this level: at start, after it came back, or after lost edges.
    case sensorLevel(sensor: String, isActive: Bool)
    /// A sensor's line changed.
    case sensorEdge(sensor: String, isActive: Bool, at: Uptime)
    /// So many edges of a sensor are known to be lost; its level follows as `sensorLevel`.
    case sensorEdgesLost(sensor: String, count: Int)
    /// A sensor's chip or line is lost.
    case sensorGone(sensor: String)

    /// The button went down.
    case buttonPressed(at: Uptime)
    /// The button was let go.
    case buttonReleased(at: Uptime)
    /// The button's chip or line is lost; a press under way is forgotten.
    case buttonGone
    /// The button's line is there, at this level. A button found pressed makes no press until it was let go.
    case buttonFound(isPressed: Bool)
    /// The lamps could not be lit; nil when they can again.
    case lampFault(String?)

    /// The kernel calls the wall clock synchronised, or not.
    case clock(isSynchronised: Bool)

    /// The server's schedule was read; the read began at `startedAt`.
    case scheduleRead(ScheduleReading, startedAt: Uptime)
    /// A read failed; the cache stays.
    indirect case readFailed(ServerFailure)
    /// The server has carried out the write of this outbox entry.
    case writeAcknowledged(number: Int64)
    /// The write of this outbox entry failed. `jitter`, 0 ..< 1, spreads the next try.
    indirect case writeFailed(number: Int64, ServerFailure, jitter: Double)

    /// The durable records of this receipt are on the card.
    case stored(Receipt)
    /// The durable records of this receipt could not be kept.
    case notStored(Receipt, String)
    /// The journal works (nil), or does not, and why.
    case journalFault(String?)

    /// The journal could be opened only now, and remembers this from earlier runs.
    ///
    /// What the panel has found out meanwhile counts for more.
    indirect case recalled(Memory)
    /// A new policy was read from the configuration.
    indirect case policyChanged(Policy)
    /// Other settings of sensors were read from the configuration.
    ///
    /// What ``SensorSettings/adopt(_:)`` takes over is in force from now on; sensors are known by their names, and none is
    /// added or taken away.
    indirect case sensorsChanged([SensorSettings])
}

/// An order from the room to the shell.
public enum Effect: Hashable, Sendable {
    /// Show this from now on. A display with a `refused` pattern starts its flashes anew each time it is ordered.
    case show(LampDisplay)
    /// Both lamps dark for 100 ms from now on ("heard"), whatever else is shown; then back to the display.
    ///
    /// Comes before anything else a press leads to: the answer within 50 ms hangs on it.
    case acknowledgePress
    /// Keep these, in one transaction.
    case keep([Record], Durability)
    /// Ask the server for this; answer with `writeAcknowledged` or `writeFailed`.
    indirect case send(OutboxEntry)
    /// Read the schedule soon, not at the next turn of the poll: something wants settling.
    case readSchedule
    /// The public state has changed.
    case publish
    /// Something worth a line in the log.
    case note(Notice)
}

/// What an operator finds in the log: the catalogue of things worth a line.
public enum Notice: Hashable, Sendable {
    /// The availability of the room changed.
    case availability(Availability, booking: BookingID?)
    /// A press and what came of it.
    indirect case press(Press)
    /// A verdict.
    indirect case verdict(Verdict)
    /// A sensor's health changed.
    case sensor(String, SensorHealth)
    /// The button holds too long, or is well again.
    case buttonStuck(Bool)
    /// The wall clock is trusted from now on, or not any more.
    case clockTrust(Bool)
    /// The wall clock jumped by so much.
    case clockStepped(Duration)
    /// The schedule has become stale, or fresh again.
    case stale(Bool)
    /// A write has reached a final state or failed.
    indirect case outbox(OutboxEntry)
    /// An ad hoc booking was taken back, since the server had given the slot to `winner` first.
    case slotLost(BookingID, winner: BookingID)
    /// A claimed booking could not be cut short on the server: people have to settle it.
    case conflict(BookingID, with: BookingID)
    /// A reading left something out, or warns of something: one line for people.
    case complaint(String)
    /// The outbox is full; this write was left out.
    indirect case outboxFull(ServerWrite)
}

/// Whether the room can be used.
public enum Availability: String, Hashable, Sendable, Codable, CaseIterable {
    /// Free.
    case free
    /// Free, with a booking within 10 min.
    case startingSoon = "starting_soon"
    /// Booked and in use, or waiting for its people.
    case busy
    /// Occupied without a booking.
    case occupiedUnbooked = "occupied_unbooked"
    /// Booked, but nobody uses it: anyone may take it.
    case claimable
    /// The panel does not know.
    case unknown
}
