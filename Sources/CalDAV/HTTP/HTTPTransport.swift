import RoomCore

/// One request and one answer: the seam between what is said and how it travels.
///
/// The real one is ``AsyncHTTPTransport``; tests play scripted answers.
protocol HTTPTransport: Sendable {
    /// Sends the request and takes in the whole answer.
    ///
    /// Follows no redirect, adds no credentials, and never tries twice.
    /// - Throws: ``TransportFailure``.
    func exchange(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer

    /// Closes the connections; no exchange follows.
    func shutdown() async
}

/// One request, ready to be sent.
struct HTTPRequest: Hashable, Sendable {
    var method: String
    var url: ResourceURL
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
        values(of: name).first
    }

    /// All headers of that name, in order.
    func values(of name: String) -> [String] {
        let wanted = name.lowercased()
        return headers.filter { $0.name.lowercased() == wanted }.map(\.value)
    }

    /// The media type without parameters, in lower case; nil if the answer names none.
    var mediaType: String? {
        self["content-type"]?.prefix { $0 != ";" }.lowercased().trimmed
    }

    /// The server's own clock; nil if it sent no `Date` that can be read.
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
}
