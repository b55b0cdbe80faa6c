import PanelWeb
import RoomCore
public import Wording

/// What `domovoy why` tells: which booking ran at a moment, what came of it, and why.
public struct WhyTool: Sendable {
    private let client: PanelClient
    private let listings: Listings
    private let book: Phrasebook

    /// Asks the panel behind `client`.
    ///
    /// - Parameters:
    ///   - language: what the words are in; titles, names and errors are as they are.
    ///   - showsUTC: shows and reads times in UTC; otherwise in the room's zone. JSON and CSV are always in UTC.
    ///   - note: told on one line what keeps the answer from being as it should be.
    public init(
        _ client: PanelClient, language: Language, showsUTC: Bool = false,
        note: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.client = client
        listings = Listings(client, showsUTC: showsUTC, note: note)
        book = Phrasebook(language)
    }

    /// The answer.
    ///
    /// - Parameters:
    ///   - at: a time of day, or RFC 3339; now if nil.
    ///   - day: the day of `at`: today, yesterday, tomorrow, or as 2026-11-29; today if nil.
    /// - Throws: ``PanelClient/Failure``.
    public func text(
        at: String?, day: String?, _ format: Listings.Format
    ) async throws -> String {
        let door = try await listings.door()
        let instant = try Self.instant(at, day, door)
        let around = Span(start: instant - WhyRecord.reach, end: instant + WhyRecord.reach)
        let record = WhyRecord(
            bookings: try await rows("bookings", around),
            verdicts: try await rows("verdicts", around),
            log: try await rows("log", around, [("kind", "press,write,message,presence")]))
        return try WhyText(door: door, instant: instant, record: record, book: book).text(format)
    }

    /// The moment that is asked about.
    static func instant(
        _ at: String?, _ day: String?, _ door: RoomDoor
    ) throws(PanelClient.Failure) -> WallTime {
        guard let at else {
            guard day == nil else {
                throw PanelClient.Failure(
                    description: "--day goes with --at, such as --at 10:10", exitCode: 64)
            }
            return door.now
        }
        let text = day.map { "\($0) \(at)" } ?? at
        if let instant = door.clock.read(text, for: .from, now: door.now) { return instant }
        let options = day.map { "--at \"\(at.prefix(64))\" --day \"\($0.prefix(64))\"" }
        throw PanelClient.Failure(
            description: (options ?? "--at \"\(at.prefix(64))\"")
                + ": allowed are a time of day (10:10) with --day today, yesterday, tomorrow or "
                + "2026-11-29, or RFC 3339 alone (2026-11-29T10:10:00+03:00)", exitCode: 64)
    }

    private func rows<Row>(
        _ name: String, _ window: Span, _ more: [(String, String)] = []
    ) async throws(PanelClient.Failure) -> [Row] where Row: Codable & Hashable & Sendable {
        let query = [
            ("from", "\(Timestamp(window.start))"), ("to", "\(Timestamp(window.end))"),
        ]
        let body = try await client.text("/api/v1/\(name)", query: query + more)
        let listing: Listing<Row> = try PanelClient.decode(body)
        return listing.rows
    }
}
