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
    /// `/api/v1/stats`
    case stats
    /// `/api/v1/report`
    case report
    /// `/api/v1/presses`
    case presses
    /// `/api/v1/simulator`
    case simulator
    /// `/api/v1/simulator/lines/NAME`
    case simulatedLine(String)
    /// `/api/v1/sensors/NAME`
    case sensor(String)
    /// `/calendar.ics`
    case calendar
    /// `/people/TOKEN.ics`, with all that follows `/people/`; nobody is told, nor the log, what that is.
    case personalFeed(String)
    /// `/commission`
    case commission
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
        } else if path.hasPrefix(Self.sensorPrefix) {
            self = .sensor(String(path.dropFirst(Self.sensorPrefix.count)))
        } else if path.hasPrefix(Self.peoplePrefix) {
            self = .personalFeed(String(path.dropFirst(Self.peoplePrefix.count)))
        } else {
            return nil
        }
    }

    private static let linePrefix = "/api/v1/simulator/lines/"
    private static let sensorPrefix = "/api/v1/sensors/"
    private static let peoplePrefix = "/people/"
    /// The places without a name in their path, but for the page's parts.
    static let places: [String: Endpoint] = [
        "/api/v1/state": .state, "/api/v1/events": .events,
        "/api/v1/legend": .legend, "/api/v1/bookings": .bookings,
        "/api/v1/log": .log, "/api/v1/log/page": .logPage,
        "/api/v1/verdicts": .verdicts, "/api/v1/stats": .stats, "/api/v1/report": .report,
        "/api/v1/presses": .presses, "/api/v1/simulator": .simulator,
        "/calendar.ics": .calendar, "/commission": .commission, "/healthz": .health,
        "/metrics": .metrics,
    ]

    /// A path as the log may show it: without what is secret in it.
    ///
    /// A token follows `/people/`, however somebody wrote that, or a proxy has taken that away; what stands behind a
    /// percent sign may be it in disguise.
    static func loggable(_ path: String) -> String {
        let shown = path.prefix { $0 != "%" }
        let mayNameFeed = shown.lowercased().contains("people") || looksLikeToken(shown)
        let cut = mayNameFeed ? "" : shown
        return cut.utf8.count == path.utf8.count ? path.clipped : "\(cut.clipped)(hidden)"
    }

    /// Whether so many hexadecimal digits follow each other that they may be (a part of) a token.
    private static func looksLikeToken(_ text: Substring) -> Bool {
        text.split { !$0.isHexDigit }.contains { $0.count >= 16 }
    }

    /// What may be done there.
    ///
    /// A stream of events has no length to tell beforehand, and so no `HEAD`.
    var methods: [HTTPRequest.Method] {
        switch self {
        case .events: [.get]
        case .simulatedLine, .sensor: [.put]
        case .presses: [.post]
        default: [.get, .head]
        }
    }
}
