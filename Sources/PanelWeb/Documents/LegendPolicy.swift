public import RoomCore

/// The rules' figures in force that people at the door should know: `policy` of the legend.
public struct LegendPolicy: Hashable, Sendable, Codable {
    /// `check_in_window`: how long before the start a press checks in.
    public var checkInWindowSeconds: Int
    /// `late_after`: from when on an untaken booking is late.
    public var lateAfterSeconds: Int
    /// `no_show_after`: when an untaken booking becomes a no-show.
    public var noShowAfterSeconds: Int
    /// `on_no_show`: what follows.
    public var onNoShow: Policy.OnNoShow
    /// `shadow`: whether nothing follows, since the panel only watches.
    public var shadow: Bool
    /// `vacant_after`: vacancy inside a taken booking after which anyone may take the room, with `soft`.
    public var vacantAfterSeconds: Int
    /// `never_judge_from`: bookings of this length and longer are never judged.
    public var neverJudgeFromSeconds: Int
    /// `starting_soon`: how long before a booking the free lamp blinks.
    public var startingSoonSeconds: Int
    /// `stale_after`: how old the schedule may be.
    public var staleAfterSeconds: Int
    /// `ad_hoc_length`: length of a booking made with the button.
    public var adHocLengthSeconds: Int
    /// `ad_hoc_step`: by how much a press extends.
    public var adHocStepSeconds: Int
    /// `ad_hoc_max`: greatest length of a booking made with the button.
    public var adHocMaxSeconds: Int
    /// `ad_hoc_min`: under this much free time a press is refused.
    public var adHocMinSeconds: Int
    /// `undo_window`: how long a press can be taken back.
    public var undoWindowSeconds: Int
    /// `long_press`: how long the button is held for a long press.
    public var longPressMilliseconds: Int
    /// `extend_server_bookings`: whether a press may extend somebody's booking.
    public var extendServerBookings: Bool
    /// `end_server_bookings`: whether a long press may end somebody's booking.
    public var endServerBookings: Bool

    private enum CodingKeys: String, CodingKey {
        case checkInWindowSeconds = "check_in_window_seconds"
        case lateAfterSeconds = "late_after_seconds"
        case noShowAfterSeconds = "no_show_after_seconds"
        case onNoShow = "on_no_show"
        case shadow
        case vacantAfterSeconds = "vacant_after_seconds"
        case neverJudgeFromSeconds = "never_judge_from_seconds"
        case startingSoonSeconds = "starting_soon_seconds"
        case staleAfterSeconds = "stale_after_seconds"
        case adHocLengthSeconds = "ad_hoc_length_seconds"
        case adHocStepSeconds = "ad_hoc_step_seconds"
        case adHocMaxSeconds = "ad_hoc_max_seconds"
        case adHocMinSeconds = "ad_hoc_min_seconds"
        case undoWindowSeconds = "undo_window_seconds"
        case longPressMilliseconds = "long_press_milliseconds"
        case extendServerBookings = "extend_server_bookings"
        case endServerBookings = "end_server_bookings"
    }
}

extension LegendPolicy {
    /// Puts a policy into the words of the contract.
    public init(_ policy: Policy) {
        self.init(
            checkInWindowSeconds: policy.checkInWindow.wholeSeconds,
            lateAfterSeconds: policy.lateAfter.wholeSeconds,
            noShowAfterSeconds: policy.noShowAfter.wholeSeconds, onNoShow: policy.onNoShow,
            shadow: policy.isShadow, vacantAfterSeconds: policy.vacantAfter.wholeSeconds,
            neverJudgeFromSeconds: policy.neverJudgeFrom.wholeSeconds,
            startingSoonSeconds: policy.startingSoon.wholeSeconds,
            staleAfterSeconds: policy.staleAfter.wholeSeconds,
            adHocLengthSeconds: policy.adHocLength.wholeSeconds,
            adHocStepSeconds: policy.adHocStep.wholeSeconds,
            adHocMaxSeconds: policy.adHocMax.wholeSeconds,
            adHocMinSeconds: policy.adHocMin.wholeSeconds,
            undoWindowSeconds: policy.undoWindow.wholeSeconds,
            longPressMilliseconds: policy.longPress.wholeMilliseconds,
            extendServerBookings: policy.extendServerBookings,
            endServerBookings: policy.endServerBookings)
    }
}

extension Duration {
    fileprivate var wholeSeconds: Int { Int(components.seconds) }
    /// To the nearest one.
    var wholeMilliseconds: Int { Int((self / .milliseconds(1)).rounded()) }
}
