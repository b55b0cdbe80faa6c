/// A fact that reaches the room.
///
/// Facts come in families, by whoever tells them. Levels are logical: `isActive` already takes the active level of the
/// configuration into account. Timestamps are those of the physical change, which may lie a little before the `Now` the
/// fact is applied at. What is large and rare is kept apart (`indirect`), so that the small facts, of which there are
/// thousands an hour, stay cheap to hand on.
public enum Event: Hashable, Sendable {
    /// What a sensor's line tells.
    public enum SensorFact: Hashable, Sendable {
        /// The line was found at this level: at start, after it came back, or after lost edges.
        case found(isActive: Bool)
        /// The line changed.
        case edge(isActive: Bool, at: Uptime)
        /// So many edges are known to be lost; the level follows as ``found(isActive:)``.
        case edgesLost(Int)
        /// The chip or the line is lost.
        case gone
        /// A sensor without a line has said what it sees; it counts until then.
        ///
        /// Unless it has said something again by then, its hold begins; after that it is gone.
        case reported(isActive: Bool, until: Uptime)
    }

    /// What the button's line tells.
    public enum ButtonFact: Hashable, Sendable {
        /// The button went down.
        case pressed(at: Uptime)
        /// The button was let go.
        case released(at: Uptime)
        /// The chip or the line is lost; a press under way is forgotten.
        case gone
        /// The line is there, at this level. A button found pressed makes no press until it was let go.
        case found(isPressed: Bool)
        /// A press of the record, with what came of it then: only where a record is replayed.
        ///
        /// It shows that the people of its booking are there, and decides nothing anew.
        indirect case recorded(Press)
        /// A tap on the page, the button of whoever looks at it; answered with ``Effect/answer(_:_:)``.
        indirect case tapped(Tap)
    }

    /// What the server answered, or that it did not.
    public enum ServerFact: Hashable, Sendable {
        /// The schedule was read; the read began at `startedAt`.
        case read(ScheduleReading, startedAt: Uptime)
        /// A read failed; the cache stays.
        indirect case readFailed(ServerFailure)
        /// The server has carried out the write of this outbox entry.
        case acknowledged(number: Int64)
        /// The write of this outbox entry failed. `jitter`, 0 ..< 1, spreads the next try.
        indirect case writeFailed(number: Int64, ServerFailure, jitter: Double)
    }

    /// What the journal answers and remembers.
    public enum JournalFact: Hashable, Sendable {
        /// The durable records of this receipt are on the card.
        case stored(Receipt)
        /// The durable records of this receipt could not be kept, and why.
        case notStored(Receipt, String)
        /// The journal works (nil), or does not, and why.
        case fault(String?)
        /// The journal could be opened only now, and remembers this from earlier runs.
        ///
        /// What the panel has found out meanwhile counts for more.
        indirect case recalled(Memory)
    }

    /// What was read anew from the configuration.
    public enum SettingsFact: Hashable, Sendable {
        /// A new policy.
        indirect case policy(Policy)
        /// Other settings of sensors.
        ///
        /// What ``SensorSettings/adopt(_:)`` takes over is in force from now on; sensors are known by their names, and
        /// none is added or taken away.
        case sensors([SensorSettings])
    }

    /// Nothing happened but time: the deadline of `Room.deadline` has come.
    case tick
    /// The kernel calls the wall clock synchronised, or not.
    case clock(isSynchronised: Bool)
    /// A sensor's line, by the sensor's name.
    case sensor(String, SensorFact)
    /// The button's line.
    case button(ButtonFact)
    /// The server.
    case server(ServerFact)
    /// The journal.
    case journal(JournalFact)
    /// The configuration.
    case settings(SettingsFact)
    /// The lamps could not be lit; nil when they can again.
    case lampFault(String?)
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
    /// Ask the server for this; answer with ``Event/ServerFact/acknowledged(number:)`` or
    /// ``Event/ServerFact/writeFailed(number:_:jitter:)``.
    indirect case send(OutboxEntry)
    /// Read the schedule soon, not at the next turn of the poll: something wants settling.
    case readSchedule
    /// Tell organisers this; never empty, and nothing but ``publish`` comes after it.
    case tell([Message])
    /// What came of the tap of this name, once it is safe or refused; again for one that is sent again.
    indirect case answer(String, Press)
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
    /// A rule would have done this, but the panel only watches (``Policy/isShadow``).
    indirect case withheld(Withheld)
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
