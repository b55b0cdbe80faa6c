import HTTPExchange
import PanelWeb
import RoomCore
import RoomTestKit
import Testing
import WebTestKit

@testable import CalDAV

/// The room's feed, taken in by a real Radicale and read back from it.
@Suite(.enabled(if: Radicale.isAvailable, Radicale.reason))
struct RadicaleFeedTests {
    private static let bookings = [
        Booking(
            id: BookingID("series@example.org/20261123T080000Z"), title: "Budget, round 2; \\final",
            organiser: "Ada", span: Sample.span("20261123T080000Z", "20261123T093000Z"),
            confirmation: .confirmed),
        Booking(
            id: BookingID("event-7"),
            title: "会议 🗓 " + String(repeating: "Встреча ", count: 20) + "!",
            span: Sample.span("20261123T203000Z", "20261123T213000Z"), confirmation: .unconfirmed,
            isBlocking: false),
        // A day in Moscow, whose zone the room is in.
        Booking(
            id: BookingID("day"), title: "Inventory",
            span: Sample.span("20261123T210000Z", "20261124T210000Z"), confirmation: .unconfirmed,
            isAllDay: true),
        Booking(
            id: BookingID("hidden"), title: nil,
            span: Sample.span("20261124T100000Z", "20261124T110000Z"), confirmation: .confirmed),
    ]

    private func feed(_ bookings: [Booking]) -> String {
        let feed = CalendarFeed(roomID: "aurora", roomName: "Aurora") { _ in 10_800 }
        let entries = bookings.map {
            LedgerEntry(booking: $0, confirmation: $0.confirmation ?? .unconfirmed)
        }
        return String(decoding: feed.bytes(entries), as: UTF8.self)
    }

    @Test func aFeedIsImportedWhole() async throws {
        let stage = try await CalDAVStage.radicale()
        let answer = try await stage.client.send(
            "PUT", stage.url, body: feed(Self.bookings),
            headers: [HTTPField("content-type", "text/calendar; charset=utf-8")])
        #expect(answer.status == 201, "\(String(decoding: answer.body, as: UTF8.self))")
        let reading = try await stage.server.read(window: Sample.window)
        #expect(reading.complaints == [])
        let read = Dictionary(uniqueKeysWithValues: reading.bookings.map { ($0.id.text, $0) })
        #expect(read.count == Self.bookings.count)
        for booking in Self.bookings {
            let found = try #require(read["\(booking.id.text)@aurora.domovoy"])
            #expect(found.title == booking.title ?? "Busy")
            #expect(found.span == booking.span)
            #expect(found.isAllDay == booking.isAllDay)
            #expect(found.isBlocking == booking.isBlocking)
            #expect(found.confirmation == booking.confirmation)
        }
        await stage.close()
    }
}
