import JSONText
import NIOPosix
import PortalKit
import RoomCore
import RoomTestKit
import Testing

@testable import Bitrix24

/// Against the project's local portal, over real sockets.
struct LocalPortalTests {
    private static let slot = Span(start: .testNow, length: .seconds(1_800))
    private static let window = Span(
        start: .testDay - .seconds(86_400), length: .seconds(15 * 86_400))
    private static let writable: [Bitrix24Settings.Source] = [
        .group, .company, .location, .booking,
    ]

    private func onStage(
        _ stage: LocalPortalStage, _ body: (LocalPortalStage) async throws -> Void
    ) async throws {
        do {
            try await body(stage)
        } catch {
            await stage.stop()
            throw error
        }
        await stage.stop()
    }

    private var own: Booking {
        Booking(
            id: BookingID("domovoy-aurora-1"), title: "Booked at the door", organiser: "Aurora",
            span: Self.slot, source: .panel, createdAt: .testNow)
    }

    private func failure(
        _ body: () async throws(ServerFailure) -> Void
    ) async -> ServerFailure? {
        do {
            try await body()
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: BookingServerContract.allCases, writable)
    func keepsTheContract(
        _ claim: BookingServerContract, _ source: Bitrix24Settings.Source
    ) async throws {
        try await onStage(.start(source)) { try await claim.check(on: $0) }
    }

    @Test(arguments: [Culture.ru, .en, .es])
    func everyCultureReadsTheSame(_ culture: Culture) async throws {
        try await onStage(.start(.group, culture: culture)) { stage in
            try await stage.plant("Budget", Self.slot)
            try await stage.plant("Daily", Self.slot, daily: 3)
            let found = try await stage.server.read(window: Self.window)
            #expect(found.bookings.count == 4)
            #expect(found.bookings.filter { $0.span == Self.slot }.count == 2)
            #expect(found.bookings.allSatisfy { $0.span.length == .seconds(1_800) })
        }
    }

    @Test(arguments: writable)
    func aLostAnswerMakesNoSecondBooking(_ source: Bitrix24Settings.Source) async throws {
        try await onStage(.start(source)) { stage in
            let method = source == .booking ? "booking.v1.booking.add" : "calendar.event.add"
            let kinds = [Fault.Kind.loseAnswer, .emptyAnswer, .htmlAnswer, .emptyResult]
            for (index, kind) in kinds.enumerated() {
                stage.running.portal.inject(try Fault(kind, method: method))
                _ = await failure { () throws(ServerFailure) in
                    try await stage.server.write(.create(own))
                }
                try await stage.server.write(.create(own))
                let found = try await stage.server.read(window: Self.window).bookings
                #expect(found.map(\.id) == [own.id], "\(kind)")
                let calls = stage.running.portal.report["counts"]?["byMethod"]
                #expect(calls?[method] == .int(index + 1), "\(kind)")
                try await stage.server.write(.withdraw(own.id))
                #expect(try await stage.server.read(window: Self.window).bookings.isEmpty)
            }
        }
    }

    /// Whatever a portal does with a room that is taken, nobody is doubled for good.
    @Test(arguments: [
        PortalSwitches.BusyRoom.refuses, .empties, .keeps, .doubles,
    ])
    func aTakenMeetingRoomIsNotHeldTwice(_ quirk: PortalSwitches.BusyRoom) async throws {
        let stage = try await LocalPortalStage.start(.location) { $0.busyRoom = quirk }
        try await onStage(stage) { stage in
            try await stage.plant("Theirs", Self.slot)
            let refused = await failure { () throws(ServerFailure) in
                try await stage.server.write(.create(own))
            }
            #expect(refused?.kind == .taken)
            #expect(try await stage.server.read(window: Self.window).bookings.count == 1)
        }
    }

    /// A booking of a client is linked to a deal: the state goes into the booking, and the link stays as it was.
    @Test func nothingIsChangedInADeal() async throws {
        try await onStage(.start(.booking)) { stage in
            let portal = stage.running.portal
            let number = try await stage.plant("Client", Self.slot)
            let deal: JSON = [["moduleId": "crm", "entityTypeId": "DEAL", "value": "7"]]
            try await portal.call(
                "booking.v1.booking.externalData.set",
                ["bookingId": .int(number), "externalData": deal], as: 1)
            let before = portal.report["requests"]?.array?.count ?? 0
            let id = BookingID("booking-\(number)")
            try await stage.adapter.write(.mark(id, .noShow))
            try await stage.adapter.write(
                .changeEnd(id, from: Self.slot.end, to: Self.slot.start + .seconds(600)))
            let links = try await portal.call(
                "booking.v1.booking.externalData.list", ["bookingId": .int(number)], as: 1)
            #expect(links["externalData"] == deal)
            let requests = portal.report["requests"]?.array ?? []
            #expect(requests.count > before)
            #expect(!"\(requests)".contains("crm.") && !"\(requests)".contains("externalData"))
        }
    }

    /// One answer without bookings, where there were some a moment ago, frees no room in which people sit.
    @Test(arguments: writable)
    func oneEmptyAnswerEmptiesNoRoom(_ source: Bitrix24Settings.Source) async throws {
        try await onStage(.start(source)) { stage in
            try await stage.plant("Theirs", Self.slot)
            #expect(try await stage.server.read(window: Self.window).bookings.count == 1)
            let method = source == .booking ? "booking.v1.booking.list" : "calendar.event.get"
            stage.running.portal.inject(try Fault(.emptyResult, method: method))
            let told = try? await stage.server.read(window: Self.window).bookings.count
            // A failed reading is as good: the cached day is kept.
            #expect(told == nil || told == 1)
        }
    }

    /// Nor does one whose rows are none, in whatever list; the next good answer is read as ever.
    @Test(arguments: writable)
    func rowsThatAreNoneEmptyNoRoom(_ source: Bitrix24Settings.Source) async throws {
        try await onStage(.start(source)) { stage in
            try await stage.plant("Theirs", Self.slot)
            let before = try await stage.server.read(window: Self.window).bookings
            let method = source == .booking ? "booking.v1.booking.list" : "calendar.event.get"
            stage.running.portal.inject(try Fault(.nullRows, method: method))
            let told = await failure { () throws(ServerFailure) in
                _ = try await stage.server.read(window: Self.window)
            }
            #expect(told?.kind == .malformed)
            #expect(told?.message.contains("the first is null") == true)
            #expect(try await stage.server.read(window: Self.window).bookings == before)
        }
    }

    /// A technical user never opened the calendar, and has none: it gets one with its first booking of a room.
    @Test(arguments: PortalSwitches.FirstCalendar.allCases)
    func aUserWithoutACalendarBooksARoom(_ mode: PortalSwitches.FirstCalendar) async throws {
        let stage = try await LocalPortalStage.start(.location, panel: SamplePortal.panelUser) {
            $0.firstCalendar = mode
        }
        try await onStage(stage) { stage in
            try await stage.server.write(.create(own))
            #expect(try await stage.server.read(window: Self.window).bookings.map(\.id) == [own.id])
            let calendars = try await stage.running.portal.call(
                "calendar.section.get", ["type": "user", "ownerId": 100], as: 1)
            #expect(calendars.array?.count == 1)
        }
    }

    /// And where they are really gone, the second look says so.
    @Test(arguments: writable)
    func whatIsReallyGoneIsGone(_ source: Bitrix24Settings.Source) async throws {
        try await onStage(.start(source)) { stage in
            try await stage.server.write(.create(own))
            #expect(try await stage.server.read(window: Self.window).bookings.count == 1)
            try await stage.server.write(.withdraw(own.id))
            #expect(try await stage.server.read(window: Self.window).bookings.isEmpty)
        }
    }

    @Test(arguments: [PortalSwitches.RoomWriting.reserves, .text])
    func aRoomThatIsOnlyTextIsNotTakenForBooked(
        _ quirk: PortalSwitches.RoomWriting
    ) async throws {
        let stage = try await LocalPortalStage.start(.location) { $0.roomWriting = quirk }
        try await onStage(stage) { stage in
            let refused = await failure { () throws(ServerFailure) in
                try await stage.server.write(.create(own))
            }
            let isReal = quirk == .reserves
            #expect((refused == nil) == isReal, "\(String(describing: refused))")
            let found = try await stage.server.read(window: Self.window).bookings
            #expect(found.count == (isReal ? 1 : 0))
        }
    }

    @Test(arguments: [PortalSwitches.RecurrenceMode.honoured, .ignored])
    func aSeriesStaysWholeEitherWay(_ quirk: PortalSwitches.RecurrenceMode) async throws {
        let stage = try await LocalPortalStage.start(.group) { $0.recurrenceMode = quirk }
        try await onStage(stage) { stage in
            try await stage.plant("Daily", Self.slot, daily: 4)
            let before = try await stage.server.read(window: Self.window).bookings
            let cut = before[1].span.start + .seconds(600)
            let refused = await failure { () throws(ServerFailure) in
                try await stage.server.write(
                    .changeEnd(before[1].id, from: before[1].span.end, to: cut))
            }
            var wanted = before
            if quirk == .honoured { wanted[1].span.end = cut }
            #expect(refused?.kind == (quirk == .honoured ? nil : .refused))
            #expect(try await stage.server.read(window: Self.window).bookings == wanted)
        }
    }

    /// The answer was lost while the whole series was cut: the next try puts it right, and is refused.
    @Test func aSeriesThatWasCutUnheardIsPutRight() async throws {
        let stage = try await LocalPortalStage.start(.group) {
            $0.recurrenceMode = .ignored
            $0.partialUpdate = .clears
        }
        try await onStage(stage) { stage in
            try await stage.plant("Daily", Self.slot, daily: 4)
            let before = try await stage.server.read(window: Self.window).bookings
            let cut = ServerWrite.changeEnd(
                before[1].id, from: before[1].span.end,
                to: before[1].span.start + .seconds(600))
            stage.running.portal.inject(try Fault(.loseAnswer, method: "calendar.event.update"))
            let lost = await failure { () throws(ServerFailure) in
                try await stage.server.write(cut)
            }
            #expect(lost?.kind == .unreachable)
            let refused = await failure { () throws(ServerFailure) in
                try await stage.server.write(cut)
            }
            #expect(refused?.kind == .refused)
            #expect(try await stage.server.read(window: Self.window).bookings == before)
        }
    }

    @Test(arguments: [PortalSwitches.ForbiddenGroup.error, .empty])
    func aForbiddenGroupIsNamed(_ quirk: PortalSwitches.ForbiddenGroup) async throws {
        let stage = try await LocalPortalStage.start(.group) { $0.forbiddenGroup = quirk }
        try await onStage(stage) { stage in
            let other = try LocalPortalStage.adapter(stage.hook, .group, 9)
            let told = await failure { () throws(ServerFailure) in
                _ = try await other.read(window: Self.window)
            }
            await other.shutdown()
            #expect(told.map { [.forbidden, .configuration].contains($0.kind) } == true)
            #expect(told?.message.contains("group 9") == true)
        }
    }

    @Test(arguments: writable)
    func everySwitchKeepsTheReading(_ source: Bitrix24Settings.Source) async throws {
        let stage = try await LocalPortalStage.start(source) {
            $0.allDayZone = .null
            $0.within = .contains
            $0.bookingTotals = .zero
            $0.occurrenceOffset = .own
            $0.deletedEvents = .listed
            $0.timeNumbers = .integers
            $0.operatingFigures = .missing
            $0.errorLanguage = .ru
            $0.missingEvent = .null
            $0.bookingErrorCodes = .digits
            $0.partialUpdate = .clearsRules
        }
        try await onStage(stage) { stage in
            try await stage.plant("Theirs", Self.slot)
            try await stage.server.write(
                .create(
                    Booking(
                        id: own.id, title: own.title,
                        span: Span(start: Self.slot.end, length: .seconds(900)), source: .panel,
                        createdAt: .testNow)))
            try await stage.server.write(.mark(own.id, .late))
            let found = try await stage.server.read(window: Self.window).bookings
            #expect(found.count == 2)
        }
    }

    /// Told twice, since the first answer was lost: the newer notification takes the older one's place.
    @Test(arguments: [Bitrix24Settings.Source.group, .company, .location])
    func organisersAreNotifiedOnce(_ source: Bitrix24Settings.Source) async throws {
        try await onStage(.start(source, panel: SamplePortal.panelUser)) { stage in
            let number = try await stage.plant("Бюджет", Self.slot)
            let message = Message(
                .claimable, to: BookingID("event-\(number)"), span: Self.slot, title: "Бюджет",
                room: "Аврора")
            stage.running.portal.inject(try Fault(.loseAnswer, method: "im.notify.personal.add"))
            let lost = await failure { () throws(ServerFailure) in
                _ = try await stage.adapter.tell(message)
            }
            #expect(lost?.kind == .unreachable)
            #expect(try await stage.adapter.tell(message))
            let user = source == .company ? 1 : 2
            let list = try await stage.running.portal.call(
                "portal.notifications", ["user": .int(user)])
            #expect(list.array?.count == 1, "\(list)")
            #expect("\(list)".contains("никто не пришёл («Бюджет», 23.11 12:00-12:30)"))
        }
    }

    /// Once the room and its rights are known, and its titles where meeting rooms need a request for them.
    @Test(arguments: Bitrix24Settings.Source.allCases)
    func oneSyncOfOneRoomIsOneRequest(_ source: Bitrix24Settings.Source) async throws {
        try await onStage(.start(source)) { stage in
            if source != .resource { try await stage.plant("Theirs", Self.slot) }
            _ = try await stage.adapter.read(window: Self.window)
            let before = try #require(stage.adapter.rate).requests
            for _ in 1...5 { _ = try await stage.adapter.read(window: Self.window) }
            let bound = source == .resource ? 2 : 1
            #expect(stage.adapter.rate?.requests == before + 5 * bound)
        }
    }

    @Test func theRoomsAreListed() async throws {
        try await onStage(.start(.group)) { stage in
            let listing = try await Bitrix24Rooms.list(
                webhook: stage.hook, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                logger: .silent)
            #expect(Set(listing.rooms.map(\.source)) == Set(Bitrix24Settings.Source.allCases))
            let group = try #require(listing.rooms.first { $0.source == .group && $0.id == 5 })
            #expect(group.name == "Аврора" && group.mayBook)
            #expect(group.yaml().contains("source: group\n  source_id: 5  # Аврора"))
            // A group that the user is no member of is none of its rooms.
            #expect(!listing.rooms.contains { $0.source == .group && $0.id == 9 })
            #expect(!"\(listing)".contains(stage.hook.split(separator: "/").last ?? "?"))
            let poor = try await stage.running.webhook(
                user: SamplePortal.panelUser, scopes: ["booking"])
            let less = try await Bitrix24Rooms.list(
                webhook: poor, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                logger: .silent)
            #expect(Set(less.rooms.map(\.source)) == [.booking])
            #expect(less.findings.contains { $0.hasPrefix("scope calendar is missing") })
        }
    }

    /// Rights, tools and scopes that are missing are named before anybody stands at a door with it.
    @Test func whatIsMissingIsAmongTheFindings() async throws {
        let stage = try await LocalPortalStage.start(.group) { $0.bookingTool = .missing }
        try await onStage(stage) { stage in
            try await stage.running.portal.call(
                "portal.section.access", ["id": 12, "access": ["U100": 15]])
            let hook = try await stage.running.webhook(
                user: SamplePortal.panelUser, scopes: ["calendar", "booking"])
            let listing = try await Bitrix24Rooms.list(
                webhook: hook, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                logger: .silent)
            let room = listing.rooms.first { $0.source == .company && $0.id == 12 }
            #expect(room?.mayBook == false)
            for words in [
                "company 12 can be shown, but the user may not book it",
                "the portal does not know booking.v1.booking.list",
                "scope im is missing", "scope sonet_group is missing",
            ] { #expect(listing.findings.contains { $0.hasPrefix(words) }, "\(listing.findings)") }
        }
    }

    /// Groups that cannot be listed are a line among the findings, and the rest is listed.
    @Test func aListThatFailsKeepsTheOthers() async throws {
        try await onStage(.start(.group)) { stage in
            stage.running.portal.inject(
                try Fault(.error, method: "sonet_group.get", code: "ACCESS_DENIED"))
            let listing = try await Bitrix24Rooms.list(
                webhook: stage.hook, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                logger: .silent)
            #expect(
                Set(listing.rooms.map(\.source)) == [.company, .location, .booking, .resource])
            #expect(listing.findings.contains { $0.hasPrefix("group: sonet_group.get") })
        }
    }

    @Test func aRevokedWebhookIsNamed() async throws {
        try await onStage(.start(.group)) { stage in
            let wrong = stage.hook.dropLast(4) + "zzzz/"
            let told = await failure { () throws(ServerFailure) in
                _ = try await Bitrix24Rooms.list(
                    webhook: String(wrong), eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                    logger: .silent)
            }
            #expect(told?.kind == .authentication)
        }
    }
}
