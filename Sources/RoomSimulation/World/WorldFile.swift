import Foundation

/// A world in a file, as the shrinker leaves it: JSON with the version of the simulator it belongs to.
public struct WorldFile: Codable, Sendable {
    /// The version this simulator writes and the only one it reads.
    ///
    /// Goes up with every change that lets an older world go another way.
    public static let version = 2
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
    /// - Throws: ``Fault`` if it is missing, too large, no world, or of another version.
    public static func read(_ path: String) throws(Fault) -> WorldFile {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Fault(description: "\(path): cannot be read", isMissing: true)
        }
        guard data.count <= greatestSize else {
            throw Fault(
                description: "\(path): \(data.count) bytes; allowed are \(greatestSize)",
                isMissing: false)
        }
        return try parse(data, path)
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
        do {
            return try JSONDecoder().decode(WorldFile.self, from: data)
        } catch {
            throw Fault(description: "\(path): is no world of version \(version)", isMissing: false)
        }
    }

    /// Writes a file.
    ///
    /// - Throws: whatever the file system says.
    public func write(_ path: String) throws {
        try encoded().write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return try encoder.encode(self)
    }
}
