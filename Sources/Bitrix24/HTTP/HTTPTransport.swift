import RoomCore

/// One request and one answer: the seam between what is said and how it travels.
///
/// The real one is ``AsyncHTTPTransport``; tests play a portal.
protocol HTTPTransport: Sendable {
    /// Posts the request and takes in the whole answer.
    ///
    /// Follows no redirect and never tries twice.
    /// - Throws: ``TransportFailure``.
    func exchange(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer

    /// Closes the connections; no exchange follows.
    func shutdown() async
}

/// One request by POST, ready to be sent.
struct HTTPRequest: Sendable {
    var target: CallTarget
    var headers: [HTTPField] = []
    var body: [UInt8] = []
}

/// One header line.
struct HTTPField: Hashable, Sendable {
    var name: String
    var value: String

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// One whole answer.
struct HTTPAnswer: Hashable, Sendable {
    var status: Int
    var headers: [HTTPField] = []
    var body: [UInt8] = []

    /// The first header of that name; names are compared without case.
    subscript(name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }

    /// The media type without parameters, in lower case; nil if the answer names none.
    var mediaType: String? {
        self["content-type"]?.prefix { $0 != ";" }.lowercased().trimmed
    }

    /// The portal's own clock; nil if it sent no `Date` that can be read.
    var date: WallTime? {
        self["date"].flatMap(HTTPDate.parse)
    }
}

/// Why no whole answer came.
enum TransportFailure: Error, Hashable, Sendable {
    /// No connection, or it broke: what the network said.
    case unreachable(String)
    /// The certificate or the handshake was not acceptable.
    case tls(String)
    /// The connection did not stand in time.
    case connectTimeout
    /// Nothing came for the idle time.
    case idle
    /// The whole exchange took too long.
    case deadline
    /// The body has more bytes than permitted.
    case tooLarge(limit: Int)
    /// The answer is not HTTP.
    case malformed(String)

    /// What happened, on one line.
    var reason: String {
        switch self {
        case .unreachable(let what): "no answer: \(what)"
        case .tls(let what): "no safe connection: \(what)"
        case .connectTimeout: "no connection in time"
        case .idle: "the answer stopped coming"
        case .deadline: "no whole answer in time"
        case .tooLarge(let limit): "the answer is longer than \(limit) bytes"
        case .malformed(let what): "the answer is not HTTP: \(what)"
        }
    }
}
