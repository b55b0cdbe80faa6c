public import RoomCore

/// The JSON of `/api/v1/state`, and of each `state` event.
public struct StateDocument: Hashable, Sendable, Codable {
    /// The room.
    public struct Room: Hashable, Sendable, Codable {
        /// Its short name.
        public var id: String
        /// Its name for people.
        public var name: String
        /// IANA name of the zone in which times are shown.
        public var timeZone: String

        private enum CodingKeys: String, CodingKey {
            case id, name
            case timeZone = "time_zone"
        }
    }

    /// How the button stands.
    public struct Button: Hashable, Sendable, Codable {
        /// Whether it can be used.
        public var health: RoomState.ButtonHealth
    }

    /// Why the last press was refused.
    public struct Refusal: Hashable, Sendable, Codable {
        /// The reason.
        public var reason: Press.Refusal
        /// Until when it is told.
        public var until: Timestamp
    }

    /// How the wall clock stands.
    public struct Clock: Hashable, Sendable, Codable {
        /// Whether it is trusted.
        public var trusted: Bool
    }

    /// The room.
    public var room: Room
    /// When the state was taken.
    public var now: Timestamp
    /// Whether the room can be used.
    public var availability: Availability
    /// The running booking; nil if none.
    @NullWhenNil public var current: BookingState?
    /// The next booking of the next 24 h; nil if none.
    @NullWhenNil public var next: BookingState?
    /// Running bookings that lost the room to ``current``.
    public var conflicts: [BookingState]
    /// Whether somebody is there.
    public var presence: Presence
    /// What the lamps show.
    public var lamps: LampDisplay
    /// How the panel stands with its server.
    public var sync: SyncState
    /// The sensors, in the order of the configuration.
    public var sensors: [SensorState]
    /// How the button stands.
    public var button: Button
    /// Why the last press was refused; nil 5 s later, and once another press has succeeded.
    @NullWhenNil public var refusal: Refusal?
    /// How the wall clock stands.
    public var clock: Clock
    /// What can be tapped; nil where the page may not press.
    @NullWhenNil public var offers: OffersState?
}

extension StateDocument {
    /// Puts a state into the words of the contract.
    public init(_ state: RoomState) {
        self.init(
            room: Room(id: state.roomID, name: state.roomName, timeZone: state.timeZone),
            now: Timestamp(state.now),
            availability: state.availability,
            current: state.current.map(BookingState.init),
            next: state.next.map(BookingState.init),
            conflicts: state.conflicts.map(BookingState.init),
            presence: state.presence,
            lamps: state.lamps,
            sync: SyncState(state.sync),
            sensors: state.sensors.map(SensorState.init),
            button: Button(health: state.button),
            refusal: state.refusal.map {
                Refusal(reason: $0.reason, until: Timestamp(millisecondsOf: $0.until))
            },
            clock: Clock(trusted: state.isClockTrusted),
            offers: state.offers.map { OffersState($0, state.policy) })
    }
}
