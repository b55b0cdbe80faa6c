import AsyncHTTPClient
import Foundation
import Journal
import NIOCore
import NIOHTTP1
import PanelWeb
import RoomCore
import Testing
import WebTestKit

@testable import Panel

/// The desk of a whole panel.
@Suite(.timeLimit(.minutes(HangGuard.minutes)))
struct DeskPageTests {
    private struct Session: Decodable {
        var token: String
    }

    private static let password = "correct horse battery"

    /// Sends JSON, and hands over status, cookie and body.
    private func post(
        _ panel: StagedPanel, _ path: String, _ body: String, _ headers: [(String, String)] = []
    ) async throws -> (status: Int, cookie: String, body: String) {
        var request = HTTPClientRequest(url: "http://\(panel.address)\(path)")
        request.method = .POST
        for (name, value) in headers + [("content-type", "application/json")] {
            request.headers.add(name: name, value: value)
        }
        request.headers.add(name: "connection", value: "close")
        request.body = .bytes(ByteBuffer(string: body))
        let answer = try await HTTPClient.shared.execute(request, timeout: .hangGuard)
        let text = String(buffer: try await answer.body.collect(upTo: 1 << 16))
        let cookie = String((answer.headers.first(name: "set-cookie") ?? "").prefix { $0 != ";" })
        return (Int(answer.status.code), cookie, text)
    }

    /// Asks for something of the record.
    private func read(
        _ panel: StagedPanel, _ path: String, _ cookie: String
    ) async throws -> (status: Int, body: String) {
        var request = HTTPClientRequest(url: "http://\(panel.address)\(path)")
        request.headers.add(name: "cookie", value: cookie)
        request.headers.add(name: "connection", value: "close")
        let answer = try await HTTPClient.shared.execute(request, timeout: .hangGuard)
        let text = String(buffer: try await answer.body.collect(upTo: 1 << 16))
        return (Int(answer.status.code), text)
    }

    @Test func aNoteWrittenAtTheDeskIsInTheLog() async throws {
        let workshop = try Workshop()
        let line = try DeskTool.line(Self.password, Self.password)
        let secret = try workshop.write(line + "\n", to: "desk")
        let file = try workshop.configuration(
            "desk: { password_file: \(secret) }\nclock: { trust: always }")
        let panel = try await StagedPanel.start(file, ManualTime(1_900_000_000))
        // As a browser sends it through a proxy that speaks TLS.
        let origin = ("origin", "https://\(panel.address)")
        let login = try await post(
            panel, "/desk/session", #"{"password":"\#(Self.password)"}"#, [origin])
        #expect(login.status == 200, "\(login.body)")
        #expect(login.cookie.hasPrefix("__Host-domovoy-desk="))
        let session = try JSONDecoder().decode(Session.self, from: Data(login.body.utf8))
        let text = String(repeating: "fan ", count: 99) + "replaced"
        let note = try await post(
            panel, "/desk/notes",
            #"{"at":"2030-03-17T17:00:00Z","sensor":"pir","text":"\#(text)"}"#,
            [origin, ("cookie", login.cookie), ("x-desk-token", session.token)])
        #expect(note.status == 201, "\(note.body)")
        let listed = try await panel.get("/api/v1/log?kind=note&from=2030-03-17T00:00:00Z")
        let listing = try JSONDecoder().decode(
            Listing<LogRow>.self, from: Data(listed.body.utf8))
        #expect(listing.rows.map(\.value) == [text])
        #expect(listing.rows.map(\.name) == ["pir"])
        #expect(try await panel.get("/desk").status == 200)
        let sensors = try await read(panel, "/desk/sensors.json?language=ru", login.cookie)
        #expect(sensors.status == 200, "\(sensors.body)")
        #expect(sensors.body.contains(#""name":"pir""#))
        let verdicts = try await read(panel, "/desk/verdicts.json", login.cookie)
        #expect(verdicts.status == 200, "\(verdicts.body)")
        #expect(verdicts.body.contains(#""rows":[]"#))
        #expect(try await read(panel, "/desk/story.json?verdict=1", login.cookie).status == 404)
        await panel.stop()
    }

    @Test func withoutTheKeyThereIsNoDesk() async throws {
        let workshop = try Workshop()
        let panel = try await StagedPanel.start(
            try workshop.configuration(), ManualTime(1_900_000_000))
        for path in ["/desk", "/desk/session", "/desk/desk.js"] {
            #expect(try await panel.get(path).status == 404)
        }
        await panel.stop()
    }

    @Test func aPasswordThatCannotBeReadIsAFinding() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration(
            "desk: { password_file: \(workshop.file("none")) }")
        let panel = try await StagedPanel.start(file, ManualTime(1_900_000_000))
        let health = try await panel.get("/healthz")
        #expect(health.body.contains(#""component":"desk""#))
        let login = try await post(
            panel, "/desk/session", #"{"password":"\#(Self.password)"}"#)
        #expect(login.status == 503)
        #expect(!login.body.contains(workshop.path))
        await panel.stop()
    }
}
