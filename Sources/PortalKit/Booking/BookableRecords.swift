import GRDB
import JSONText

/// A resource of Online booking: a room, a projector, a specialist.
struct ResourceRecord: Codable, Hashable, Sendable, FetchableRecord, MutablePersistableRecord {
    static let databaseTableName = "bookingResource"
    var id: Int?
    var typeId: Int
    var name: String
    var description = ""
    var isMain = true
    /// Messages and counters, under the names in which they are read; as JSON.
    var settings: String

    mutating func didInsert(_ inserted: InsertionSuccess) { id = Int(inserted.rowID) }

    var document: JSON {
        var members = JSON.Members()
        members.append("id", .int(id ?? 0))
        members.append("typeId", .int(typeId))
        members.append("name", .string(name))
        members.append("description", description.isEmpty ? .null : .string(description))
        members.append("isMain", .flag(isMain))
        for member in JSON.stored(settings).members?.all ?? [] {
            members.append(member.name, member.value)
        }
        return .object(members)
    }
}

/// A kind of resource.
struct ResourceTypeRecord: Codable, Hashable, Sendable, FetchableRecord, MutablePersistableRecord {
    static let databaseTableName = "bookingResourceType"
    var id: Int?
    var name: String
    var code: String
    var moduleId = "booking"
    /// See ``ResourceRecord/settings``.
    var settings: String

    mutating func didInsert(_ inserted: InsertionSuccess) { id = Int(inserted.rowID) }

    var document: JSON {
        var members = JSON.Members()
        members.append("id", .int(id ?? 0))
        members.append("code", .string(code))
        members.append("moduleId", .string(moduleId))
        members.append("name", .string(name))
        for member in JSON.stored(settings).members?.all ?? [] {
            members.append(member.name, member.value)
        }
        return .object(members)
    }
}

/// Messages and counters of a resource: written under some names, read under others.
enum MessageSettings {
    private enum Kind { case flag, number, word }

    private static let all: [(written: String, read: String, kind: Kind, value: JSON)] = [
        ("isInfoNotificationOn", "isInfoNotificationOn", .flag, "Y"),
        ("templateTypeInfo", "templateTypeInfo", .word, "inanimate"),
        ("infoDelay", "infoNotificationDelay", .number, .null),
        ("isConfirmationNotificationOn", "isConfirmationNotificationOn", .flag, "Y"),
        ("templateTypeConfirmation", "templateTypeConfirmation", .word, "inanimate"),
        ("confirmationDelay", "confirmationNotificationDelay", .number, 86_400),
        ("confirmationRepetitions", "confirmationNotificationRepetitions", .number, .null),
        (
            "confirmationRepetitionsInterval", "confirmationNotificationRepetitionsInterval",
            .number, .null
        ),
        ("confirmationCounterDelay", "confirmationCounterDelay", .number, 7_200),
        ("isReminderNotificationOn", "isReminderNotificationOn", .flag, "Y"),
        ("templateTypeReminder", "templateTypeReminder", .word, "base"),
        ("reminderDelay", "reminderNotificationDelay", .number, -1),
        ("isDelayedNotificationOn", "isDelayedNotificationOn", .flag, "Y"),
        ("templateTypeDelayed", "templateTypeDelayed", .word, "inanimate"),
        ("delayedDelay", "delayedNotificationDelay", .number, 300),
        ("delayedCounterDelay", "delayedCounterDelay", .number, 7_200),
        ("isFeedbackNotificationOn", "isFeedbackNotificationOn", .flag, "Y"),
        ("templateTypeFeedback", "templateTypeFeedback", .word, "inanimate"),
    ]

    /// Settings for a new resource.
    static var defaults: JSON {
        var members = JSON.Members()
        for setting in all { members.append(setting.read, setting.value) }
        return .object(members)
    }

    /// Takes over what `fields` bear.
    static func merged(_ stored: JSON, _ fields: JSON.Members) throws(RESTError) -> JSON {
        var members = stored.members ?? JSON.Members()
        for setting in all {
            guard let value = fields[setting.written] else { continue }
            members[setting.read] = try checked(value, setting.kind)
        }
        return .object(members)
    }

    private static func checked(_ value: JSON, _ kind: Kind) throws(RESTError) -> JSON {
        switch kind {
        case .flag where value == "Y" || value == "N": return value
        case .number:
            guard let number = value.looseInt else { throw .badValue }
            return .int(number)
        case .word where value.string != nil: return value
        default: throw .badValue
        }
    }
}
