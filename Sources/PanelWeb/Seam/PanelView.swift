public import RoomCore

/// What the web shows of the panel, and all it may ask of it.
///
/// Calls come from any task and any number of them at a time. Titles and organisers are as `show_titles`
/// allows, but for ``bookings(ofFeed:in:limit:)``.
public protocol PanelView: Sendable {
    /// The room as it stands; its ``RoomCore/RoomState/now`` is the moment of the call.
    ///
    /// Quick: answers from memory.
    func state() -> RoomState

    /// The state after each change, from now on.
    ///
    /// Holds at most the newest state that was not taken yet. Ends when the panel stops.
    func states() -> AsyncStream<RoomState>

    /// Today in the room's zone, from midnight to midnight: what is shown when nobody asks for another window.
    func today() -> Span

    /// The bookings that share an instant with the window, by start.
    ///
    /// - Parameter limit: how many at most; the earliest ones are given.
    /// - Throws: any error whose description is one line for people, such as a fault of the journal.
    func bookings(in window: Span, limit: Int) async throws -> [LedgerEntry]

    /// The bookings of a person's feed that share an instant with the window, by start.
    ///
    /// They are what that person organises, and nothing else. Their titles and organisers are there whatever
    /// `show_titles` says: whoever knows the token sees what is their own.
    ///
    /// - Parameters:
    ///   - token: what the reader claims to know; anything at all.
    ///   - limit: how many at most; the earliest ones are given.
    /// - Returns: nil if there is no feed with this token, or it was revoked.
    /// - Throws: as ``bookings(in:limit:)``, also where nobody can tell which feeds there are.
    func bookings(
        ofFeed token: String, in window: Span, limit: Int
    ) async throws -> [LedgerEntry]?

    /// How far the room's clock is from UTC at an instant, in seconds, east positive.
    func secondsFromUTC(at instant: WallTime) -> Int

    /// The wanted log entries whose ``LogEntry/at`` lies in the window, by that time.
    ///
    /// Entries of the same time come in the same order at every call: long windows are read in pages. Of the entries
    /// up to the last one given none is left out, but for such as cannot be read.
    ///
    /// - Parameter limit: how many at most; the earliest ones are given. Fewer do not mean that there are no more.
    /// - Throws: as ``bookings(in:limit:)``.
    func log(_ filter: LogFilter, in window: Span, limit: Int) async throws -> [LogEntry]

    /// The verdicts given in the window, by ``RoomCore/Verdict/givenAt`` and number.
    ///
    /// - Parameter limit: how many at most; the earliest ones are given.
    /// - Throws: as ``bookings(in:limit:)``.
    func verdicts(in window: Span, limit: Int) async throws -> [Verdict]

    /// What became of the bookings that begin in the window, by the verdicts that stand.
    ///
    /// - Parameter limit: the most bookings that may share an instant with the window.
    /// - Returns: nil if there are more.
    /// - Throws: as ``bookings(in:limit:)``.
    func statistics(in window: Span, limit: Int) async throws -> RoomStatistics?

    /// How the room was booked and used in the window, minute by minute.
    ///
    /// - Parameter limit: the most bookings of a week.
    /// - Returns: nil if there are more.
    /// - Throws: as ``bookings(in:limit:)``.
    func report(in window: Span, limit: Int) async throws -> RoomReport?

    /// The newest certificate of the panel; nil if it was never commissioned.
    ///
    /// - Throws: as ``bookings(in:limit:)``.
    func certificate() async throws -> Certificate?

    /// What is wrong with the panel; empty when all is well.
    ///
    /// Quick: answers from memory, but for a look at the size and the times of two small files (stat(2)): the list of
    /// feeds and the desk's password. One that has changed since is read again.
    func health() -> [HealthFinding]

    /// What the panel has counted and what it uses.
    ///
    /// Quick: answers from memory, and asks the system about the process.
    func figures() -> PanelFigures

    /// The sensors that report over HTTP; nil where the configuration has none.
    var reportedSensors: (any ReportedSensors)? { get }

    /// Presses by the page, and waits until the press is safe or refused.
    ///
    /// Only called where ``RoomCore/RoomState/offers`` are there.
    ///
    /// - Returns: what came of it; nil if that takes too long, and then the same tap may be handed in again.
    func press(_ tap: Tap) async -> Press?

    /// The simulated lines; nil when the GPIO is real.
    var simulator: (any SimulatedLines)? { get }
}
