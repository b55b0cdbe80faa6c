import RoomCore

/// Reads the `policy` part; ranges as documented at ``RoomCore/Policy``.
extension ConfigurationReader {
    static func readPolicy(_ section: ConfigurationSection) -> Policy {
        var section = section
        var policy = Policy()
        readArrival(&policy, &section)
        readAdHoc(&policy, &section)
        readButton(&policy, &section)
        policy.staleAfter = section.duration(
            "stale_after", default: policy.staleAfter, in: minutes(1, 1_440))
        policy.isShadow = section.flag("shadow", default: policy.isShadow)
        policy.startingSoon = section.duration(
            "starting_soon", default: policy.startingSoon, in: minutes(0, 60))
        section.finish()
        checkTogether(policy, section)
        return policy
    }

    private static func readArrival(_ policy: inout Policy, _ section: inout ConfigurationSection) {
        policy.checkInWindow = section.duration(
            "check_in_window", default: policy.checkInWindow, in: minutes(0, 60))
        policy.checkInWithin = section.duration(
            "check_in_within", default: policy.checkInWithin, in: minutes(1, 60))
        policy.lateAfter = section.duration(
            "late_after", default: policy.lateAfter, in: minutes(0, 60))
        policy.noShowAfter = section.duration(
            "no_show_after", default: policy.noShowAfter, in: minutes(5, 60))
        policy.onNoShow = section.choice("on_no_show", default: policy.onNoShow)
        policy.vacantAfter = section.duration(
            "vacant_after", default: policy.vacantAfter, in: minutes(5, 240))
        policy.neverJudgeFrom = section.duration(
            "never_judge_from", default: policy.neverJudgeFrom, in: minutes(30, 1_440))
        policy.quietTag = section.text(
            "quiet_tag", default: policy.quietTag, allowed: "at most 32 characters, or empty"
        ) { $0.count <= 32 }
        policy.defaultConfirmation = section.choice(
            "default_confirmation", default: policy.defaultConfirmation)
    }

    private static func readAdHoc(_ policy: inout Policy, _ section: inout ConfigurationSection) {
        policy.adHocLength = section.duration(
            "ad_hoc_length", default: policy.adHocLength, in: minutes(5, 240))
        policy.adHocStep = section.duration(
            "ad_hoc_step", default: policy.adHocStep, in: minutes(5, 240))
        policy.adHocMax = section.duration(
            "ad_hoc_max", default: policy.adHocMax, in: minutes(5, 720))
        policy.adHocMin = section.duration(
            "ad_hoc_min", default: policy.adHocMin, in: minutes(1, 240))
        policy.extendServerBookings = section.flag(
            "extend_server_bookings", default: policy.extendServerBookings)
        policy.endServerBookings = section.flag(
            "end_server_bookings", default: policy.endServerBookings)
    }

    private static func readButton(_ policy: inout Policy, _ section: inout ConfigurationSection) {
        policy.undoWindow = section.duration(
            "undo_window", default: policy.undoWindow, in: .seconds(3) ... .seconds(60))
        policy.longPress = section.duration(
            "long_press", default: policy.longPress, in: .milliseconds(500) ... .seconds(5))
        policy.stuckPress = section.duration(
            "stuck_press", default: policy.stuckPress, in: .seconds(10) ... .seconds(300))
    }

    private static func checkTogether(_ policy: Policy, _ section: ConfigurationSection) {
        if policy.lateAfter >= policy.noShowAfter {
            section.report("late_after", "must be less than no_show_after")
        }
        if policy.adHocMin > policy.adHocLength {
            section.report("ad_hoc_min", "must not be more than ad_hoc_length")
        }
        if policy.adHocLength > policy.adHocMax {
            section.report("ad_hoc_length", "must not be more than ad_hoc_max")
        }
    }

    private static func minutes(_ lowest: Int, _ highest: Int) -> ClosedRange<Duration> {
        .seconds(lowest * 60) ... .seconds(highest * 60)
    }
}
