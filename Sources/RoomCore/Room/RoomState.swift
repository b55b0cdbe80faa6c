/// What the room shows the outside: the content of `/api/v1/state`.
///
/// A value without secrets; titles and organisers are as `show_titles` allows.
public struct RoomState: Hashable, Sendable {
    /// How far the people of a booking are.
    public enum Phase: String, Hashable, Sendable, Codable, CaseIterable {
        /// Nobody took it up yet, and it is not late.
        case awaiting
        /// Somebody took it up.
        case checkedIn = "checked_in"
        /// Nobody took it up by `late_after`.
        case late
        /// Nobody took it up by `no_show_after`, and the panel could see.
        case noShow = "no_show"
        /// It runs without being judged: a long or quiet one, or one the panel could not see.
        case inProgress = "in_progress"
    }

    /// One booking as shown.
    public struct BookingView: Hashable, Sendable {
        /// Its name.
        public var id: BookingID
        /// What it is about; nil where hidden.
        public var title: String?
        /// Who called it, or the initials; nil where hidden.
        public var organiser: String?
        /// When it runs, with what the panel has changed and the server may not know yet.
        public var span: Span
        /// Who made it.
        public var source: Booking.Source
        /// Its standing.
        public var confirmation: Booking.Confirmation
        /// How far its people are.
        public var phase: Phase
        /// From when on its people are expected: its start, or when the panel learned of it, if that was later.
        public var expectedFrom: WallTime
        /// When its people arrived; nil if nobody did.
        public var arrivedAt: WallTime?
        /// How many seconds after ``expectedFrom`` that was; nil if nobody came, or not late.
        public var lateBySeconds: Int?
        /// Whether that is the most it may have been, since the panel was blind before.
        public var isLateAtMost = false
        /// Whether the server has yet to confirm what the panel did to it.
        public var isPending: Bool
        /// Whether it takes up the room.
        public var isBlocking: Bool

        /// Makes a view.
        ///
        /// - Parameter expectedFrom: its start, if nil.
        public init(
            id: BookingID, title: String?, organiser: String?, span: Span,
            source: Booking.Source, confirmation: Booking.Confirmation, phase: Phase,
            expectedFrom: WallTime? = nil, arrivedAt: WallTime? = nil, lateBySeconds: Int? = nil,
            isPending: Bool = false, isBlocking: Bool = true
        ) {
            self.id = id
            self.title = title
            self.organiser = organiser
            self.span = span
            self.source = source
            self.confirmation = confirmation
            self.phase = phase
            self.expectedFrom = expectedFrom ?? span.start
            self.arrivedAt = arrivedAt
            self.lateBySeconds = lateBySeconds
            self.isPending = isPending
            self.isBlocking = isBlocking
        }
    }

    /// How the panel stands with its server.
    public struct Sync: Hashable, Sendable {
        /// What kind of server.
        public var server: RoomSettings.ServerKind
        /// When it was last heard; nil if never, or without a server.
        public var lastSuccess: WallTime?
        /// Whether the schedule shown is older than `stale_after`.
        public var isStale: Bool
        /// Writes still owed.
        public var outbox: Int
        /// Writes parked for good, since the start of the process.
        public var parked: Int
        /// The last failure, until the next success; nil if there is none.
        public var lastError: ServerFailure?
        /// What the last reading had to leave out.
        public var complaints: [String]
        /// How much of what the server allows is used; nil where it counts nothing.
        ///
        /// The room does not know: whoever asks the server puts it in.
        public var rate: ServerRate?

        /// Makes a standing.
        public init(
            server: RoomSettings.ServerKind, lastSuccess: WallTime? = nil, isStale: Bool = false,
            outbox: Int = 0, parked: Int = 0, lastError: ServerFailure? = nil,
            complaints: [String] = [], rate: ServerRate? = nil
        ) {
            self.server = server
            self.lastSuccess = lastSuccess
            self.isStale = isStale
            self.outbox = outbox
            self.parked = parked
            self.lastError = lastError
            self.complaints = complaints
            self.rate = rate
        }
    }

    /// One sensor as shown.
    public struct SensorView: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// What its line tells.
        public var kind: SensorSettings.Kind
        /// The electrical level, 0 or 1.
        public var level: Int
        /// Whether it can be believed.
        public var health: SensorHealth
        /// When its line last changed; nil if it never did.
        public var lastEdge: WallTime?
        /// Edges seen since the start of the process.
        public var edges: Int
        /// Edges known to be lost since the start of the process.
        public var lostEdges: Int

        /// Makes a view.
        public init(
            name: String, kind: SensorSettings.Kind, level: Int, health: SensorHealth,
            lastEdge: WallTime? = nil, edges: Int = 0, lostEdges: Int = 0
        ) {
            self.name = name
            self.kind = kind
            self.level = level
            self.health = health
            self.lastEdge = lastEdge
            self.edges = edges
            self.lostEdges = lostEdges
        }
    }

    /// Two sensors that have contradicted each other for hours, each of them believed.
    public struct Dispute: Hashable, Sendable {
        /// The one that says somebody is there.
        public var present: String
        /// The one that says nobody is.
        public var vacant: String
        /// When they began to.
        public var since: WallTime
        /// How long they have done so, all in all, since then; at least 2 h.
        public var lasted: Duration

        /// Makes a dispute.
        public init(present: String, vacant: String, since: WallTime, lasted: Duration) {
            self.present = present
            self.vacant = vacant
            self.since = since
            self.lasted = lasted
        }
    }

    /// Why the last press was refused.
    public struct Refusal: Hashable, Sendable {
        /// The reason.
        public var reason: Press.Refusal
        /// Until when it is told: 5 s after the refusal, unless another press succeeds before.
        public var until: WallTime

        /// Makes a refusal.
        public init(_ reason: Press.Refusal, until: WallTime) {
            self.reason = reason
            self.until = until
        }
    }

    /// How the button stands.
    public enum ButtonHealth: String, Hashable, Sendable, Codable, CaseIterable {
        /// It works.
        case ok
        /// Held over 30 s; ignored until let go.
        case stuck = "button_stuck"
        /// Its chip or line is lost, or was never there.
        case gone
        /// The panel has none.
        case none
    }

    /// The room's short name.
    public var roomID: String
    /// The room's name for people.
    public var roomName: String
    /// IANA name of the zone in which times are shown.
    public var timeZone: String
    /// When the state was taken.
    public var now: WallTime
    /// Whether the room can be used.
    public var availability: Availability
    /// The running booking; nil if none.
    public var current: BookingView?
    /// The next booking of the next 24 h; nil if none.
    public var next: BookingView?
    /// Running bookings that lost the room to `current`.
    public var conflicts: [BookingView]
    /// Whether somebody is there.
    public var presence: Presence
    /// What the lamps show.
    public var lamps: LampDisplay
    /// How the panel stands with its server.
    public var sync: Sync
    /// The sensors, in the order of the configuration.
    public var sensors: [SensorView]
    /// Sensors that contradict each other, in the order of the configuration.
    public var disputes: [Dispute] = []
    /// That the sensors miss people, and what follows; nil unless they were silent for longer than `no_show_after`.
    public var missedPeople: MissedPeople?
    /// How the button stands.
    public var button: ButtonHealth
    /// Why the last press was refused; nil 5 s later, and once another press has succeeded.
    public var refusal: Refusal?
    /// Whether the wall clock is trusted.
    public var isClockTrusted: Bool
    /// Why the journal cannot keep anything; nil if it can.
    public var journalFault: String?
    /// Why the lamps cannot be lit; nil if they can.
    public var lampFault: String?
    /// The rules' figures in force.
    public var policy = Policy()
    /// Whether the server takes bookings from the door.
    public var takesBookings = true
    /// What a tap on the page could do now; nil where the page may not press.
    public var offers: Offers?

    /// Makes a state.
    public init(
        roomID: String, roomName: String, timeZone: String, now: WallTime,
        availability: Availability, current: BookingView? = nil, next: BookingView? = nil,
        conflicts: [BookingView] = [], presence: Presence, lamps: LampDisplay, sync: Sync,
        sensors: [SensorView] = [], button: ButtonHealth, isClockTrusted: Bool,
        journalFault: String? = nil, lampFault: String? = nil
    ) {
        self.roomID = roomID
        self.roomName = roomName
        self.timeZone = timeZone
        self.now = now
        self.availability = availability
        self.current = current
        self.next = next
        self.conflicts = conflicts
        self.presence = presence
        self.lamps = lamps
        self.sync = sync
        self.sensors = sensors
        self.button = button
        self.isClockTrusted = isClockTrusted
        self.journalFault = journalFault
        self.lampFault = lampFault
    }
}
