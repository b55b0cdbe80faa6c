import Foundation
import JSONText
import PortalKit

/// What the vendor's documentation says of a method's parameters, read by a program.
///
/// The descriptions lie beside the project, not in it. Where a page was misread, or says less than it means, the
/// corrections here say what is right; their source is the reference that lies next to the descriptions.
struct MethodDescription {
    /// One parameter, or one field of one.
    struct Field: Hashable {
        var name: String
        /// `string`, `integer`, `array`, `object`, `boolean`, `date`, `datetime`, `any`.
        var base: String
        var isRequired: Bool
        /// The name of the fields inside; nil where they are not described.
        var inside: String?
    }

    private var fields: [Field]
    private var definitions: [String: [Field]] = [:]
    private let method: String

    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data/bitrix24-methods")

    /// Whether the descriptions are there.
    static var areThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

    /// Methods that have no description, and what the panel may send them.
    private static let undescribed: [String: [Field]] = [
        "scope": [], "profile": [], "calendar.resource.list": [],
        "sonet_group.get": [
            Field(name: "ORDER", base: "object", isRequired: false),
            Field(name: "start", base: "integer", isRequired: false),
        ],
    ]

    /// The description of a method; nil if there is none.
    init?(_ method: String) throws {
        self.method = method
        let file = Self.folder.appending(path: "\(method).json")
        guard let bytes = try? Data(contentsOf: file) else {
            guard let known = Self.undescribed[method] else { return nil }
            fields = known
            return
        }
        let document = try JSON(text: bytes)
        fields = Self.fields(document["params"])
        for member in document["defs"]?.members?.all ?? [] {
            definitions[member.name] = Self.fields(member.value["fields"])
        }
        correct()
    }

    private static func fields(_ list: JSON?) -> [Field] {
        (list?.array ?? []).map { field in
            Field(
                name: field["name"]?.string ?? "", base: field["base"]?.string ?? "",
                isRequired: field["required"] == true,
                inside: field["ref"]?.string?.split(separator: "/").last.map(String.init))
        }
    }

    private mutating func correct() {
        // The table of the page has the headings in capitals, its examples the names as they are sent.
        if method.hasPrefix("booking.v1."), method.hasSuffix(".list") {
            fields = ["filter", "order"].map { Field(name: $0, base: "object", isRequired: false) }
            fields.append(Field(name: "start", base: "integer", isRequired: false))
        }
        // One page calls it a text, the other a number.
        for index in fields.indices where fields[index].name == "host" {
            fields[index].base = "any"
        }
    }

    // MARK: - Requests

    /// What is wrong with a request; empty if nothing is.
    func faults(of request: JSON.Members) -> [String] {
        let optional = optional(in: request)
        return faults(of: request, fields, optional, at: method)
    }

    private func faults(
        of members: JSON.Members, _ fields: [Field], _ optional: Set<String>, at path: String
    ) -> [String] {
        var faults: [String] = []
        for field in fields where field.isRequired && !optional.contains(field.name) {
            if members[field.name] == nil { faults.append("\(path): \(field.name) is missing") }
        }
        for member in members.all {
            guard let field = fields.first(where: { $0.name == member.name }) else {
                faults.append("\(path): \(member.name) is unknown")
                continue
            }
            faults += self.faults(of: member.value, field, at: "\(path).\(field.name)")
        }
        return faults
    }

    private func faults(of value: JSON, _ field: Field, at path: String) -> [String] {
        guard Self.fits(value, field.base) else {
            return ["\(path): \(value.written) is no \(field.base)"]
        }
        guard let inside = field.inside.flatMap({ definitions[$0] }) else { return [] }
        let objects = (value.array ?? [value]).compactMap(\.members)
        return objects.flatMap {
            faults(of: $0, inside, ["resourceIdList"], at: path)
        }
    }

    /// What is required only together with something else.
    private func optional(in request: JSON.Members) -> Set<String> {
        var optional = Set<String>()
        if request["auto_detect_section"] ?? "Y" == "Y" { optional.insert("section") }
        if request["is_meeting"] != "Y" { optional.formUnion(["attendees", "host"]) }
        return optional
    }

    private static func fits(_ value: JSON, _ base: String) -> Bool {
        switch (base, value) {
        case ("string", .string), ("integer", .int), ("array", .array), ("object", .object),
            ("boolean", .bool), ("any", _):
            true
        // A query, as commands of a batch are, has texts only.
        case ("integer", .string(let text)): Int(text) != nil
        case ("boolean", .string(let text)): text == "Y" || text == "N"
        case ("date", .string(let text)): text.wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil
        case ("datetime", .string(let text)):
            text.wholeMatch(of: /\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?/) != nil
        default: false
        }
    }
}
