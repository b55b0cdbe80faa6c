/// How somebody took up a booking.
public enum CheckInSource: String, Hashable, Sendable, Codable {
    /// A press of the button inside the check-in window.
    case press
    /// Sensor activity after the start.
    case activity
    /// Presence that ran through from the booking before, with nobody seen to leave.
    case carriedOver = "carried_over"
    /// The booking was made with the button, by somebody at the door.
    case adHoc = "ad_hoc"
}

/// The recorded judgement on one booking, with its evidence; append-only.
///
/// A booking has at most one standing verdict of each ``Kind/Phase``: one on the arrival, one on the leaving. A
/// correction is a new verdict that names the one it ``replaces``.
public struct Verdict: Hashable, Sendable, Codable {
    /// What was found.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// Taken up before `late_after`.
        case onTime = "on_time"
        /// Taken up later; ``Verdict/seconds`` tells how late, from the start or from when the panel learned of it.
        case late
        /// People stayed on from the booking before, and nobody was seen to leave: nobody can tell whose people they are.
        case carriedOver = "carried_over"
        /// Nobody came, and the panel could really see.
        case noShow = "no_show"
        /// Nobody was seen, but the panel could not see enough; ``Verdict/reason`` tells why.
        case unverifiable
        /// Used to its end.
        case used
        /// Left or ended early; ``Verdict/seconds`` tells how much was not used, before that as well.
        case endedEarly = "ended_early"
        /// Its people stayed on into the next booking; ``Verdict/seconds`` tells how long.
        case overran

        /// Which question a verdict answers.
        public enum Phase: String, Hashable, Sendable, Codable {
            /// Did they come?
            case arrival
            /// How did they leave?
            case leaving
        }

        /// Which question it answers.
        public var phase: Phase {
            switch self {
            case .onTime, .late, .carriedOver, .noShow, .unverifiable: .arrival
            case .used, .endedEarly, .overran: .leaving
            }
        }
    }

    /// Why a no-show could not be told.
    public enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
        /// The wall clock was not trusted all the time from the start on.
        case clockUntrusted = "clock_untrusted"
        /// The panel learned of the booking when most of the time was over in which its people had to come.
        case toldLate = "told_late"
        /// The server had not been heard within `stale_after`.
        case serverUnheard = "server_unheard"
        /// Healthy sensors covered less than 90 % of the window.
        case sensorsBlind = "sensors_blind"
        /// Edges were lost inside the window.
        case edgesLost = "edges_lost"
        /// Another booking held the room at the same time.
        case overlapped
        /// The sensors have missed people for longer than `no_show_after` in the last 30 days, as presses prove.
        case sensorsMissPeople = "sensors_miss_people"
    }

    /// What the panel knew when it judged.
    public struct Evidence: Hashable, Sendable, Codable {
        /// When presence was first seen from the opening of the check-in window on; nil if never.
        public var firstPresence: WallTime?
        /// Active edges of healthy sensors counted from the start of the booking on.
        public var activeEdges: Int
        /// How the booking was taken up; nil if it was not.
        public var checkIn: CheckInSource?
        /// Seconds of the judged stretch that a healthy sensor covered.
        public var observedSeconds: Int
        /// Seconds of the judged stretch.
        public var dueSeconds: Int
        /// Health of each sensor at the judgement, by name.
        public var sensors: [String: SensorHealth]
        /// Age of the last successful sync in seconds; nil if there was none, or no server.
        public var syncAgeSeconds: Int?
        /// Whether the wall clock was trusted.
        public var isClockTrusted: Bool
        /// When the booking's people arrived; nil if nobody took it up, and in verdicts of versions that did not note it.
        public var arrivedAt: WallTime?
        /// When it was ended by hand or claimed by somebody; nil if it was not by then.
        public var endedAt: WallTime?
        /// Why ``Verdict/seconds`` of `late` are the most it may have been: the panel was blind before the first sign of
        /// people; nil if it was not.
        public var atMostBecause: Reason?
        /// Seconds of the booking that were seen not to be used; nil for an arrival, and in verdicts of earlier versions.
        public var unusedSeconds: Int?
        /// Those of them that reach to its end: how early it was left or ended.
        public var unusedAtEndSeconds: Int?

        /// Makes the evidence.
        public init(
            firstPresence: WallTime?, activeEdges: Int, checkIn: CheckInSource?,
            observedSeconds: Int, dueSeconds: Int, sensors: [String: SensorHealth],
            syncAgeSeconds: Int?, isClockTrusted: Bool, arrivedAt: WallTime? = nil,
            endedAt: WallTime? = nil, atMostBecause: Reason? = nil, unusedSeconds: Int? = nil,
            unusedAtEndSeconds: Int? = nil
        ) {
            self.firstPresence = firstPresence
            self.activeEdges = activeEdges
            self.checkIn = checkIn
            self.observedSeconds = observedSeconds
            self.dueSeconds = dueSeconds
            self.sensors = sensors
            self.syncAgeSeconds = syncAgeSeconds
            self.isClockTrusted = isClockTrusted
            self.arrivedAt = arrivedAt
            self.endedAt = endedAt
            self.atMostBecause = atMostBecause
            self.unusedSeconds = unusedSeconds
            self.unusedAtEndSeconds = unusedAtEndSeconds
        }
    }

    /// Its number: 1, 2, 3 ...
    ///
    /// in the order given, across restarts.
    public var number: Int64
    /// The booking judged.
    public var booking: BookingID
    /// When the booking was to run, as known at the judgement.
    public var span: Span
    /// When it was given.
    public var givenAt: WallTime
    /// What was found.
    public var kind: Kind
    /// Late by, unused, or overrun, by kind; nil for the others.
    ///
    /// Never negative.
    public var seconds: Int?
    /// Why nothing could be told; only for `unverifiable`, of absent people or of late ones.
    public var reason: Reason?
    /// The number of the verdict this one corrects; nil if it is the first of its phase.
    public var replaces: Int64?
    /// What the panel knew.
    public var evidence: Evidence
    /// Whether the panel only watched (``Policy/isShadow``), so that nothing followed from it.
    public var isShadow: Bool

    /// Makes a verdict.
    public init(
        number: Int64, booking: BookingID, span: Span, givenAt: WallTime, kind: Kind,
        seconds: Int? = nil, reason: Reason? = nil, replaces: Int64? = nil, evidence: Evidence,
        isShadow: Bool = false
    ) {
        self.number = number
        self.booking = booking
        self.span = span
        self.givenAt = givenAt
        self.kind = kind
        self.seconds = seconds
        self.reason = reason
        self.replaces = replaces
        self.evidence = evidence
        self.isShadow = isShadow
    }
}
