/// All methods, found by name.
struct Registry: Sendable {
    private let methods: [String: RESTMethod]

    /// Makes a registry.
    init(_ groups: [[RESTMethod]]) {
        var methods: [String: RESTMethod] = [:]
        for method in groups.joined() {
            // The spelling of the documentation, or all in lower case; nothing between.
            methods[method.name] = method
            methods[method.name.lowercased()] = method
        }
        self.methods = methods
    }

    /// What a webhook can reach.
    static let rest = Registry([
        CalendarMethods.events, CalendarMethods.attendance, CalendarMethods.sections,
        CalendarMethods.resources, CalendarMethods.settings, BookingMethods.bookings,
        BookingMethods.links, BookingMethods.resources, BookingMethods.types,
        BookingMethods.waitlist, PeopleMethods.all, NotificationMethods.all, BasicMethods.all,
    ])

    /// What only the portal's own page and tests can reach: setting up what REST cannot.
    static let setup = Registry([SetupMethods.all])

    subscript(name: String) -> RESTMethod? { methods[name] }

    /// Every method's documented name.
    var names: Set<String> { Set(methods.values.map(\.name)) }
}
