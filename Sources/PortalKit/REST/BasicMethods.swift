import CivilCalendar
import JSONText

/// Methods that need no scope: what a client asks to find out where it is.
enum BasicMethods {
    static let all: [RESTMethod] = [
        RESTMethod("scope", [], ["full"]) { call in
            let scopes = (call.caller.scopes ?? []).sorted()
            return Outcome(.array(scopes.map { .string($0) }))
        },
        RESTMethod("method.get", [], ["name"], availability),
        RESTMethod("methods", [], []) { call in
            let names = Registry.rest.names.filter { name in
                if call.switches.bookingTool == .missing, name.hasPrefix("booking.") {
                    return false
                }
                return Registry.rest[name].map { call.caller.may($0) } ?? false
            }
            return Outcome(.array(names.sorted().map { .string($0) }))
        },
        RESTMethod("server.time", [], []) { call in
            Outcome(.string(ISOTime.text(call.now, call.portal.serverZone)))
        },
        RESTMethod("profile", [], [], profile),
        RESTMethod("feature.get", [], ["CODE"], feature),
        RESTMethod("app.info", [], []) { _ in throw RESTError.wrongAuthType },
        RESTMethod("event.bind", [], []) { _ in throw RESTError.wrongAuthType },
        RESTMethod("event.unbind", [], []) { _ in throw RESTError.wrongAuthType },
        RESTMethod("event.get", [], []) { _ in throw RESTError.wrongAuthType },
        RESTMethod("event.offline.get", [], []) { _ in throw RESTError.wrongAuthType },
        RESTMethod("event.offline.list", [], []) { _ in throw RESTError.wrongAuthType },
    ]

    private static func availability(_ call: Call) throws -> Outcome {
        guard let name = call.arguments["name"]?.string else {
            throw RESTError.system(400, "ERROR_ARGUMENT", "Argument 'name' is null or empty")
        }
        // Without the module its methods are not there at all.
        let isMissing = call.switches.bookingTool == .missing && name.hasPrefix("booking.")
        let method = isMissing ? nil : Registry.rest[name]
        let isBatch = name == "batch"
        return Outcome([
            "isExisting": .bool(method != nil || isBatch),
            "isAvailable": .bool(method.map { call.caller.may($0) } ?? isBatch),
        ])
    }

    private static func profile(_ call: Call) -> Outcome {
        let user = call.caller.user
        return Outcome([
            "ID": .digits(user.id), "ADMIN": .bool(user.isAdmin), "NAME": .string(user.firstName),
            "LAST_NAME": .string(user.lastName), "PERSONAL_GENDER": "",
            "TIME_ZONE": .string(user.timeZone),
        ])
    }

    private static func feature(_ call: Call) throws -> Outcome {
        guard call.arguments["CODE"]?.string != nil else {
            throw RESTError.system(400, "ERROR_ARGUMENT", "Argument 'CODE' is null or empty")
        }
        return Outcome(["value": "N"])
    }
}

/// Instants as ISO 8601 with the offset of a zone.
enum ISOTime {
    static func text(_ unixSeconds: Int, _ zone: Zone) -> String {
        let offset = zone.offset(at: unixSeconds)
        let local = zone.local(at: unixSeconds)
        let minutes = abs(offset) / 60
        let sign = offset < 0 ? "-" : "+"
        return
            "\(local.dateText)T\(local.clockText)\(sign)\((minutes / 60).padded(2)):\((minutes % 60).padded(2))"
    }
}
