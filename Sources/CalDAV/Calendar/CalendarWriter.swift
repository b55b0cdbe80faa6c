import HTTPExchange
import Logging
import RoomCore

/// Carries out writes, each once in effect even when it is asked for again after a lost answer.
struct CalendarWriter: Sendable {
    let session: WebDAVSession
    let calendar: CalendarCollection
    let context: CalendarObject.Context
    /// The address of the object that describes a booking of a UID, as far as the last read knows.
    let known: @Sendable (_ id: BookingID, _ uid: String) -> String?
    let wall: @Sendable () -> WallTime
    let logger: Logger

    /// How often an object is read again after somebody else changed it in between.
    private static let tries = 4

    /// Carries out one write.
    ///
    /// - Throws: ``CalDAVError``.
    func write(_ write: ServerWrite) async throws(CalDAVError) {
        switch write {
        case .create(let booking): try await create(booking)
        case .changeEnd(let id, let from, let to): try await changeEnd(id, from: from, to: to)
        case .withdraw(let id): try await withdraw(id)
        case .mark(let id, let mark): try await change(id) { $0.marking(mark) }
        }
    }

    // MARK: - Create

    private func create(_ booking: Booking) async throws(CalDAVError) {
        let url = calendar.url.appending(name: booking.id.text + ".ics")
        let text = EventText.make(booking, roomAddress: context.roomAddress, now: wall())
        let request = CalDAVRequests.store(text, at: url, replacing: nil)
        let answer = try await session.send(request, "PUT")
        if isDone(answer) { return }
        let failure = session.unexpected(answer, "PUT", url)
        let isTaken = answer.status == 412
        if isTaken || answer.conditions.contains("no-uid-conflict") {
            try await recognise(booking, at: isTaken ? url : nil, failure)
        } else {
            throw failure
        }
    }

    /// Settles whether an object that is in the way is the booking itself, made by a try whose answer was lost.
    private func recognise(
        _ booking: Booking, at url: ResourceURL?, _ failure: CalDAVError
    ) async throws(CalDAVError) {
        var place = url
        if place == nil { place = try await search(uid: booking.id.text) }
        guard let place, let object = try await fetch(place) else { throw failure }
        let edit = EventEdit(
            object.text, uid: booking.id.text, key: nil, context, now: wall())
        guard edit.isPanels else {
            throw CalDAVError("PUT", place, .refused("another object has the booking's name"))
        }
        logger.debug("the booking was there already", metadata: ["booking": "\(booking.id)"])
    }

    // MARK: - Change

    private func changeEnd(
        _ id: BookingID, from base: WallTime, to end: WallTime
    ) async throws(CalDAVError) {
        let seconds = end.secondsSinceEpoch
        var isOver = false
        var isOvertaken = false
        try await change(id) { edit in
            if edit.isPanels, let start = edit.startsAt, seconds <= start {
                isOver = true
                return .unchanged
            }
            let outcome = edit.changingEnd(to: end)
            guard case .changed = outcome, let now = edit.end, !now.isSameEnd(as: base) else {
                return outcome
            }
            isOvertaken = !now.isSameEnd(as: end)
            return .unchanged
        }
        if isOvertaken { throw overtaken("PUT", id) }
        // Of a booking of our own that would have no time left, nothing is to be kept.
        if isOver { try await withdraw(id, endingAt: base) }
    }

    private func overtaken(_ operation: String, _ id: BookingID) -> CalDAVError {
        CalDAVError(operation, nil, .changed("\(id) has been given another end since"))
    }

    /// Reads the object, changes it, and stores it if nobody else changed it in between.
    private func change(
        _ id: BookingID, _ change: (EventEdit) -> EventEdit.Outcome
    ) async throws(CalDAVError) {
        var failure: CalDAVError?
        for _ in 0..<CalendarWriter.tries {
            guard let place = try await locate(id) else {
                throw CalDAVError(
                    "looking for \(id)", calendar.url, .gone("it is not there any more"))
            }
            let edit = EventEdit(
                place.object.text, uid: place.uid, key: place.key, context, now: wall())
            switch change(edit) {
            case .unchanged:
                return
            case .missing:
                throw CalDAVError("looking for \(id)", place.url, .gone("it is not there any more"))
            case .moved:
                throw CalDAVError("PUT", place.url, .gone("\(id) starts after its new end"))
            case .refused(let reason):
                throw CalDAVError("PUT", place.url, .refused(reason))
            case .changed(let text):
                let request = CalDAVRequests.store(
                    text, at: place.url, replacing: place.object.etag ?? "*")
                let answer = try await session.send(request, "PUT")
                if isDone(answer) { return }
                failure = session.unexpected(answer, "PUT", place.url)
                guard [404, 409, 410, 412].contains(answer.status) else { break }
                continue
            }
            break
        }
        if let failure { throw failure }
    }

    // MARK: - Withdraw

    /// - Parameter base: the end that this was decided on; nil if any will do.
    private func withdraw(
        _ id: BookingID, endingAt base: WallTime? = nil
    ) async throws(CalDAVError) {
        var failure: CalDAVError?
        for _ in 0..<CalendarWriter.tries {
            guard let place = try await locate(id) else { return }
            let edit = EventEdit(
                place.object.text, uid: place.uid, key: place.key, context, now: wall())
            guard edit.isPanels else {
                throw CalDAVError(
                    "DELETE", place.url, .refused("the panel did not make this booking"))
            }
            if let base, let end = edit.end, !end.isSameEnd(as: base) {
                throw overtaken("DELETE", id)
            }
            let request = CalDAVRequests.delete(place.url, etag: place.object.etag)
            let answer = try await session.send(request, "DELETE")
            if isDone(answer) || answer.status == 404 || answer.status == 410 { return }
            failure = session.unexpected(answer, "DELETE", place.url)
            if answer.status != 412 { break }
        }
        if let failure { throw failure }
    }

    /// Whether a write took effect; a web page that answers 200 is none.
    private func isDone(_ answer: HTTPAnswer) -> Bool {
        switch answer.status {
        case 201, 202, 204: return true
        case 200: return answer.mediaType != "text/html"
        case 207:
            let statuses = (try? MultiStatus(answer.body))?.responses ?? []
            return !statuses.isEmpty && statuses.allSatisfy { ($0.status ?? 200) < 300 }
        default: return false
        }
    }

    // MARK: - Finding a booking

    private struct Object {
        var text: [UInt8]
        var etag: String?
    }

    private struct Place {
        var uid: String
        var key: OccurrenceKey?
        var url: ResourceURL
        var object: Object
    }

    /// Finds the object that holds a booking and reads it; nil if there is none.
    private func locate(_ id: BookingID) async throws(CalDAVError) -> Place? {
        let names = CalendarWriter.names(in: id)
        for (uid, key) in names {
            let isOwn = uid.hasPrefix(BookingMapper.panelPrefix)
            let known = known(id, uid).flatMap(calendar.url.resolving)
            guard let url = known ?? (isOwn ? calendar.url.appending(name: uid + ".ics") : nil),
                let object = try await fetch(url)
            else { continue }
            return Place(uid: uid, key: key, url: url, object: object)
        }
        for (uid, key) in names {
            guard let url = try await search(uid: uid), let object = try await fetch(url) else {
                continue
            }
            return Place(uid: uid, key: key, url: url, object: object)
        }
        return nil
    }

    /// What a booking's name can mean: a UID that may hold slashes, and the occurrence behind the last.
    private static func names(in id: BookingID) -> [(uid: String, key: OccurrenceKey?)] {
        let text = id.text
        guard let slash = text.lastIndex(of: "/"),
            let key = OccurrenceKey(text[text.index(after: slash)...])
        else { return [(text, nil)] }
        return [(String(text[..<slash]), key), (text, nil)]
    }

    /// Asks the server where the event with this UID is; nil if there is none.
    private func search(uid: String) async throws(CalDAVError) -> ResourceURL? {
        let request = CalDAVRequests.query(calendar.url, uid: uid)
        let (statuses, _) = try await session.multiStatus(request, "REPORT calendar-query")
        return statuses.responses.lazy.filter { ($0.status ?? 200) < 300 }
            .compactMap { calendar.url.resolving($0.href) }
            .first { $0.hasSameOrigin(as: calendar.url) && !$0.path.hasSuffix("/") }
    }

    /// Reads one object; nil if there is none.
    private func fetch(_ url: ResourceURL) async throws(CalDAVError) -> Object? {
        let answer = try await session.send(CalDAVRequests.object(url), "GET")
        switch answer.status {
        case 404, 410:
            return nil
        case 200 where answer.mediaType == "text/calendar":
            return Object(text: answer.body, etag: answer["etag"])
        default:
            throw session.unexpected(answer, "GET", url)
        }
    }
}
