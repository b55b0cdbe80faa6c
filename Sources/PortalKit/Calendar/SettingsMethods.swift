import GRDB
import JSONText

extension CalendarMethods {
    /// `calendar.settings.get` and `calendar.user.settings.*`.
    static let settings: [RESTMethod] = [
        RESTMethod("calendar.settings.get", ["calendar"], []) { _ in
            Outcome([
                "work_time_start": "9", "work_time_end": "19", "year_holidays": "1.01,7.01,23.02",
                "week_holidays": ["SA", "SU"], "week_start": "MO",
                "path_to_type_location": "", "rm_iblock_type": "", "rm_iblock_id": "",
            ])
        },
        RESTMethod("calendar.user.settings.get", ["calendar"], [], userSettings),
        RESTMethod("calendar.user.settings.set", ["calendar"], ["settings"], setUserSettings),
    ]

    private static func userSettings(_ call: Call) throws -> Outcome {
        let zone = call.callerZone
        let section = try call.sections("user", call.caller.id).first?.id ?? 0
        return Outcome([
            "view": "month", "meetSection": .digits(section), "showDeclined": false,
            "denyBusyInvitation": .bool(call.caller.user.denyBusyInvitation),
            "timezoneName": .string(zone.identifier),
            "timezoneOffsetUTC": .int(zone.offset(at: call.now)),
            "work_time_start": "9.00", "work_time_end": "19.00",
        ])
    }

    private static func setUserSettings(_ call: Call) throws -> Outcome {
        guard let settings = call.arguments["settings"]?.members else {
            throw RESTError.missing("settings", of: call.arguments.method)
        }
        var user = call.caller.user
        if let name = settings["timezoneName"] {
            guard let text = name.string, let zone = Zone(text) else {
                throw RESTError.invalid("timezoneName")
            }
            user.timeZone = zone.identifier
        }
        if let deny = settings["denyBusyInvitation"] {
            user.denyBusyInvitation = deny == true || deny == "Y"
        }
        try user.update(call.db)
        return Outcome(true)
    }
}
