import HTTPExchange
import JSONText
public import Logging
public import NIOCore
public import RoomCore

/// Looks what rooms a webhook can see; for setting a panel up.
public struct Bitrix24Rooms: Sendable {
    private let session: PortalSession

    /// Groups that are looked at; more are left out, with a finding.
    private static let mostGroups = 1_000

    init(session: PortalSession) {
        self.session = session
    }

    /// Asks the portal, first what the webhook may do and then what there is.
    ///
    /// Takes a request for each kind of room and one more for every 50 groups, and less than a minute.
    ///
    /// - Parameter webhook: the webhook's address; see ``Bitrix24Settings/webhook``.
    /// - Throws: ``RoomCore/ServerFailure`` if the portal cannot be asked at all: a revoked webhook, a plan without
    ///   REST, no connection. What is missing for one kind of room is a finding instead.
    public static func list(
        webhook: String, allowsPlainHTTP: Bool = false, limits: Bitrix24Limits = Bitrix24Limits(),
        eventLoopGroup: any EventLoopGroup, logger: Logger
    ) async throws(ServerFailure) -> RoomListing {
        if let fault = Bitrix24Settings.fault(
            ofWebhook: webhook, allowsPlainHTTP: allowsPlainHTTP)
        {
            throw ServerFailure(.configuration, "\(fault)")
        }
        guard let address = Webhook(webhook) else {
            throw ServerFailure(.configuration, "the webhook cannot be read")
        }
        let transport = AsyncHTTPTransport(limits: limits, group: eventLoopGroup)
        let session = PortalSession(
            webhook: address, world: .real(transport, logger), limits: limits)
        let outcome: Result<RoomListing, ServerFailure>
        do throws(Bitrix24Error) {
            outcome = .success(try await Bitrix24Rooms(session: session).list())
        } catch {
            outcome = .failure(error.failure)
        }
        await session.shutdown()
        return try outcome.get()
    }

    func list() async throws(Bitrix24Error) -> RoomListing {
        let answer = try await session.call("scope", for: .read)
        let scopes = try session.rows("scope", answer.result, date: answer.date, \.text)
        var listing = RoomListing(
            portal: session.origin.description, user: try await user(), scopes: scopes.sorted(),
            rooms: [], findings: [])
        try await checkMethods(in: &listing)
        if scopes.contains("calendar") {
            try await addCalendars(to: &listing)
            try await addGroups(to: &listing)
        } else {
            listing.findings.append(
                "scope calendar is missing: no group, company calendar, meeting room or CRM resource"
            )
        }
        if scopes.contains("booking") {
            try await addResources(to: &listing)
        } else {
            listing.findings.append("scope booking is missing: no resource of Online booking")
        }
        if !scopes.contains("im") {
            listing.findings.append("scope im is missing: nobody is notified")
        }
        if let notice = session.renameNotice { listing.findings.insert(notice, at: 0) }
        for room in listing.rooms where !room.mayBook && room.source != .resource {
            listing.findings.append(
                "\(room.source.rawValue) \(room.id) can be shown, but the user may not book it")
        }
        return listing
    }

    private func user() async throws(Bitrix24Error) -> String {
        let profile = try await session.call("profile", for: .read).result
        let names = [profile["NAME"]?.text, profile["LAST_NAME"]?.text].compactMap { $0 }
        return "\(session.userID) \(names.joined(separator: " "))".trimmed.oneLine(100)
    }

    /// Asks whether the portal has what a panel calls: old portals and switched-off tools do not.
    private func checkMethods(in listing: inout RoomListing) async throws(Bitrix24Error) {
        let methods = [
            "calendar.event.get", "booking.v1.booking.list", "im.notify.personal.add",
        ]
        let answers = try await session.batch(
            methods.map { BatchCommand("method.get", ["name": .string($0)]) }, for: .read)
        for (method, answer) in zip(methods, answers) {
            guard let told = note(answer, method, in: &listing)?.result,
                told["isExisting"]?.isYes == false
            else { continue }
            listing.findings.append("the portal does not know \(method): too old, or switched off")
        }
    }

    // MARK: - Calendars

    private func addCalendars(to listing: inout RoomListing) async throws(Bitrix24Error) {
        let answers = try await session.batch(
            [
                BatchCommand("calendar.section.get", ["type": "company_calendar", "ownerId": 0]),
                BatchCommand("calendar.section.get", ["type": "location", "ownerId": 0]),
                BatchCommand("calendar.resource.list"),
            ], for: .read)
        for (source, answer) in zip([Bitrix24Settings.Source.company, .location], answers) {
            let told = answer.flatMap { rights(in: $0) }
            guard let rights = note(told, source.rawValue, in: &listing) else { continue }
            listing.rooms += rights.sections.filter(\.mayView).map { room($0, source) }
            if rights.mayBeCut {
                listing.findings.append("there may be more of \(source.rawValue) than are listed")
            }
        }
        let resources = answers[2].flatMap { named("calendar.resource.list", $0.result) }
        for (id, name) in note(resources, "resource", in: &listing) ?? [] {
            listing.rooms.append(
                RoomListing.Room(
                    source: .resource, id: id, name: name, mayBook: false, mayChange: false))
        }
    }

    private func rights(in answer: Envelope) -> Result<SectionRights, Bitrix24Error> {
        Result(catching: { () throws(Bitrix24Error) in try SectionRights(answer, session) })
    }

    /// The numbers and names of a list.
    private func named(
        _ method: String, _ list: JSON?, id: String = "ID", name: String = "NAME"
    ) -> Result<[(id: Int64, name: String)], Bitrix24Error> {
        Result(catching: { () throws(Bitrix24Error) in
            try session.rows(method, list, date: nil) { row in
                let number = row[id]?.wholeNumber ?? 0
                return number > 0 ? (number, self.name(row[name])) : nil
            }
        })
    }

    private func room(
        _ section: SectionRights.Section, _ source: Bitrix24Settings.Source
    ) -> RoomListing.Room {
        RoomListing.Room(
            source: source, id: section.id, name: section.name.oneLine(100),
            mayBook: section.mayAdd, mayChange: section.mayEdit)
    }

    // MARK: - Groups

    private func addGroups(to listing: inout RoomListing) async throws(Bitrix24Error) {
        guard listing.scopes.contains("sonet_group") || listing.scopes.contains("socialnetwork")
        else {
            listing.findings.append(
                "scope sonet_group is missing: groups cannot be listed; a group's id is in its address"
            )
            return
        }
        var groups: [(id: Int64, name: String)] = []
        var next: Int64? = 0
        while let start = next, groups.count < Self.mostGroups {
            let answer = await Result { () async throws(Bitrix24Error) -> Envelope in
                try await session.call(
                    "sonet_group.get", ["ORDER": ["ID": "ASC"], "start": .integer(start)],
                    for: .read)
            }
            let rows = answer.flatMap { named("sonet_group.get", $0.result) }
            guard let found = note(rows, "group", in: &listing) else { break }
            groups += found
            next = (try? answer.get())?.next.flatMap { $0 > start ? $0 : nil }
        }
        if next != nil { listing.findings.append("groups beyond \(groups.count) were left out") }
        for first in stride(from: 0, to: groups.count, by: Bitrix24Limits.batchCommands) {
            let part = groups[first..<min(first + Bitrix24Limits.batchCommands, groups.count)]
            try await addGroups(Array(part), to: &listing)
        }
    }

    private func addGroups(
        _ groups: [(id: Int64, name: String)], to listing: inout RoomListing
    ) async throws(Bitrix24Error) {
        let commands = groups.map {
            BatchCommand("calendar.section.get", ["type": "group", "ownerId": .integer($0.id)])
        }
        let answers = try await session.batch(commands, for: .read)
        for (group, answer) in zip(groups, answers) {
            // A group without a calendar, or one the user may not see, is no room; nothing is wrong with that.
            guard let sections = try? answer.flatMap({ rights(in: $0) }).get().sections,
                sections.contains(where: \.mayView)
            else { continue }
            listing.rooms.append(
                RoomListing.Room(
                    source: .group, id: group.id, name: group.name,
                    mayBook: sections.contains(where: \.mayAdd),
                    mayChange: sections.contains(where: \.mayEdit)))
        }
    }

    // MARK: - Online booking

    private func addResources(to listing: inout RoomListing) async throws(Bitrix24Error) {
        var page = 0
        while page < Bitrix24Limits.pages {
            let answer = await Result { () async throws(Bitrix24Error) -> Envelope in
                try await session.call(
                    "booking.v1.resource.list",
                    [
                        "order": ["id": "asc"],
                        "start": .integer(Int64(page * Bitrix24Limits.pageRows)),
                    ], for: .read)
            }
            let list = answer.flatMap {
                named("booking.v1.resource.list", $0.result["resource"], id: "id", name: "name")
            }
            guard let rows = note(list, "booking", in: &listing) else { return }
            listing.rooms += rows.map {
                RoomListing.Room(
                    source: .booking, id: $0.id, name: $0.name, mayBook: true, mayChange: true)
            }
            if rows.count < Bitrix24Limits.pageRows { return }
            page += 1
        }
    }

    // MARK: - Means

    /// The answer, or a finding that says why there is none.
    private func note<Found>(
        _ answer: Result<Found, Bitrix24Error>, _ what: String, in listing: inout RoomListing
    ) -> Found? {
        switch answer {
        case .success(let found): return found
        case .failure(let error):
            listing.findings.append("\(what): \(error)")
            return nil
        }
    }

    private func name(_ value: JSON?) -> String {
        (value?.text ?? "").oneLine(100)
    }
}

extension Result where Success: Sendable {
    /// The outcome of some work.
    fileprivate init(_ work: () async throws(Failure) -> Success) async {
        do throws(Failure) { self = .success(try await work()) } catch { self = .failure(error) }
    }
}
