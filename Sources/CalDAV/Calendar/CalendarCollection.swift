/// A calendar that discovery found, and what it can do.
struct CalendarCollection: Hashable, Sendable {
    var url: ResourceURL
    /// The display name; nil if it has none.
    var name: String?
    /// Whether it offers `sync-collection` (RFC 6578).
    var offersSync: Bool
    /// Whether the account may change what is in it; true if the server does not say.
    var isWritable: Bool

    /// Takes up what a PROPFIND says of a resource; nil if that is no calendar.
    init?(_ response: MultiStatus.Response, at url: ResourceURL) {
        guard let type = response.properties[.dav("resourcetype")],
            type[.caldav("calendar")] != nil
        else { return nil }
        self.url = url.asFolder
        name = response.text(.dav("displayname"))
        offersSync =
            response.properties[.dav("supported-report-set")]?.holds(.dav("sync-collection"))
            ?? false
        isWritable = CalendarCollection.isWritable(response)
        if let kinds = response.properties[.caldav("supported-calendar-component-set")],
            !kinds.children.isEmpty,
            !kinds.children.contains(where: { $0.attributes["name"]?.uppercased() == "VEVENT" })
        {
            return nil  // a list of tasks or the like
        }
    }

    /// Reads `current-user-privilege-set` (RFC 3744, section 5.4).
    private static func isWritable(_ response: MultiStatus.Response) -> Bool {
        guard let set = response.properties[.dav("current-user-privilege-set")] else { return true }
        return ["all", "write", "write-content"].contains { set.holds(.dav($0)) }
    }
}
