import Foundation
import JSONText

/// A name or value that a portal does not know, and what it does.
public struct SettingError: Error, Hashable, CustomStringConvertible {
    /// What was tried, why not, and what is allowed.
    public let description: String

    /// Makes an error of its sentence.
    public init(_ description: String) {
        self.description = description
    }
}

extension PortalSwitches: CustomStringConvertible {
    /// Names and values of all switches, as the control path shows them.
    var document: JSON {
        var members = JSON.Members()
        for child in Mirror(reflecting: self).children {
            guard let name = child.label, let value = child.value as? any RawRepresentable,
                let word = value.rawValue as? String
            else { continue }
            members.append(name, .string(word))
        }
        return .object(members)
    }

    /// Sets one switch by its name.
    ///
    /// - Throws: ``SettingError`` that names what is allowed.
    public mutating func set(_ name: String, to value: String) throws(SettingError) {
        let names = document.members?.all.map(\.name) ?? []
        guard names.contains(name) else {
            throw SettingError(
                "no switch is called \"\(name)\"; there are: "
                    + names.joined(separator: ", "))
        }
        var changed = document.members ?? JSON.Members()
        changed[name] = .string(value)
        do {
            self = try JSONDecoder().decode(
                Self.self, from: Data(JSON.object(changed).written.utf8))
        } catch {
            throw SettingError(
                "\(name) cannot be \"\(value)\"; allowed: "
                    + allowed(name).joined(separator: ", "))
        }
    }

    /// All switches with their values, the default first, one a line.
    public var description: String {
        (document.members?.all ?? []).map { member in
            "\(member.name): \(allowed(member.name).joined(separator: ", "))\n"
        }.joined()
    }

    /// The words that a switch can be set to, its default first.
    func allowed(_ name: String) -> [String] {
        let child = Mirror(reflecting: self).children.first { $0.label == name }
        guard let value = child?.value else { return [] }
        return Self.words(of: value)
    }

    private static func words(of value: Any) -> [String] {
        func all(_ type: any CaseIterable.Type) -> [String] {
            func list<Cases: CaseIterable>(_ type: Cases.Type) -> [String] {
                type.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
            }
            return list(type)
        }
        guard let type = Swift.type(of: value) as? any CaseIterable.Type else { return [] }
        return all(type)
    }
}
