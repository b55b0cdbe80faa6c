import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import PanelWeb
import Testing

/// A panel as its page sees it.
protocol PanelPage {
    /// Where it is served.
    var address: String { get }
}

extension PanelPage {
    func get(_ path: String) async throws -> (status: Int, body: String) {
        let answer = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: "http://\(address)\(path)"), timeout: .seconds(60))
        let body = try await answer.body.collect(upTo: 1 << 24)
        return (Int(answer.status.code), String(buffer: body))
    }

    /// Puts a level on a simulated line.
    func set(_ line: String, _ level: Int) async throws {
        var request = HTTPClientRequest(
            url: "http://\(address)/api/v1/simulator/lines/\(line)")
        request.method = .PUT
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: "{\"level\":\(level)}"))
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        try #require(answer.status == .ok)
    }

    /// Follows the events until a state satisfies `condition`.
    func state(_ condition: (StateDocument) -> Bool) async throws -> StateDocument {
        let answer = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: "http://\(address)/api/v1/events"), timeout: .seconds(60))
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
