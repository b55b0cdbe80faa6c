/// One element of an XML document, with its namespace.
struct XMLElement: Hashable, Sendable {
    /// A namespace and a local name.
    struct Name: Hashable, Sendable {
        var namespace: String
        var local: String

        /// A name of WebDAV (RFC 4918).
        static func dav(_ local: String) -> Name { Name(namespace: "DAV:", local: local) }
        /// A name of CalDAV (RFC 4791).
        static func caldav(_ local: String) -> Name {
            Name(namespace: "urn:ietf:params:xml:ns:caldav", local: local)
        }
        /// A name of the CalendarServer extensions, where `getctag` comes from.
        static func calendarServer(_ local: String) -> Name {
            Name(namespace: "http://calendarserver.org/ns/", local: local)
        }
    }

    var name: Name
    /// Attributes without a namespace.
    var attributes: [String: String] = [:]
    /// All character data directly inside, put together.
    var text = ""
    var children: [XMLElement] = []

    /// The first child of that name.
    subscript(name: Name) -> XMLElement? {
        children.first { $0.name == name }
    }

    /// All children of that name, in order.
    func all(_ name: Name) -> [XMLElement] {
        children.filter { $0.name == name }
    }

    /// Whether there is an element of that name anywhere inside.
    func holds(_ name: Name) -> Bool {
        children.contains { $0.name == name || $0.holds(name) }
    }
}
