import Foundation
import JSONText
import Synchronization

/// What the control path does to a portal.
extension PortalEngine {
    /// Everything that can be set, as it is now.
    var controlDocument: JSON {
        let state = state.withLock { $0 }
        var choices = JSON.Members()
        for name in state.switches.document.members?.all.map(\.name) ?? [] {
            choices.append(name, .array(state.switches.allowed(name).map { .string($0) }))
        }
        return [
            "switches": state.switches.document, "choices": .object(choices),
            "limits": Self.encoded(state.limits),
            "faults": .array(state.faults.map { Self.encoded($0) }),
            "portal": [
                "culture": .string(state.culture.rawValue),
                "serverZone": .string(state.serverZone.identifier),
                "renamedTo": .optional(state.renamedTo),
                "clockOffset": .int(Int(state.clockOffset)),
            ],
        ]
    }

    private static func encoded(_ value: some Encodable) -> JSON {
        (try? JSON(text: JSONEncoder().encode(value))) ?? .null
    }

    /// Sets switches, all or none.
    func setSwitches(_ json: JSON) throws -> JSON {
        guard let members = json.members else { throw SettingError("no map of switches") }
        return try state.withLock { state in
            var switches = state.switches
            for member in members.all {
                try switches.set(member.name, to: member.value.looseString ?? member.value.written)
            }
            state.switches = switches
            return switches.document
        }
    }

    /// Sets limits, all or none.
    func setLimits(_ json: JSON) throws -> JSON {
        guard let members = json.members else { throw SettingError("no map of limits") }
        return try state.withLock { state in
            var limits = state.limits
            for member in members.all {
                guard let number = member.value.looseNumber else {
                    throw SettingError("\(member.name.prefix(64)): allowed is a number")
                }
                try limits.set(member.name, to: number)
            }
            state.limits = limits
            return Self.encoded(limits)
        }
    }

    /// Adds a fault.
    func addFault(_ json: JSON) throws -> JSON {
        let fault = try JSONDecoder().decode(Fault.self, from: Data(json.written.utf8))
        return state.withLock { state in
            state.faults.append(fault)
            return .array(state.faults.map { Self.encoded($0) })
        }
    }

    /// Sets the culture, the server's zone, a new name, or a wrong clock.
    func setPortal(_ json: JSON) throws -> JSON {
        try state.withLock { state in
            var changed = state
            for member in json.members?.all ?? [] { try Self.set(member, &changed) }
            state = changed
        }
        return controlDocument["portal"] ?? .null
    }

    private static func set(_ member: JSON.Members.Member, _ state: inout PortalState) throws {
        switch member.name {
        case "culture":
            guard let culture = member.value.string.flatMap(Culture.init(rawValue:)) else {
                throw SettingError("culture: allowed are ru, en, es")
            }
            state.culture = culture
        case "serverZone":
            guard let zone = member.value.string.flatMap(Zone.init(_:)) else {
                throw SettingError("serverZone: not a zone of the IANA database")
            }
            state.serverZone = zone
        case "renamedTo":
            if let name = member.value.string { try PortalSettings.check(name) }
            guard member.value.string != nil || member.value == .null else {
                throw SettingError("renamedTo: HOST, HOST:PORT, or null for none")
            }
            state.renamedTo = member.value.string
        case "clockOffset":
            guard let seconds = member.value.looseInt, abs(seconds) < 1_000_000_000 else {
                throw SettingError("clockOffset: whole seconds, up to 1000000000")
            }
            state.clockOffset = Double(seconds)
        default:
            throw SettingError(
                "\"\(member.name.prefix(64))\" cannot be set; there are: culture, "
                    + "serverZone, renamedTo, clockOffset")
        }
    }
}
