package import PanelWeb
package import RoomCore

/// What the desk's pages show of the panel, and all they may ask of it.
///
/// Titles and organisers are as `show_titles` allows. What throws, throws any error whose description is one line for
/// people.
package protocol DeskRecord: Sendable {
    /// The room's clock.
    var clock: RoomClock { get }

    /// The room as it stands.
    func state() -> RoomState

    /// Today in the room's zone, from midnight to midnight.
    func today() -> Span

    /// The bookings that share an instant with the window, by start; the earliest `limit` of them.
    func bookings(in window: Span, limit: Int) async throws -> [LedgerEntry]

    /// The wanted log entries of the window, by time; the earliest `limit` of them.
    func log(_ filter: LogFilter, in window: Span, limit: Int) async throws -> [LogEntry]

    /// The verdicts of some kinds that were given in the window, by that time and by number; the earliest `limit` of them.
    func verdicts(
        of kinds: Set<Verdict.Kind>, in window: Span, limit: Int
    ) async throws -> [Verdict]

    /// The verdicts on bookings that share an instant with the window, by number; the first `limit` of them.
    func verdicts(about window: Span, limit: Int) async throws -> [Verdict]

    /// The verdict of this number; nil if there is none.
    func verdict(_ number: Int64) async throws -> Verdict?

    /// How the room was booked and used in the window.
    ///
    /// - Parameter limit: the most bookings of a week.
    /// - Returns: nil if there are more.
    func report(in window: Span, limit: Int) async throws -> RoomReport?

    /// How much each sensor's line moved in a window; without those that did not.
    func activity(in window: Span) async throws -> [String: SensorActivity]

    /// The longest silence of each sensor while presses proved that people were there; without those that have none.
    func longestSilences() async -> [String: SensorSilence]
}
