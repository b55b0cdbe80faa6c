import HTTPTypes

/// A place of the HTTP contract.
enum Endpoint: Hashable, Sendable {
    /// The page or one of its parts.
    case asset(Asset)
    /// `/api/v1/state`
    case state
    /// `/api/v1/events`
    case events
    /// `/api/v1/legend`
    case legend
    /// `/api/v1/bookings`
    case bookings
    /// `/api/v1/log`
    case log
    /// `/api/v1/log/page`
    case logPage
    /// `/api/v1/verdicts`
    case verdicts
    /// `/api/v1/simulator`
    case simulator
    /// `/api/v1/simulator/lines/NAME`
    case simulatedLine(String)
    /// `/calendar.ics`
    case calendar
    /// `/people/TOKEN.ics`, with all that follows `/people/`; nobody is told, nor the log, what that is.
    case personalFeed(String)
    /// `/healthz`
    case health
    /// `/metrics`
    case metrics

    /// The place with this path; nil if there is none.
    init?(path: String) {
        if let asset = Asset(rawValue: path) {
            self = .asset(asset)
        } else if let place = Self.places[path] {
            self = place
        } else if path.hasPrefix(Self.linePrefix) {
            self = .simulatedLine(String(path.dropFirst(Self.linePrefix.count)))
        } else if path.hasPrefix(Self.peoplePrefix) {
            self = .personalFeed(String(path.dropFirst(Self.peoplePrefix.count)))
        } else {
            return nil
        }
    }

    private static let linePrefix = "/api/v1/simulator/lines/"
    private static let peoplePrefix = "/people/"
    private static let places: [String: Endpoint] = [
        "/api/v1/state": .state, "/api/v1/events": .events,
        "/api/v1/legend": .legend, "/api/v1/bookings": .bookings,
        "/api/v1/log": .log, "/api/v1/log/page": .logPage,
        "/api/v1/verdicts": .verdicts, "/api/v1/simulator": .simulator,
        "/calendar.ics": .calendar, "/healthz": .health, "/metrics": .metrics,
    ]

    /// A path as the log may show it: without what is secret in it.
    ///
    /// A token follows `/people/`, however somebody wrote that; what stands behind a percent sign may be it in disguise.
    static func loggable(_ path: String) -> String {
        let shown = path.prefix { $0 != "%" }
        let cut = shown.lowercased().contains("people") ? "" : shown
        return cut.utf8.count == path.utf8.count ? path.clipped : "\(cut.clipped)(hidden)"
    }

    /// What may be done there.
    ///
    /// A stream of events has no length to tell beforehand, and so no `HEAD`.
    var methods: [HTTPRequest.Method] {
        switch self {
        case .events: [.get]
        case .simulatedLine: [.put]
        default: [.get, .head]
        }
    }
}
