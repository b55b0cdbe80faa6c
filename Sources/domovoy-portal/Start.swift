import Foundation
import PortalKit

/// What the command line sets, read and checked.
struct Start {
    let switches: PortalSwitches
    let limits: PortalLimits
    let faults: [Fault]

    /// Reads `NAME=VALUE` and JSON.
    ///
    /// - Throws: ``SettingError`` that names the argument and what is allowed.
    init(switches: [String], limits: [String], faults: [String]) throws {
        var set = PortalSwitches()
        for argument in switches {
            let (name, value) = try Self.halves(argument, of: "--switch")
            try set.set(name, to: value)
        }
        self.switches = set
        self.limits = try Self.limits(limits)
        self.faults = try faults.map(Self.fault)
    }

    /// All switches with their values, the default first, one a line.
    static var switchesText: String { PortalSwitches().description }

    private static func halves(_ argument: String, of option: String) throws -> (String, String) {
        let halves = argument.split(separator: "=", maxSplits: 1)
        guard halves.count == 2 else {
            throw SettingError("\(option): \"\(argument)\" is not of the form NAME=VALUE")
        }
        return (String(halves[0]), String(halves[1]))
    }

    private static func limits(_ arguments: [String]) throws -> PortalLimits {
        var limits = PortalLimits()
        for argument in arguments {
            let (name, value) = try halves(argument, of: "--limit")
            guard let number = Double(value) else {
                throw SettingError("--limit: \(name) cannot be \"\(value)\"; allowed: a number")
            }
            try limits.set(name, to: number)
        }
        return limits
    }

    private static func fault(_ text: String) throws -> Fault {
        do {
            return try JSONDecoder().decode(Fault.self, from: Data(text.utf8))
        } catch let error as SettingError {
            throw error
        } catch {
            let kinds = Fault.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingError("--fault: \"\(text)\" is no fault; kinds: \(kinds)")
        }
    }
}
