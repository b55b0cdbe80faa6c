import JSONText

/// Reads everything of an event but its times and calendar from what was sent.
struct EventFields {
    private let call: Call
    private let isNew: Bool
    private var arguments: Arguments { call.arguments }

    init(_ call: Call, isNew: Bool) {
        self.call = call
        self.isNew = isNew
    }

    /// Whether fields that are not sent become empty.
    private var clears: Bool { !isNew && call.switches.partialUpdate != .keeps }

    /// Sets what was sent; the rest becomes empty, or stays if the portal does so.
    func set(_ event: inout EventRecord) throws {
        try setTexts(&event)
        try setChoices(&event)
        try setRule(&event)
        try setGuests(&event)
        try setCRM(&event)
    }

    private func setTexts(_ event: inout EventRecord) throws {
        event.description = try text("description") ?? event.description
        event.location = try text("location") ?? event.location
        event.color = try text("color") ?? event.color
        event.textColor = try text("text_color") ?? event.textColor
        if let name = try arguments.text("name"), !name.isEmpty { event.name = name }
        if let remind = arguments["remind"] {
            guard case .array = remind else { throw RESTError.invalid("remind") }
            event.remind = remind.written
        }
    }

    private func text(_ name: String) throws -> String? {
        try arguments.text(name) ?? (clears ? "" : nil)
    }

    private func setChoices(_ event: inout EventRecord) throws {
        event.accessibility =
            try arguments.choice("accessibility", of: ["busy", "quest", "free", "absent"])
            ?? (clears ? "busy" : event.accessibility)
        event.importance =
            try arguments.choice("importance", of: ["high", "normal", "low"]) ?? event.importance
        event.isPrivate =
            try arguments.flag("private_event") ?? (clears ? false : event.isPrivate)
    }

    private func setRule(_ event: inout EventRecord) throws {
        guard let value = arguments["rrule"] else {
            if !isNew, call.switches.partialUpdate == .clearsRules { event.rule = nil }
            return
        }
        event.rule = try RecurrenceRule(value, dates: call.portal.dates)
    }

    /// `is_meeting` `Y` without `attendees` leaves nobody but the host.
    private func setGuests(_ event: inout EventRecord) throws {
        guard let isMeeting = try arguments.flag("is_meeting") else { return }
        event.isMeeting = isMeeting
        event.status = isMeeting ? "H" : ""
        event.attendees = isMeeting ? try arguments.ints("attendees") ?? [] : []
        guard let meeting = arguments["meeting"] else { return }
        guard case .object = meeting else {
            if meeting == .array([]) { return }
            throw RESTError.invalid("meeting")
        }
        event.meeting = meeting.written
    }

    private func setCRM(_ event: inout EventRecord) throws {
        guard let value = arguments["crm_fields"] else { return }
        guard case .array(let list) = value else {
            throw RESTError.calendar(
                "The event's CRM links must be an array",
                ru: "Связи события с CRM должны быть массивом")
        }
        event.crm = list.compactMap(\.looseString)
    }
}
