/// The rules' figures; `policy` and parts of `lamps` and `clock` in the configuration.
///
/// Each setting has the name it has in the configuration. A setting is a plain value here; ranges are checked where
/// the configuration is read, and listed with each setting.
public struct Policy: Hashable, Sendable {
    /// What follows on a no-show.
    public enum OnNoShow: String, Hashable, Sendable, Codable, CaseIterable {
        /// The room becomes claimable; the booking stays until somebody really takes the room.
        case soft
        /// The booking is cut short on the server at once.
        case end
        /// It is only recorded.
        case mark
    }

    /// `check_in_window`: how long before the start a press checks in; 0 s - 60 min.
    public var checkInWindow: Duration = .seconds(600)
    /// `check_in_within`: two separate active edges not further apart than this check in; 1 - 60 min.
    public var checkInWithin: Duration = .seconds(600)
    /// `late_after`: from when on an untaken booking is late; 0 s - 60 min, less than `no_show_after`.
    public var lateAfter: Duration = .seconds(300)
    /// `no_show_after`: when an untaken booking becomes a no-show; 5 - 60 min.
    public var noShowAfter: Duration = .seconds(600)
    /// `on_no_show`: what follows.
    public var onNoShow: OnNoShow = .soft
    /// `vacant_after`: vacancy inside a taken booking that makes the room claimable; 5 min - 4 h.
    public var vacantAfter: Duration = .seconds(900)
    /// `never_judge_from`: bookings of this length and longer are never judged; 30 min - 24 h.
    public var neverJudgeFrom: Duration = .seconds(14_400)
    /// `quiet_tag`: a booking with this in its title is never judged; empty switches it off.
    public var quietTag: String = "#quiet"
    /// `default_confirmation`: what holds where the server says nothing.
    public var defaultConfirmation: Booking.Confirmation = .unconfirmed
    /// `starting_soon`: how long before a booking the free lamp blinks; 0 s - 60 min.
    public var startingSoon: Duration = .seconds(600)
    /// `stale_after`: how long the server may be unheard; 1 min - 24 h.
    public var staleAfter: Duration = .seconds(900)
    /// `ad_hoc_length`: length of a booking made with the button; 5 min - 4 h.
    public var adHocLength: Duration = .seconds(1_800)
    /// `ad_hoc_step`: by how much a press extends; 5 min - 4 h.
    public var adHocStep: Duration = .seconds(900)
    /// `ad_hoc_max`: greatest length of an ad hoc booking; 5 min - 12 h.
    public var adHocMax: Duration = .seconds(7_200)
    /// `ad_hoc_min`: under this much free time a press is refused; 1 min - 4 h.
    public var adHocMin: Duration = .seconds(600)
    /// `undo_window`: how long a long press takes back; 3 - 60 s.
    public var undoWindow: Duration = .seconds(10)
    /// `long_press`: how long the button is held for a long press; 500 ms - 5 s.
    public var longPress: Duration = .milliseconds(1_500)
    /// `stuck_press`: a button held longer is faulty; 10 s - 5 min.
    public var stuckPress: Duration = .seconds(30)
    /// `extend_server_bookings`: whether a press may extend somebody's booking.
    public var extendServerBookings = true
    /// `end_server_bookings`: whether a long press may end somebody's booking.
    public var endServerBookings = true
    /// `shadow`: whether the rules judge only, and nothing that a rule decides is done.
    public var isShadow = false
    /// `palette`, under `gpio.lamps`: which colours are lit.
    public var palette: LampPalette = .standard
    /// `combined`, under `gpio.lamps`: whether one RGB lamp shows both.
    public var isCombined = false
    /// `write_back`, under `server`: whether the state of bookings is written back.
    public var writesBack = true

    /// The defaults.
    public init() {}

    /// How near in time another booking is a neighbour, whose people may be the ones that are seen: as near as the
    /// check-in window is long, at least a minute.
    var neighbourhood: Duration { max(checkInWindow, .seconds(60)) }
}

/// Which colours the lamps light.
public enum LampPalette: String, Hashable, Sendable, Codable, CaseIterable {
    /// Red, green, blue and orange as in docs/lamps.md.
    case standard
    /// Blue for green and orange for red, told apart by everybody.
    case blueOrange = "blue_orange"
}
