public import RoomCore

/// The settings of the rules that a world varies; durations in seconds.
public struct PolicyFigures: Hashable, Sendable, Codable {
    /// `check_in_window`.
    public var checkInWindow: Int64 = 600
    /// `check_in_within`.
    public var checkInWithin: Int64 = 600
    /// `late_after`.
    public var lateAfter: Int64 = 300
    /// `no_show_after`.
    public var noShowAfter: Int64 = 600
    /// `on_no_show`.
    public var onNoShow: Policy.OnNoShow = .soft
    /// `vacant_after`.
    public var vacantAfter: Int64 = 900
    /// `never_judge_from`.
    public var neverJudgeFrom: Int64 = 14_400
    /// `stale_after`.
    public var staleAfter: Int64 = 900
    /// `ad_hoc_length`.
    public var adHocLength: Int64 = 1_800
    /// `ad_hoc_max`.
    public var adHocMax: Int64 = 7_200
    /// `ad_hoc_min`.
    public var adHocMin: Int64 = 600
    /// `default_confirmation`.
    public var defaultConfirmation: Booking.Confirmation = .unconfirmed
    /// `extend_server_bookings`.
    public var extendsServerBookings = true
    /// `end_server_bookings`.
    public var endsServerBookings = true
    /// `write_back`.
    public var writesBack = true
    /// `palette`.
    public var palette: LampPalette = .standard
    /// `combined`.
    public var isCombined = false

    /// The defaults.
    public init() {}

    var policy: Policy {
        var policy = Policy()
        policy.checkInWindow = .seconds(checkInWindow)
        policy.checkInWithin = .seconds(checkInWithin)
        policy.lateAfter = .seconds(lateAfter)
        policy.noShowAfter = .seconds(noShowAfter)
        policy.onNoShow = onNoShow
        policy.vacantAfter = .seconds(vacantAfter)
        policy.neverJudgeFrom = .seconds(neverJudgeFrom)
        policy.staleAfter = .seconds(staleAfter)
        policy.adHocLength = .seconds(adHocLength)
        policy.adHocMax = .seconds(adHocMax)
        policy.adHocMin = .seconds(adHocMin)
        policy.defaultConfirmation = defaultConfirmation
        policy.extendServerBookings = extendsServerBookings
        policy.endServerBookings = endsServerBookings
        policy.writesBack = writesBack
        policy.palette = palette
        policy.isCombined = isCombined
        return policy
    }
}
