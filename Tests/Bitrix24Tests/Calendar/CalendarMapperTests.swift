import JSONText
import RoomCore
import Testing

@testable import Bitrix24

/// Rows as portals send them; the shapes are those of live answers.
struct CalendarMapperTests {
    private static let window = Span(
        start: WallTime(secondsSinceEpoch: 1_730_000_000),
        end: WallTime(secondsSinceEpoch: 1_800_000_000))

    private func map(
        _ rows: [JSON], room: String = "Europe/Moscow", window: Span = Self.window,
        isReservation: Bool = false, section: Int64? = nil
    ) throws -> ShelfReading {
        let zone = try #require(Zone.named(room))
        return CalendarMapper(
            times: RowTimes.Context(room: zone), userID: 7, section: section,
            isReservation: isReservation
        ).map(try RowList(.array(rows)) { CalendarRow($0) }.rows, window: window, limit: 5_000)
    }

    private func row(_ more: [String: JSON] = [:]) -> JSON {
        var fields: [String: JSON] = [
            "ID": "651", "PARENT_ID": "651", "NAME": "Планёрка", "CAL_TYPE": "group",
            "DATE_FROM": "01.11.2025 11:59:29", "DATE_TO": "01.11.2025 12:59:29",
            "DATE_FROM_FORMATTED": "Sat Nov 01 2025 11:59:29",
            "DATE_TO_FORMATTED": "Sat Nov 01 2025 12:59:29", "TZ_FROM": "Europe/Minsk",
            "TZ_TO": "Europe/Minsk", "TZ_OFFSET_FROM": "10800", "TZ_OFFSET_TO": "10800",
            "DATE_FROM_TS_UTC": "1761976769", "DATE_TO_TS_UTC": "1761980369",
            "DT_SKIP_TIME": "N", "DT_LENGTH": 3_600, "RRULE": "", "EXDATE": "",
            "ACCESSIBILITY": "busy", "PRIVATE_EVENT": "", "IS_MEETING": .bool(false),
            "MEETING_STATUS": "", "CREATED_BY": "1", "DELETED": "N", "RECURRENCE_ID": .null,
        ]
        fields.merge(more) { $1 }
        return .object(JSON.Members(fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
    }

    /// The live sample whose TS says 05:59:29Z: the wall clock and the zone say 08:59:29Z.
    @Test func theWallClockCountsAndNotTheTimestamp() throws {
        let booking = try #require(try map([row()]).entries.first).booking
        #expect(booking.span.start == WallTime(secondsSinceEpoch: 1_761_987_569))
        #expect(booking.span.length == .seconds(3_600))
        #expect(booking.id.text == "event-651")
        #expect(booking.title == "Планёрка")
        #expect(booking.createdAt == nil)
    }

    @Test(arguments: [
        ("12/11/2024 05:59:00 pm", "Wed Dec 11 2024 17:59:00"),
        ("11.12.2024 17:59:00", "Wed Dec 11 2024 17:59:00"),
        ("11/12/2024 17:59:00", "Wed Dec 11 2024 17:59:00"),
    ])
    func everyCultureGivesTheSameInstant(_ cultural: String, _ formatted: String) throws {
        let reading = try map([
            row([
                "DATE_FROM": .string(cultural), "DATE_FROM_FORMATTED": .string(formatted),
                "DATE_TO_FORMATTED": "Wed Dec 11 2024 18:59:00", "TZ_FROM": "Europe/Kiev",
                "TZ_TO": "Europe/Kiev",
            ])
        ])
        #expect(reading.entries[0].booking.span.start == WallTime(secondsSinceEpoch: 1_733_932_740))
    }

    /// Where only dates of the portal's culture come, other rows tell the order of day and month.
    @Test func culturalDatesAloneAreRead() throws {
        let bare: [String: JSON] = [
            "ID": "2", "PARENT_ID": "2", "DATE_FROM": "06/05/2025 09:00:00",
            "DATE_TO": "06/05/2025 10:00:00", "DATE_FROM_FORMATTED": "", "DATE_TO_FORMATTED": .null,
        ]
        let dayFirst = try map([row(bare)]).entries[0].booking.span.start
        #expect(dayFirst == WallTime(secondsSinceEpoch: 1_746_511_200))
        let telling = row([
            "DATE_FROM": "12/25/2025 09:00:00", "DATE_FROM_FORMATTED": "Thu Dec 25 2025 09:00:00",
            "DATE_TO_FORMATTED": "Thu Dec 25 2025 10:00:00",
        ])
        let found = try map([telling, row(bare)]).entries.first { $0.number == 2 }
        #expect(found?.booking.span.start == WallTime(secondsSinceEpoch: 1_749_103_200))
    }

    @Test func anUnknownZoneFallsBackToItsOffsetAndSaysSo() throws {
        let reading = try map([row(["TZ_FROM": "Mars/Olympus", "TZ_TO": "Mars/Olympus"])])
        #expect(reading.entries[0].booking.span.start == WallTime(secondsSinceEpoch: 1_761_987_569))
        #expect(reading.complaints.count == 1)
        #expect(reading.complaints[0].contains("event 651: zone Mars/Olympus is unknown"))
        let room = try map([
            row(["TZ_FROM": "Mars/Olympus", "TZ_TO": "", "TZ_OFFSET_FROM": "", "TZ_OFFSET_TO": ""])
        ])
        #expect(room.entries[0].booking.span.start == WallTime(secondsSinceEpoch: 1_761_987_569))
        #expect(room.complaints[0].contains("the room's was used"))
    }

    @Test func wholeDaysEndInclusive() throws {
        let reading = try map([
            row([
                "DATE_FROM_FORMATTED": "Fri Dec 20 2024", "DATE_TO_FORMATTED": "Sat Dec 21 2024",
                "DT_SKIP_TIME": "Y", "DT_LENGTH": 172_800, "TZ_FROM": "", "TZ_TO": "",
            ])
        ])
        let booking = reading.entries[0].booking
        #expect(booking.isAllDay)
        #expect(booking.span.start == WallTime(secondsSinceEpoch: 1_734_642_000))
        #expect(booking.span.length == .seconds(172_800))
    }

    @Test func aColourWithAnEscapedSignIsTheSameColour() throws {
        #expect(try #require(CalendarRow(row(["COLOR": "%237bd500"]))).color == "#7bd500")
    }

    /// Unknown keys, and keys that are missing, change nothing: both are live.
    @Test func rowsMayHaveOtherKeys() throws {
        let plain = try map([row()]).entries.map(\.booking)
        let live = row(["IS_DAYLIGHT_SAVING_TZ": "N", "DT_FROM": .null, "OPTIONS": .null])
        #expect(try map([live]).entries.map(\.booking) == plain)
    }

    @Test func anEventWithoutADateIsLeftOutAndNamed() throws {
        let reading = try map([
            row(["DATE_FROM": "", "DATE_FROM_FORMATTED": "", "ID": "9", "PARENT_ID": "9"]), row(),
        ])
        #expect(reading.entries.map(\.number) == [651])
        #expect(reading.complaints == ["event 9 has no date that can be read and was left out"])
    }

    /// Whoever owns the webhook copies what was booked at the door to another day: both days are taken.
    @Test func aCopyOfOursAtAnotherTimeIsABookingOfItsOwn() throws {
        let details: JSON = "Aurora\ndomovoy:domovoy-a-1:1761987569000000:1761987569"
        let ours: [String: JSON] = ["CREATED_BY": "7", "DESCRIPTION": details]
        let copy: [String: JSON] = [
            "ID": "652", "PARENT_ID": "652", "DATE_FROM_FORMATTED": "Sun Nov 02 2025 11:59:29",
            "DATE_TO_FORMATTED": "Sun Nov 02 2025 12:59:29",
        ]
        let reading = try map([row(ours), row(ours.merging(copy) { $1 })])
        #expect(reading.strays.isEmpty)
        #expect(reading.entries.map(\.number) == [651, 652])
        #expect(reading.entries.map(\.isOurs) == [true, false])
        #expect(reading.entries.map(\.booking.source) == [.panel, .server])
    }

    /// A weekly series as a live portal sends it: one row each, the same ID, an attendee's copy of somebody's entry.
    @Test func occurrencesAreKeyedByParentAndStart() throws {
        func occurrence(_ day: String, _ index: Int64) -> JSON {
            row([
                "ID": "2200", "PARENT_ID": "2190", "RINDEX": .integer(index),
                "DATE_FROM": .string("\(day)/09/2025 09:00:00"),
                "DATE_FROM_FORMATTED": .string("Mon Sep \(day) 2025 09:00:00"),
                "DATE_TO_FORMATTED": .string("Mon Sep \(day) 2025 10:00:00"),
                "~DATE_FROM": "19/05/2025 09:00:00", "TZ_FROM": "America/Bogota",
                "TZ_TO": "America/Bogota", "EXDATE": "15/09/2025;09/06/2025",
                "RRULE": [
                    "FREQ": "WEEKLY", "INTERVAL": 1, "BYDAY": ["MO": "MO"], "COUNT": 32,
                ], "DATE_FROM_TS_UTC": "1747652400",
            ])
        }
        let reading = try map([occurrence("22", 1), occurrence("29", 2)])
        #expect(
            reading.entries.map(\.booking.id.text) == [
                "event-2190/20250922T090000", "event-2190/20250929T090000",
            ])
        #expect(reading.entries[0].booking.span.start == WallTime(secondsSinceEpoch: 1_758_549_600))
        #expect(reading.entries.allSatisfy { $0.isOccurrence })
        // The window decides which index a row has; the names stay.
        let later = try map([occurrence("29", 0)])
        #expect(later.entries[0].booking.id == reading.entries[1].booking.id)
    }

    @Test func aSplitOffOccurrenceKeepsItsName() throws {
        let reading = try map([
            row([
                "ID": "3000", "PARENT_ID": "3000", "RECURRENCE_ID": "2190",
                "ORIGINAL_DATE_FROM": "22.09.2025 09:00:00",
            ])
        ])
        #expect(reading.entries[0].booking.id.text == "event-2190/20250922T090000")
        #expect(!reading.entries[0].isOccurrence)
    }

    @Test func copiesOfOneMeetingAreMerged() throws {
        let host: [String: JSON] = ["MEETING_STATUS": "H", "IS_MEETING": true]
        let reading = try map([
            row(["ID": "700", "MEETING_STATUS": "Q", "IS_MEETING": true]), row(host),
            row(["ID": "701", "MEETING_STATUS": "N", "IS_MEETING": true]),
        ])
        #expect(reading.entries.count == 1)
        #expect(reading.entries[0].booking.confirmation == .confirmed)
        #expect(reading.complaints.isEmpty)
    }

    @Test func oneNumberWithTwoTimesBlocksTwice() throws {
        let reading = try map([
            row(),
            row([
                "DATE_FROM_FORMATTED": "Sat Nov 01 2025 15:00:00",
                "DATE_TO_FORMATTED": "Sat Nov 01 2025 16:00:00",
            ]),
        ])
        #expect(reading.entries.count == 2)
        #expect(Set(reading.entries.map(\.booking.id)).count == 2)
        #expect(reading.complaints.count == 1)
    }

    @Test func aPrivateEventIsBusyWithoutText() throws {
        for flag in ["1", "Y"] as [JSON] + [.bool(true), .integer(1)] {
            let booking = try map([
                row(["PRIVATE_EVENT": flag, "MEETING": ["HOST_NAME": "Анна"], "IS_MEETING": true])
            ]).entries[0].booking
            #expect(booking.title == nil && booking.organiser == nil && booking.isBlocking)
        }
    }

    /// Namesakes are two people, and whoever is hidden is told all the same.
    @Test func thePersonIsKnownByNumberWhereNoNameIsShown() throws {
        let person = { (fields: [String: JSON]) in
            try self.map([self.row(fields)]).entries[0].booking.organiserID
        }
        #expect(
            try person(["MEETING_HOST": "21", "CREATED_BY": "7", "PRIVATE_EVENT": "1"]) == "21")
        #expect(try person(["MEETING_HOST": "0", "CREATED_BY": "7"]) == "7")
    }

    @Test func freeTimeDoesNotBlockAndDeletedIsNotThere() throws {
        let free = try map([row(["ACCESSIBILITY": "free"])])
        #expect(free.entries.map(\.booking.isBlocking) == [false])
        #expect(try map([row(["DELETED": "Y"])]).entries.isEmpty)
        #expect(try map([row(["ACTIVE": "N"])]).entries.isEmpty)
    }

    @Test(arguments: [
        ("H", Booking.Confirmation.confirmed as Booking.Confirmation?), ("Y", .confirmed),
        ("Q", .unconfirmed), ("", nil),
    ])
    func standingFollowsTheStatus(_ status: String, _ wanted: Booking.Confirmation?) throws {
        let booking = try map([row(["MEETING_STATUS": .string(status)])]).entries[0].booking
        #expect(booking.confirmation == wanted)
    }

    /// A marker alone is not enough: whoever copies an event copies its description.
    @Test func onlyWhatOurUserMadeIsOurs() throws {
        let text = JSON.string("Aurora\ndomovoy:domovoy-aurora-1:1761987569000000:1761987569")
        let ours = try map([row(["DESCRIPTION": text, "CREATED_BY": "7"])]).entries[0]
        #expect(ours.isOurs && ours.booking.source == .panel)
        #expect(ours.booking.id.text == "domovoy-aurora-1")
        let copy = try map([row(["DESCRIPTION": text, "CREATED_BY": "1"])]).entries[0]
        #expect(!copy.isOurs && copy.booking.source == .server)
        #expect(copy.booking.id.text == "event-651")
    }

    @Test func anotherSectionIsAnotherRoom() throws {
        let reading = try map(
            [row(["SECT_ID": "54"]), row(["ID": "2", "PARENT_ID": "2", "SECT_ID": "55"])],
            section: 54)
        #expect(reading.entries.map(\.number) == [651])
    }

    @Test func aReservationShowsAPersonAndNoTitle() throws {
        let reading = try map(
            [
                row([
                    "ID": "2137", "PARENT_ID": "2136", "NAME": "Анна Иванова",
                    "CAL_TYPE": "location",
                    "MEETING_HOST": "0", "ATTENDEE_LIST": [["id": 0]],
                ])
            ], isReservation: true)
        let booking = reading.entries[0].booking
        #expect(booking.title == nil)
        #expect(booking.organiser == "Анна Иванова")
        #expect(booking.id.text == "event-2136")
    }

    /// The portal's numbers say who was first, and `createdAt` repeats it for the core.
    @Test func creationOrderFollowsTheNumbers() throws {
        let mine = JSON.string("domovoy:domovoy-a-1:1761987500000000:1761987569")
        let other = JSON.string("domovoy:domovoy-b-1:1761987400000000:1761987569")
        let reading = try map([
            row(["ID": "10", "PARENT_ID": "10"]),
            row(["ID": "11", "PARENT_ID": "11", "DESCRIPTION": mine, "CREATED_BY": "7"]),
            row(["ID": "12", "PARENT_ID": "12", "DESCRIPTION": other, "CREATED_BY": "7"]),
            row(["ID": "13", "PARENT_ID": "13"]),
        ])
        let made = reading.entries.sorted { $0.number < $1.number }.compactMap(\.booking.createdAt)
        #expect(made.count == 4)
        #expect(made == made.sorted() && Set(made).count == 4)
    }

    @Test func fiftyThousandEventsAreCutWithAWord() throws {
        let rows = (1...50_000).map { row(["ID": .integer($0), "PARENT_ID": .integer($0)]) }
        let reading = try map(rows)
        #expect(reading.entries.count == 5_000)
        #expect(reading.complaints == ["45000 bookings beyond the first 5000 were left out"])
    }
}
