public import Foundation

/// A world in a file, as the shrinker leaves it: JSON with the version of the simulator it belongs to.
public struct WorldFile: Codable, Sendable {
    /// The version this simulator writes and the only one it reads.
    ///
    /// Goes up with every change that lets an older world go another way.
    public static let version = 3
    /// Larger files are refused.
    public static let greatestSize = 16 * 1_024 * 1_024

    /// The version of the simulator that wrote it.
    public var version = WorldFile.version
    /// The invariant that did not hold; nil if all did.
    public var invariant: String?
    /// The world.
    public var world: World

    /// Why a world cannot be read.
    public struct Fault: Error, CustomStringConvertible {
        /// One line for people.
        public var description: String
        /// Whether the file could not be read at all, rather than not be understood.
        public var isMissing: Bool
    }

    private struct Header: Codable { var version: Int }

    /// Takes up a world.
    public init(_ world: World, invariant: String?) {
        self.world = world
        self.invariant = invariant
    }

    /// Reads a file.
    ///
    /// - Throws: ``Fault`` if it is missing, too large, no world, of another version, or out of all bounds.
    public static func read(_ path: String) throws(Fault) -> WorldFile {
        let data = try contents(path)
        guard data.count <= greatestSize else {
            throw Fault(
                description: "\(path): is too large; allowed are \(greatestSize) bytes",
                isMissing: false)
        }
        return try parse(data, path)
    }

    /// What a file or a pipe holds, and no more of it than it takes to know that it is too large.
    private static func contents(_ path: String) throws(Fault) -> Data {
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            var data = Data()
            while data.count <= greatestSize,
                let more = try file.read(upToCount: greatestSize + 1 - data.count), !more.isEmpty
            {
                data += more
            }
            return data
        } catch {
            throw Fault(description: "\(path): cannot be read", isMissing: true)
        }
    }

    static func parse(_ data: Data, _ path: String) throws(Fault) -> WorldFile {
        guard let header = try? JSONDecoder().decode(Header.self, from: data) else {
            throw Fault(description: "\(path): is no world file", isMissing: false)
        }
        guard header.version == version else {
            throw Fault(
                description:
                    "\(path): has version \(header.version); this simulator reads version \(version)",
                isMissing: false)
        }
        let file: WorldFile
        do {
            file = try JSONDecoder().decode(WorldFile.self, from: data)
        } catch {
            let place = Self.place(of: error).map { ", see \($0)" } ?? ""
            throw Fault(
                description: "\(path): is no world of version \(version)\(place)",
                isMissing: false)
        }
        if let fault = WorldCheck(file.world).fault {
            throw Fault(description: "\(path): world.\(fault)", isMissing: false)
        }
        return file
    }

    /// Where in the file a value is missing or of another kind: `world.panels[0].pollSeconds`.
    private static func place(of error: any Error) -> String? {
        guard let error = error as? DecodingError else { return nil }
        let context: DecodingError.Context
        var last: [any CodingKey] = []
        switch error {
        case .keyNotFound(let key, let found): (context, last) = (found, [key])
        case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found):
            context = found
        @unknown default: return nil
        }
        var place = ""
        for key in context.codingPath + last {
            place += key.intValue.map { "[\($0)]" } ?? (place.isEmpty ? "" : ".") + key.stringValue
        }
        return place.isEmpty ? nil : place
    }

    /// The file's content: JSON with sorted keys.
    ///
    /// - Throws: nothing that a world could bring about.
    public func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return try encoder.encode(self)
    }
}
