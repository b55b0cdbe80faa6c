package import RoomCore

/// What is written at the desk, and all it may ask for that.
package protocol DeskBook: Sendable {
    /// The sensors that a note may be about.
    var sensors: [String] { get }

    /// The wall clock; nil while it is not trusted.
    func now() -> WallTime?

    /// Keeps a note.
    ///
    /// - Throws: any error whose description is one line for people.
    func write(
        _ text: String, at: WallTime, sensor: String?, writtenAt now: WallTime
    ) async throws -> Note
}
