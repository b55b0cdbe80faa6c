import FoundationEssentials
import HTTPTypes
import HummingbirdCore
import NIOCore
import RoomCore

/// `PUT /api/v1/simulator/lines/NAME`: switches a simulated line.
///
/// Another site's page must not be able to press the button from a visitor's browser: a JSON body cannot be sent
/// across origins without being asked about first, and what a browser says of the origin has to be true.
struct SimulatorRequest {
    private let simulator: (any SimulatedLines)?
    private let limits: WebLimits

    /// Prepares to switch lines of `simulator`; nil when the GPIO is real.
    init(_ simulator: (any SimulatedLines)?, _ limits: WebLimits) {
        self.simulator = simulator
        self.limits = limits
    }

    /// Switches the line and answers with what it is now.
    func switchLine(_ name: String, _ request: Request) async throws -> Response {
        guard let simulator else {
            throw ErrorReply.notFound(
                "not_simulated", "the lines are real: only `gpio.chip: simulated` can be switched")
        }
        try checkOrigin(of: request)
        try checkType(of: request)
        guard simulator.lines().contains(where: { $0.name == name }) else {
            throw unknownLine(name, simulator)
        }
        let level = try Self.level(in: try await body(of: request))
        try set(level, name, simulator)
        guard let line = simulator.lines().first(where: { $0.name == name }) else {
            throw unknownLine(name, simulator)
        }
        return .json(SimulatorDocument.Line(line))
    }

    private func set(_ level: Int, _ name: String, _ simulator: any SimulatedLines) throws {
        do {
            try simulator.setLevel(level, ofLine: name)
        } catch {
            throw ErrorReply(
                status: .serviceUnavailable, code: "unavailable", message: "\(error)".clipped)
        }
    }

    private func unknownLine(_ name: String, _ simulator: any SimulatedLines) -> ErrorReply {
        let names = simulator.lines().map(\.name).joined(separator: ", ")
        return .notFound("unknown_line", "no line is called \(name.clipped); there are: \(names)")
    }

    /// Refuses what a browser sends for another site's page.
    ///
    /// `Origin` and `Sec-Fetch-Site` are set by browsers and out of a page's reach; other programs send neither.
    private func checkOrigin(of request: Request) throws {
        let host = request.head.authority?.lowercased()
        let origin = request.headers[.origin].map { $0.lowercased() }
        let isOwnOrigin = origin.map { host != nil && $0 == "http://\(host ?? "")" } ?? true
        let site = request.headers[.secFetchSite] ?? "same-origin"
        guard isOwnOrigin, site == "same-origin" || site == "none" else {
            throw ErrorReply(
                status: .forbidden, code: "foreign_origin",
                message: "only the panel's own page may switch lines from a browser")
        }
    }

    private func checkType(of request: Request) throws {
        let type = request.headers[.contentType] ?? ""
        guard type.prefix(while: { $0 != ";" }).trimmed.lowercased() == "application/json" else {
            throw ErrorReply(
                status: .unsupportedMediaType, code: "not_json",
                message: "Content-Type must be application/json, not \"\(type.clipped)\"")
        }
    }

    private func body(of request: Request) async throws -> ByteBuffer {
        do {
            return try await request.body.collect(upTo: limits.body)
        } catch is NIOTooManyBytesError {
            throw ErrorReply(
                status: .contentTooLarge, code: "body_too_long",
                message: "the body is longer than \(limits.body) bytes")
        } catch {
            // Chunks that are none, or a client that has left: its trouble, and no failure of the panel's.
            throw ErrorReply(
                status: .badRequest, code: "bad_body", message: "the body cannot be read",
                headers: [.connection: "close"])
        }
    }

    private static func level(in body: ByteBuffer) throws -> Int {
        let (decoder, data) = (JSONDecoder(), Data(body.readableBytesView))
        guard (try? decoder.decode(AnyJSON.self, from: data)) != nil else {
            throw ErrorReply.badRequest("bad_json", "the body is not JSON; \(Levels.allowed)")
        }
        guard let levels = try? decoder.decode(Levels.self, from: data) else {
            throw ErrorReply.badRequest("bad_level", "the body does not fit; \(Levels.allowed)")
        }
        return levels.level
    }
}

/// Any JSON text, not looked into.
private struct AnyJSON: Decodable {
    init(from decoder: any Decoder) {}
}

/// The body of the request: one member, and nothing else.
private struct Levels: Decodable {
    static let allowed = #"allowed: {"level":0} or {"level":1}"#
    let level: Int

    init(from decoder: any Decoder) throws {
        let members = try decoder.singleValueContainer().decode([String: Int].self)
        guard members.count == 1, let level = members["level"], (0...1).contains(level) else {
            throw DecodingError.valueNotFound(
                Int.self, .init(codingPath: [], debugDescription: Self.allowed))
        }
        self.level = level
    }
}
