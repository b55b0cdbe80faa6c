import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import PanelWeb
import RoomCore
import Testing
import WebTestKit

/// A panel as its page sees it.
protocol PanelPage {
    /// Where it is served.
    var address: String { get }
}

extension PanelPage {
    /// On a connection of its own: one that was kept may be closed by the panel at any moment.
    private func request(_ path: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: "http://\(address)\(path)")
        request.headers.add(name: "connection", value: "close")
        return request
    }

    func get(_ path: String) async throws -> (status: Int, body: String) {
        let answer = try await HTTPClient.shared.execute(request(path), timeout: .hangGuard)
        let body = try await answer.body.collect(upTo: 1 << 24)
        return (Int(answer.status.code), String(buffer: body))
    }

    /// Sends a JSON body.
    func post(_ path: String, _ json: String) async throws -> (status: Int, body: String) {
        var request = request(path)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: json))
        let answer = try await HTTPClient.shared.execute(request, timeout: .hangGuard)
        let body = try await answer.body.collect(upTo: 1 << 16)
        return (Int(answer.status.code), String(buffer: body))
    }

    /// Puts a level on a simulated line.
    func set(_ line: String, _ level: Int) async throws {
        var request = request("/api/v1/simulator/lines/\(line)")
        request.method = .PUT
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: "{\"level\":\(level)}"))
        let answer = try await HTTPClient.shared.execute(request, timeout: .hangGuard)
        try #require(answer.status == .ok)
    }

    /// Reports what a sensor without a line sees; the answer's status.
    func report(
        _ sensor: String, _ isActive: Bool, for seconds: Int, token: String
    ) async throws -> Int {
        var request = request("/api/v1/sensors/\(sensor)")
        request.method = .PUT
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "authorization", value: "Bearer \(token)")
        request.body = .bytes(
            ByteBuffer(string: "{\"active\":\(isActive),\"ttl_seconds\":\(seconds)}"))
        let answer = try await HTTPClient.shared.execute(request, timeout: .hangGuard)
        return Int(answer.status.code)
    }

    /// Follows the events until a state satisfies `condition`.
    func state(_ condition: (StateDocument) -> Bool) async throws -> StateDocument {
        let answer = try await HTTPClient.shared.execute(
            request("/api/v1/events"), timeout: .hangGuard)
        var text = ""
        for try await chunk in answer.body {
            text += String(buffer: chunk)
            while let end = text.range(of: "\n\n") {
                let event = text[..<end.lowerBound]
                text = String(text[end.upperBound...])
                guard
                    let data = event.split(separator: "\n").first(where: { $0.hasPrefix("data:") })
                else { continue }
                let state = try JSONDecoder().decode(
                    StateDocument.self, from: Data(data.dropFirst(5).utf8))
                if condition(state) { return state }
            }
        }
        throw CancellationError()
    }
}

extension TimeAmount {
    /// See ``HangGuard``.
    static let hangGuard = TimeAmount(HangGuard.duration)
}

extension StateDocument {
    /// Whether every edge counts from now on.
    var areLinesThere: Bool {
        button.health == .ok && sensors.allSatisfy { $0.health == .ok }
    }
}
