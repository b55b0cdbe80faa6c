import Foundation
import JSONText
import PortalKit

/// A method's result as the vendor's documentation shows it.
///
/// The descriptions lie beside the project, not in it.
struct MethodSample {
    /// The result of the example.
    let result: JSON
    /// Further names of the objects inside that its page describes.
    let known: Set<String>

    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data/bitrix24-methods")

    /// Whether the descriptions are there.
    static var areThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

    /// The whole description of a method; nil if there is none.
    static func description(of method: String) throws -> JSON? {
        guard let bytes = try? Data(contentsOf: folder.appending(path: "\(method).json")) else {
            return nil
        }
        return try JSON(text: bytes)
    }

    /// The sample of a method; nil if it has no description or that no example.
    init?(_ method: String) throws {
        guard let document = try Self.description(of: method),
            let result = document["resultExample"]?["result"]
        else { return nil }
        self.result = result
        known = Set(document["entityFields"]?.array?.compactMap(\.string) ?? [])
    }

    /// How an answer differs from the sample; empty if only the values do.
    ///
    /// - Parameters:
    ///   - extra: names that an answer may have besides.
    ///   - absent: names of the sample that an answer may lack.
    func differences(
        of answer: JSON, extra: Set<String> = [], absent: Set<String> = []
    ) -> [String] {
        Comparison(extra: extra.union(known), absent: absent.union(known))
            .differences(answer, result, "result")
    }
}

/// Compares the shapes of two values.
private struct Comparison {
    let extra: Set<String>
    let absent: Set<String>

    func differences(_ answer: JSON, _ sample: JSON, _ path: String) -> [String] {
        switch (answer, sample) {
        case (.object(let found), .object(let wanted)): objects(found, wanted, path)
        case (.array(let found), .array(let wanted)):
            wanted.first.map { first in
                found.flatMap { differences($0, first, path + "[]") }
            } ?? []
        // PHP writes an empty map as an empty list, the calendar none as an empty text or false.
        case (.array([]), .object), (.object, .array([])), (.string(""), .object),
            (.bool(false), .array):
            []
        case (.null, _), (_, .null), (.string, .string), (.bool, .bool), (.int, .int),
            (.double, .double):
            []
        default: ["\(path): \(answer.written) instead of \(sample.written)"]
        }
    }

    private func objects(
        _ answer: JSON.Members, _ sample: JSON.Members, _ path: String
    ) -> [String] {
        var found: [String] = []
        for member in answer.all {
            if let wanted = sample[member.name] {
                found += differences(member.value, wanted, "\(path).\(member.name)")
            } else if !extra.contains(member.name) {
                found.append("\(path).\(member.name) is not in the sample")
            }
        }
        for member in sample.all
        where answer[member.name] == nil && !absent.contains(member.name) {
            found.append("\(path).\(member.name) is missing")
        }
        return found
    }
}
