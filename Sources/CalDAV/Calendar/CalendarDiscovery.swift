import HTTPExchange

/// Finds the room's calendar from the configured address (RFC 4791, section 6.2.1, RFC 5397).
struct CalendarDiscovery: Sendable {
    let session: WebDAVSession
    /// The configured address.
    let start: ResourceURL
    /// The display name of the calendar; nil takes the address's own or only one.
    let wanted: String?

    private static let operation = "PROPFIND"
    /// How many homes of a principal are looked at.
    private static let homeLimit = 4

    /// Finds the calendar.
    ///
    /// - Throws: ``CalDAVError``, with the cause `notACalendar` if what is there is none.
    func find() async throws(CalDAVError) -> CalendarCollection {
        guard let (response, url) = try await look(at: start) else {
            return try await findFromRoot()
        }
        if let calendar = CalendarCollection(response, at: url) { return try check(calendar) }
        var homes = response.hrefs(.caldav("calendar-home-set"))
        if homes.isEmpty, let principal = principal(of: response, at: url),
            let (found, _) = try await look(at: principal)
        {
            homes = found.hrefs(.caldav("calendar-home-set"))
        }
        let kind = response.properties[.dav("resourcetype")]
        return try await choose(from: homes, orIn: kind?[.dav("collection")] == nil ? nil : url)
    }

    /// A server's bare address may know the way (RFC 6764, section 5).
    private func findFromRoot() async throws(CalDAVError) -> CalendarCollection {
        guard start.path == "/",
            let (response, url) = try await look(at: start.with(path: "/.well-known/caldav"))
        else { throw fault("there is nothing there") }
        var homes = response.hrefs(.caldav("calendar-home-set"))
        if homes.isEmpty, let principal = principal(of: response, at: url),
            let (found, _) = try await look(at: principal)
        {
            homes = found.hrefs(.caldav("calendar-home-set"))
        }
        return try await choose(from: homes, orIn: url)
    }

    private func principal(of response: MultiStatus.Response, at url: ResourceURL) -> ResourceURL? {
        response.hrefs(.dav("current-user-principal")).first.flatMap(url.resolving)
    }

    /// What the server says of one resource; nil if there is none.
    private func look(
        at url: ResourceURL
    ) async throws(CalDAVError) -> (MultiStatus.Response, ResourceURL)? {
        guard url.hasSameOrigin(as: start) else {
            throw fault("it leads to another server, \(url.origin), which is not followed")
        }
        let request = CalDAVRequests.properties(
            CalDAVRequests.discoveryProperties, of: url, depth: 0)
        do {
            let (statuses, _) = try await session.multiStatus(request, CalendarDiscovery.operation)
            guard let response = statuses.responses.first else { return nil }
            return (response, url.resolving(response.href) ?? url)
        } catch {
            switch error.status {
            case 404, 410: return nil
            case 400, 405, 501: throw fault("what is there speaks no WebDAV (\(error.status ?? 0))")
            default: throw error
            }
        }
    }

    private func choose(
        from homes: [String], orIn folder: ResourceURL?
    ) async throws(CalDAVError) -> CalendarCollection {
        var places = homes.prefix(CalendarDiscovery.homeLimit).compactMap(start.resolving)
        if let folder, !places.contains(where: { $0.key == folder.key }) { places.append(folder) }
        var calendars: [CalendarCollection] = []
        for place in places {
            for calendar in try await self.calendars(in: place)
            where !calendars.contains(where: { $0.url.key == calendar.url.key }) {
                calendars.append(calendar)
            }
        }
        return try choose(from: calendars)
    }

    private func calendars(
        in home: ResourceURL
    ) async throws(CalDAVError) -> [CalendarCollection] {
        guard home.hasSameOrigin(as: start) else {
            throw fault(
                "its calendars are on another server, \(home.origin), which is not followed")
        }
        let request = CalDAVRequests.properties(
            CalDAVRequests.discoveryProperties, of: home, depth: 1)
        let (statuses, _) = try await session.multiStatus(request, CalendarDiscovery.operation)
        return statuses.responses.compactMap { response in
            home.resolving(response.href).flatMap { CalendarCollection(response, at: $0) }
        }.filter { $0.url.hasSameOrigin(as: start) }
    }

    private func choose(
        from calendars: [CalendarCollection]
    ) throws(CalDAVError) -> CalendarCollection {
        let names = calendars.map { ($0.name ?? $0.url.name).oneLine(40) }
        let list = names.prefix(8).joined(separator: ", ")
        if calendars.isEmpty { throw fault("it is no calendar, and none was found from there") }
        guard let wanted else {
            if calendars.count == 1 { return calendars[0] }
            throw fault("it is no calendar; choose one by its name: \(list)")
        }
        let same = calendars.filter { $0.name == wanted }
        if same.count > 1 {
            throw fault(
                "there are \(same.count) calendars named \(wanted.oneLine(60)); give the address of one"
            )
        }
        if let calendar = same.first ?? calendars.first(where: { $0.url.name == wanted }) {
            return calendar
        }
        throw fault("no calendar named \(wanted.oneLine(60)) was found there; there are: \(list)")
    }

    /// A configured name has to fit the calendar that the address names.
    private func check(_ calendar: CalendarCollection) throws(CalDAVError) -> CalendarCollection {
        guard let wanted, calendar.name != wanted, calendar.url.name != wanted else {
            return calendar
        }
        let name = (calendar.name ?? calendar.url.name).oneLine(60)
        throw fault("it is the calendar \(name), not \(wanted.oneLine(60))")
    }

    private func fault(_ what: String) -> CalDAVError {
        CalDAVError("looking for the calendar at", start, .notACalendar(what))
    }
}
