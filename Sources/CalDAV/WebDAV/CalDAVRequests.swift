import HTTPExchange
import RoomCore

/// The requests of RFC 4791, 4918 and 6578, as values.
enum CalDAVRequests {
    /// What discovery asks of a resource.
    static let discoveryProperties = [
        "<D:resourcetype/>", "<D:displayname/>", "<D:current-user-principal/>",
        "<C:calendar-home-set/>", "<D:supported-report-set/>", "<D:current-user-privilege-set/>",
        "<C:supported-calendar-component-set/>",
    ]

    /// What tells whether a collection changed.
    static let changeProperties = ["<D:sync-token/>", "<S:getctag/>"]

    /// Asks for properties of a resource (`depth` 0), or of it and what it holds (1).
    static func properties(_ names: [String], of url: ResourceURL, depth: Int) -> HTTPRequest {
        xml("PROPFIND", url, depth: depth, "D:propfind", "<D:prop>\(names.joined())</D:prop>")
    }

    /// Asks for the entity tags of the events that share time with `range` (RFC 4791, section 7.8).
    static func query(_ calendar: ResourceURL, range: Span) -> HTTPRequest {
        let start = CalendarTime(range.start).stamp
        let end = CalendarTime(range.end).stamp
        return query(calendar, "<C:time-range start=\"\(start)\" end=\"\(end)\"/>")
    }

    /// Asks for the event with this UID, wherever it is.
    static func query(_ calendar: ResourceURL, uid: String) -> HTTPRequest {
        let match = "<C:text-match collation=\"i;octet\">\(escape(uid))</C:text-match>"
        return query(calendar, "<C:prop-filter name=\"UID\">\(match)</C:prop-filter>")
    }

    private static func query(_ calendar: ResourceURL, _ filter: String) -> HTTPRequest {
        xml(
            "REPORT", calendar, depth: 1, "C:calendar-query",
            """
            <D:prop><D:getetag/></D:prop><C:filter><C:comp-filter name="VCALENDAR">\
            <C:comp-filter name="VEVENT">\(filter)</C:comp-filter></C:comp-filter></C:filter>
            """)
    }

    /// Asks for the text of these objects (RFC 4791, section 7.9).
    static func objects(_ hrefs: [String], of calendar: ResourceURL) -> HTTPRequest {
        let list = hrefs.map { "<D:href>\(escape($0))</D:href>" }.joined()
        return xml(
            "REPORT", calendar, depth: 1, "C:calendar-multiget",
            "<D:prop><D:getetag/><C:calendar-data/></D:prop>\(list)")
    }

    /// Asks what changed since the token was handed out (RFC 6578, section 3.2).
    static func changes(since token: String, of calendar: ResourceURL) -> HTTPRequest {
        xml(
            "REPORT", calendar, depth: 0, "D:sync-collection",
            """
            <D:sync-token>\(escape(token))</D:sync-token><D:sync-level>1</D:sync-level>\
            <D:prop><D:getetag/></D:prop>
            """)
    }

    /// Fetches one object.
    static func object(_ url: ResourceURL) -> HTTPRequest {
        HTTPRequest(method: "GET", url: url, headers: [HTTPField("accept", "text/calendar")])
    }

    /// Stores one object: as a new one if `etag` is nil, else in place of the one with this tag.
    static func store(_ text: [UInt8], at url: ResourceURL, replacing etag: String?) -> HTTPRequest
    {
        let condition = etag.map { HTTPField("if-match", $0) } ?? HTTPField("if-none-match", "*")
        let type = HTTPField("content-type", "text/calendar; charset=utf-8")
        return HTTPRequest(method: "PUT", url: url, headers: [condition, type], body: text)
    }

    /// Deletes the object that still has this tag; nil deletes it whatever it holds.
    static func delete(_ url: ResourceURL, etag: String?) -> HTTPRequest {
        let condition = etag.map { [HTTPField("if-match", $0)] } ?? []
        return HTTPRequest(method: "DELETE", url: url, headers: condition)
    }

    private static func xml(
        _ method: String, _ url: ResourceURL, depth: Int, _ root: String, _ content: String
    ) -> HTTPRequest {
        let names =
            """
            xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" \
            xmlns:S="http://calendarserver.org/ns/"
            """
        let body =
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<\(root) \(names)>\(content)</\(root)>\n"
        let headers = [
            HTTPField("depth", "\(depth)"),
            HTTPField("content-type", "application/xml; charset=utf-8"),
            HTTPField("accept", "application/xml, text/xml"),
        ]
        return HTTPRequest(method: method, url: url, headers: headers, body: Array(body.utf8))
    }

    private static func escape(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
