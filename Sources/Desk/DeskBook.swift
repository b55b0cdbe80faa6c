package import RoomCore

/// What is written at the desk, what it reports, and all it may ask for that.
package protocol DeskBook: Sendable {
    /// The sensors that a note may be about.
    var sensors: [String] { get }

    /// The wall clock; nil while it is not trusted.
    func now() -> WallTime?

    /// Today in the room's zone, from midnight to midnight.
    func today() -> Span

    /// How far the room's clock is from UTC at an instant, in seconds, east positive.
    func secondsFromUTC(at instant: WallTime) -> Int

    /// How the room was booked and used in the window.
    ///
    /// - Parameter limit: the most bookings of a week.
    /// - Returns: nil if there are more.
    /// - Throws: any error whose description is one line for people.
    func report(in window: Span, limit: Int) async throws -> RoomReport?

    /// Keeps a note.
    ///
    /// - Throws: any error whose description is one line for people.
    func write(
        _ text: String, at: WallTime, sensor: String?, writtenAt now: WallTime
    ) async throws -> Note
}
