import CivilCalendar
import HTTPExchange
import Logging
import RoomCore

/// Brings what is known of a calendar up to date, with as few and as small requests as the server allows.
struct CalendarReader: Sendable {
    let session: WebDAVSession
    let calendar: CalendarCollection
    let context: CalendarObject.Context
    let logger: Logger

    private var limits: CalDAVLimits { context.limits }

    /// How far beyond the window objects are listed, so that a moving window seldom asks for a new list.
    ///
    /// The day before covers times without a zone, which servers place as they like.
    private static let reachBefore = Duration.seconds(86_400)
    private static let reachAfter = Duration.seconds(2 * 86_400)
    /// How many portions of changes are taken in before everything is listed anew.
    private static let portionLimit = 50
    /// After how many refusals in a row `sync-collection` is not tried again.
    private static let refusalLimit = 2
    /// How many objects are asked for at once.
    private static let batchSize = 50

    /// Brings the cache up to date for the window.
    ///
    /// - Returns: the server's clock in the last answer.
    /// - Throws: ``CalDAVError``; the cache then holds what was read so far, and the listing of before.
    func refresh(
        _ cache: inout CalendarCache, for window: Span
    ) async throws(CalDAVError) -> WallTime? {
        guard let range = cache.range, range.start <= window.start, window.end <= range.end else {
            return try await list(&cache, for: window)
        }
        if let token = cache.syncToken, cache.syncRefusals < CalendarReader.refusalLimit {
            if let date = try await applyChanges(&cache, since: token) { return date.date }
        } else if let tag = cache.tag {
            let (state, answer) = try await changeState()
            if state.tag == tag { return answer.date }
        }
        return try await list(&cache, for: window)
    }

    // MARK: - Everything

    private func list(
        _ cache: inout CalendarCache, for window: Span
    ) async throws(CalDAVError) -> WallTime? {
        let range = cover(cache.range, window)
        let (state, answer) = try await changeState()
        var listing = Listing()
        try await list(range, into: &listing)
        if cache.range != range {
            cache.forgetListing()
            reread(&cache, for: range)
        }
        let wanted = listing.members.filter { member in
            cache.entries[member.key].map { $0.etag != member.etag || member.etag.isEmpty } ?? true
        }
        let isWhole = try await fetch(wanted, into: &cache, range: range)
        cache.retain(Set(listing.members.map(\.key)))
        cache.listingComplaints = listing.complaints
        cache.syncToken = isWhole ? state.syncToken : nil
        cache.tag = isWhole ? state.tag : nil
        return answer.date
    }

    /// The range in force if it still covers the window, else a new one around it, in whole hours.
    private func cover(_ range: Span?, _ window: Span) -> Span {
        if let range, range.start <= window.start, window.end <= range.end { return range }
        let hour: Int64 = 3_600
        let start = window.start - CalendarReader.reachBefore
        let end = window.end + CalendarReader.reachAfter
        return Span(
            start: WallTime(
                secondsSinceEpoch: start.secondsSinceEpoch.flooredDivision(by: hour) * hour),
            end: WallTime(secondsSinceEpoch: end.secondsSinceEpoch.flooredDivision(by: hour) * hour)
        )
    }

    private func reread(_ cache: inout CalendarCache, for range: Span) {
        var budget = StepBudget(limits)
        cache.move(to: range) { entry in
            CalendarObject(
                entry.text ?? [], name: name(of: entry.href), range: range, context, budget: &budget
            )
        }
    }

    private struct ChangeState {
        var syncToken: String?
        var tag: String?
    }

    /// Asks where changes are counted from now on.
    ///
    /// Asked before the list, so that no change falls between.
    private func changeState() async throws(CalDAVError) -> (ChangeState, HTTPAnswer) {
        let request = CalDAVRequests.properties(
            CalDAVRequests.changeProperties, of: calendar.url, depth: 0)
        let (statuses, answer) = try await session.multiStatus(request, "PROPFIND")
        let response = statuses.responses.first
        let token = calendar.offersSync ? response?.text(.dav("sync-token")) : nil
        return (
            ChangeState(syncToken: token, tag: response?.text(.calendarServer("getctag"))), answer
        )
    }

    private struct Member: Hashable {
        var key: String
        var href: String
        var etag: String
    }

    private struct Listing {
        var members: [Member] = []
        var complaints: [String] = []
        var keys: Set<String> = []
        /// Whether there were more members than are taken.
        var isFull = false
    }

    /// Lists the objects of a range; where the answer is cut short or too long, in two halves.
    private func list(_ range: Span, into listing: inout Listing) async throws(CalDAVError) {
        if listing.isFull { return }
        let request = CalDAVRequests.query(calendar.url, range: range)
        let isShort = range.length <= .seconds(3_600)
        do {
            let (statuses, _) = try await session.multiStatus(request, "REPORT calendar-query")
            let isCut = statuses.responses.contains { $0.status == 507 }
            if !isCut || isShort {
                if isCut { listing.complaints.append("the server cut its list of bookings short") }
                return take(statuses, into: &listing)
            }
        } catch {
            guard error.isTooLarge || error.status == 507, !isShort else { throw error }
        }
        let middle = WallTime(
            secondsSinceEpoch: (range.start.secondsSinceEpoch + range.end.secondsSinceEpoch) / 2)
        try await list(Span(start: range.start, end: middle), into: &listing)
        try await list(Span(start: middle, end: range.end), into: &listing)
    }

    private func take(_ statuses: MultiStatus, into listing: inout Listing) {
        for response in statuses.responses where (response.status ?? 200) < 300 {
            guard let member = member(response), listing.keys.insert(member.key).inserted else {
                continue
            }
            guard listing.members.count < limits.objects else {
                listing.isFull = true
                listing.complaints = [
                    "more than \(limits.objects) calendar objects; the rest is left out"
                ]
                return
            }
            listing.members.append(member)
        }
    }

    /// The object that an answer is about; nil for the calendar itself and for other servers' resources.
    private func member(_ response: MultiStatus.Response) -> Member? {
        guard let url = calendar.url.resolving(response.href), url.hasSameOrigin(as: calendar.url),
            !url.path.hasSuffix("/"), url.key != calendar.url.key
        else { return nil }
        return Member(key: url.key, href: url.path, etag: response.text(.dav("getetag")) ?? "")
    }

    // MARK: - Changes only

    private struct Date {
        var date: WallTime?
    }

    /// Takes in what changed since the token.
    ///
    /// - Returns: nil if the server does not go along with the token any more, or there is too much of it.
    private func applyChanges(
        _ cache: inout CalendarCache, since token: String
    ) async throws(CalDAVError) -> Date? {
        var token = token
        for _ in 0..<CalendarReader.portionLimit {
            let request = CalDAVRequests.changes(since: token, of: calendar.url)
            let statuses: MultiStatus
            let answer: HTTPAnswer
            do {
                (statuses, answer) = try await session.multiStatus(
                    request, "REPORT sync-collection")
            } catch {
                guard
                    error.isTooLarge || [400, 403, 405, 409, 412, 501, 507].contains(error.status)
                else { throw error }
                logger.info(
                    "changes cannot be had, the calendar is listed anew",
                    metadata: ["reason": "\(error.failure.message)"])
                cache.syncToken = nil
                cache.syncRefusals += 1
                return nil
            }
            let isWhole = try await apply(statuses, to: &cache)
            guard isWhole, let next = statuses.syncToken else {
                cache.syncToken = nil
                cache.tag = nil
                return nil
            }
            cache.syncToken = next
            cache.syncRefusals = 0
            let isCut = statuses.responses.contains {
                $0.status == 507
                    && calendar.url.resolving($0.href)?.asFolder.key == calendar.url.key
            }
            if !isCut { return Date(date: answer.date) }
            if next == token { break }
            token = next
        }
        cache.syncToken = nil
        return nil
    }

    /// Takes in one portion of changes.
    ///
    /// - Returns: false if an object could not be read and has to be asked for again.
    private func apply(
        _ statuses: MultiStatus, to cache: inout CalendarCache
    ) async throws(CalDAVError) -> Bool {
        guard let range = cache.range, cache.entries.count < 2 * limits.objects else {
            return false
        }
        var wanted: [Member] = []
        for response in statuses.responses {
            guard let member = member(response) else { continue }
            if response.status == 404 {
                cache.remove(member.key)
            } else if (response.status ?? 200) < 300,
                cache.entries[member.key]?.etag != member.etag || member.etag.isEmpty
            {
                wanted.append(member)
            }
        }
        return try await fetch(wanted, into: &cache, range: range)
    }

    // MARK: - Objects

    /// Reads the objects, in portions that fit one answer.
    ///
    /// - Returns: false if one could not be read for now; those that are too long do not count.
    private func fetch(
        _ members: [Member], into cache: inout CalendarCache, range: Span
    ) async throws(CalDAVError) -> Bool {
        var isWhole = true
        var budget = StepBudget(limits)
        var rest = members[...]
        var size = CalendarReader.batchSize
        while !rest.isEmpty {
            let batch = Array(rest.prefix(size))
            do {
                let request = CalDAVRequests.objects(batch.map(\.href), of: calendar.url)
                let (statuses, _) = try await session.multiStatus(
                    request, "REPORT calendar-multiget")
                if !take(statuses, of: batch, into: &cache, range: range, &budget) {
                    isWhole = false
                }
                rest = rest.dropFirst(batch.count)
                size = min(size * 2, CalendarReader.batchSize)
                await Task.yield()
            } catch {
                guard error.isTooLarge || error.status == 507 else { throw error }
                if let only = batch.first, batch.count == 1 {
                    cache.remove(only.key)
                    cache.note(
                        only.key, unreadable: "\(name(of: only.href)): too long, it is left out")
                    rest = rest.dropFirst()
                }
                size = max(batch.count / 4, 1)
            }
        }
        return isWhole
    }

    private func take(
        _ statuses: MultiStatus, of batch: [Member], into cache: inout CalendarCache, range: Span,
        _ budget: inout StepBudget
    ) -> Bool {
        var answered: [String: MultiStatus.Response] = [:]
        for response in statuses.responses {
            if let member = member(response) { answered[member.key] = response }
        }
        var isWhole = true
        for member in batch {
            let response = answered[member.key]
            if response?.status == 404 {
                cache.remove(member.key)
            } else if let response, let data = response.properties[.caldav("calendar-data")] {
                let text = Array(data.text.utf8)
                let object = CalendarObject(
                    text, name: name(of: member.href), range: range, context, budget: &budget)
                let etag = response.text(.dav("getetag")) ?? member.etag
                let entry = CalendarCache.Entry(
                    href: member.href, etag: etag, text: text, object: object)
                cache.keep(entry, as: member.key, limits: limits)
            } else {
                let status = response?.status ?? response?.failures.first
                let reason = status.map { " (\($0))" } ?? ""
                cache.note(
                    member.key, unreadable: "\(name(of: member.href)): could not be read\(reason)")
                isWhole = false
            }
        }
        return isWhole
    }

    private func name(of href: String) -> String {
        calendar.url.resolving(href)?.name ?? "object"
    }
}
