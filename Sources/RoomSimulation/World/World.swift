public import RoomCore

/// Everything that decides how a simulated world goes: a room, its people, its machines, and what befalls them.
///
/// A plain value, so that it can be made from a seed, edited to make it smaller, and kept in a file.
public struct World: Hashable, Sendable, Codable {
    /// Decides all luck that is not written out below: latencies, movements, single calls that fail.
    public var seed: UInt64
    /// 00:00 UTC of the first day, in seconds since 1970.
    public var startsAt: Int64
    /// How long deeds and misfortunes go on, in microseconds; ten calm minutes follow.
    public var length: Int64
    /// The zone the people live in.
    public var zone: LocalZone
    /// What the panels talk to.
    public var server: RoomSettings.ServerKind
    /// The rules' figures.
    public var policy: PolicyFigures
    /// The panels at the room's doors: one or two.
    public var panels: [PanelFigures]
    /// How often single calls to the server go wrong.
    public var calls: CallFaults
    /// What organisers are told of, and how often that goes wrong.
    public var messages = MessageFigures()
    /// What people do.
    public var acts: [Act]
    /// What goes wrong.
    public var misfortunes: [Misfortune]

    /// How long the world goes on without faults at its end.
    static let calm: Int64 = 10 * .minute
    /// Within this time after faults have stopped, panel and server have to agree.
    static let agreement: Int64 = 5 * .minute

    /// When everything is over.
    var ends: Moment { length + World.calm }
    /// How many room-days are simulated: the days, once for each panel.
    public var roomDays: Double {
        Double(ends) / Double(Int64.day) * Double(panels.count)
    }
}

/// A panel as it is built.
public struct PanelFigures: Hashable, Sendable, Codable {
    /// One of its sensors.
    public struct Sensor: Hashable, Sendable, Codable {
        /// What its line tells.
        public var kind: SensorSettings.Kind
        /// How long a pulse is, in milliseconds; of a radar how long it stays active after the last person.
        public var pulseMilliseconds: Int64
        /// How long it sees nothing after a pulse, in milliseconds.
        public var blindMilliseconds: Int64
        /// `hold`, in seconds.
        public var holdSeconds: Int64
        /// `warm_up`, in seconds.
        public var warmUpSeconds: Int64
    }

    /// Its sensors; none is allowed.
    public var sensors: [Sensor]
    /// `server.poll`, in seconds.
    public var pollSeconds: Int64
    /// `clock.trust`.
    public var clockTrust: RoomSettings.ClockTrustMode
    /// Seconds from the start of the process until the kernel calls the clock synchronised; nil if it never does.
    public var synchronisedAfterSeconds: Int64?
    /// What the clock shows when the power comes on.
    public var bootClock: BootClock
    /// How fast its clock runs away while nothing corrects it, in millionths.
    public var driftPerMillion: Int64

    /// What a clock shows when the power comes on.
    public enum BootClock: String, Hashable, Sendable, Codable, CaseIterable {
        /// The right time, from a battery.
        case right
        /// 1970.
        case epoch
        /// The time at which the power went.
        case lastKnown = "last_known"
    }
}

/// How often single calls to the server go wrong, in millionths.
public struct CallFaults: Hashable, Sendable, Codable {
    /// The answer takes up to 19 s.
    public var late = 0
    /// The request never arrives; the panel gives up after 20 s.
    public var lostRequest = 0
    /// The server does what it was asked, and the answer is lost.
    public var lostAnswer = 0
    /// The answer comes twice.
    public var twice = 0
    /// The server fails, of the kinds that pass.
    public var failed = 0
    /// The server refuses for good.
    public var refused = 0
    /// The server asks to be left alone for a while.
    public var limited = 0
    /// A reading of the state before the last change.
    public var oldReading = 0
    /// A reading in another order, with one booking twice.
    public var shuffled = 0

    /// None goes wrong.
    public init() {}

    /// The rates by name, for shrinking.
    static var all: [any WritableKeyPath<CallFaults, Int> & Sendable] {
        [
            \.late, \.lostRequest, \.lostAnswer, \.twice, \.failed, \.refused, \.limited,
            \.oldReading, \.shuffled,
        ]
    }
}
