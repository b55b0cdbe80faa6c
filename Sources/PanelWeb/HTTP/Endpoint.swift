import HTTPTypes

/// A place of the HTTP contract.
enum Endpoint: Hashable, Sendable {
    /// The page or one of its parts.
    case asset(Asset)
    /// `/api/v1/state`
    case state
    /// `/api/v1/events`
    case events
    /// `/api/v1/bookings`
    case bookings
    /// `/api/v1/log`
    case log
    /// `/api/v1/verdicts`
    case verdicts
    /// `/api/v1/simulator`
    case simulator
    /// `/api/v1/simulator/lines/NAME`
    case simulatedLine(String)
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
        } else {
            return nil
        }
    }

    private static let linePrefix = "/api/v1/simulator/lines/"
    private static let places: [String: Endpoint] = [
        "/api/v1/state": .state, "/api/v1/events": .events, "/api/v1/bookings": .bookings,
        "/api/v1/log": .log, "/api/v1/verdicts": .verdicts, "/api/v1/simulator": .simulator,
        "/healthz": .health, "/metrics": .metrics,
    ]

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
