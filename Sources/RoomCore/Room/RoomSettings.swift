/// What a room is made of; fixed for the life of the process.
public struct RoomSettings: Hashable, Sendable {
    /// What kind of server the panel talks to.
    public enum ServerKind: String, Hashable, Sendable, Codable, CaseIterable {
        /// A CalDAV server.
        case caldav
        /// A Bitrix24 portal.
        case bitrix24
        /// None: the panel keeps its bookings alone, and nothing is ever stale.
        case none
    }

    /// When the wall clock is believed.
    public enum ClockTrustMode: String, Hashable, Sendable, Codable, CaseIterable {
        /// By the kernel, the server's `Date`, or the build date.
        case auto
        /// Always: settled by hand.
        case always
    }

    /// The room's short name; part of the ids of ad hoc bookings.
    ///
    /// 1-32 characters of `a-z0-9_-`.
    public var id: String
    /// The room's name for people.
    public var name: String
    /// IANA name of the zone in which times are shown.
    public var timeZone: String
    /// When the room is open; reports count by that, and no rule of the room's day.
    public var openingHours = OpeningHours.always
    /// What a booking made with the button is called on the server.
    public var adHocTitle = "Booked at the door"
    /// What people at the door are told of titles and organisers.
    public var titles: TitleDisplay
    /// The sensors; none is allowed.
    public var sensors: [SensorSettings]
    /// Whether there is a button.
    public var hasButton: Bool
    /// What the panel talks to.
    public var server: ServerKind
    /// Whether the server takes bookings from the door; without it a press that would book is refused.
    public var takesBookings = true
    /// `web.booking`: whether the page may press, too; without it a tap is refused.
    public var takesTaps = false
    /// What organisers are told; nothing where nobody can be told.
    public var messages: Set<Message.Kind> = []
    /// When the wall clock is believed.
    public var clockTrust: ClockTrustMode
    /// When this program was built: with `server: none` no earlier clock is believed.
    public var builtAt: WallTime
    /// The rules' figures at start.
    public var policy: Policy

    /// Makes the settings.
    public init(
        id: String, name: String, timeZone: String = "UTC", titles: TitleDisplay = .shown,
        sensors: [SensorSettings] = [], hasButton: Bool = true, server: ServerKind = .none,
        clockTrust: ClockTrustMode = .auto, builtAt: WallTime = WallTime(secondsSinceEpoch: 0),
        policy: Policy = Policy()
    ) {
        self.id = id
        self.name = name
        self.timeZone = timeZone
        self.titles = titles
        self.sensors = sensors
        self.hasButton = hasButton
        self.server = server
        self.clockTrust = clockTrust
        self.builtAt = builtAt
        self.policy = policy
    }
}
