import HTTPTypes
import HummingbirdCore
import RoomCore

/// `PUT /api/v1/simulator/lines/NAME`: switches a simulated line.
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
        try request.checkOrigin(doing: "switch lines")
        let body = JSONBody(of: request, limit: limits.body)
        try body.checkType()
        guard simulator.lines().contains(where: { $0.name == name }) else {
            throw unknownLine(name, simulator)
        }
        let levels = try await body.document(
            Levels.self, orError: "bad_level", Levels.allowed)
        try set(levels.level, name, simulator)
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
