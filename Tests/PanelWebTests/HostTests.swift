import HTTPTypes
import NIOCore
import Testing

@testable import PanelWeb

/// What the panel answers to, so that no stranger's name can be bound to its address.
struct HostTests {
    private static let caller = Caller(
        local: IPAddress("192.0.2.7"), remote: IPAddress("192.0.2.99"))

    @Test(arguments: [
        "panel.local", "PANEL.local:8080", "panel.local.:80", "panel.local:", "localhost",
        "LocalHost:8080", "aurora.localhost", "127.0.0.1", "127.8.9.10:8080", "[::1]", "[::1]:8080",
        "192.0.2.7", "192.0.2.7:8080", "192.0.2.7.:1", "[::FFFF:192.0.2.7]",
    ])
    func ownNamesAreAnswered(host: String) async {
        let answer = await PanelResponder.testing().ask(
            "/api/v1/state", host: host, caller: Self.caller)
        #expect(answer.status == 200, "\(answer.text)")
    }

    @Test(arguments: [
        "evil.example", "evil.example:8080", "localhost.evil.example", "evillocalhost",
        "127.0.0.1.evil.example", "panel.local.evil.example", "192.0.2.8", "[fe80::1]",
        "[::2]:8080", "0.0.0.0", "x-panel.local",
    ])
    func strangersNamesAreMisdirected(host: String) async {
        for path in ["/", "/api/v1/state", "/healthz", "/metrics", "/nothing"] {
            let answer = await PanelResponder.testing().ask(path, host: host, caller: Self.caller)
            #expect(answer.status == 421)
            #expect(answer.code == "unknown_host")
            #expect(answer.message.contains("web.names"))
        }
    }

    @Test func strangersNameMovesNoLine() async {
        let lines = SimulatedPanelLines()
        let answer = await PanelResponder.testing(ScriptedPanel { $0.simulator = lines }).ask(
            "/api/v1/simulator/lines/button", .put,
            headers: [.contentType: "application/json", .origin: "http://evil.example"],
            body: #"{"level":0}"#, host: "evil.example")
        #expect(answer.status == 421)
        #expect(lines.lines().map(\.level) == [1, 0])
    }

    @Test(arguments: [
        "", ":8080", "a b", "a@b", "http://panel.local", "panel.local:port", "panel.local:1:2",
        "[::1", "[::1]x", "::1", "[panel.local]", "panel.local:123456", "[::1%25eth0]:x", ".", "é",
    ])
    func whatIsNoHostIsABadRequest(host: String) async {
        let answer = await PanelResponder.testing().ask("/healthz", host: host)
        #expect(answer.status == 400)
        #expect(answer.code == "bad_host")
        #expect(answer.headers[.connection] == "close")
    }

    @Test func requestNamesOneHost() async {
        let none = await PanelResponder.testing().ask("/healthz", host: nil)
        #expect((none.status, none.code) == (400, "bad_host"))
        #expect(none.message.hasSuffix("there is none"))
        let two = await PanelResponder.testing().ask(
            "/healthz", headers: [.anotherHost: "panel.local"])
        #expect((two.status, two.code) == (400, "bad_host"))
        #expect(two.message.hasSuffix("there is more than one"))
    }

    @Test(arguments: ["", "Host: x\r\nHost: x\r\n", "Host: x\r\nhost: evil.example\r\n"])
    func connectionEndsWithABadHost(fields: String) async throws {
        try await withServer { server in
            let answer = try await server.talk("GET /healthz HTTP/1.1\r\n\(fields)\r\n") {
                try await $0.rest()
            }
            #expect(answer.hasPrefix("HTTP/1.1 400 "))
            #expect(answer.contains("Connection: close\r\n"))
        }
    }

    @Test func addressThatTheConnectionCameInOnIsOwn() async throws {
        try await withServer { server in
            for (host, status) in [("127.0.0.1", 200), ("x", 200), ("evil.example", 421)] {
                let answer = try await server.talk(
                    "GET /healthz HTTP/1.1\r\nHost: \(host):1\r\nConnection: close\r\n\r\n"
                ) { try await $0.rest() }
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
            }
        }
    }

    @Test(arguments: [
        ("panel.local", true), ("Panel.Local.", true), ("192.0.2.1", true), ("2001:db8::1", true),
        ("", false), ("http://panel.local", false), ("panel.local:8080", false), ("a b", false),
        ("*.example.org", false),
    ])
    func onlyNamesAndAddressesCanBeConfigured(text: String, isName: Bool) {
        #expect(PanelNames.isName(text) == isName)
    }

    @Test func heldBackBodyIsAskedFor() async throws {
        let panel = ScriptedPanel { $0.simulator = SimulatedPanelLines() }
        try await withServer(panel, limits: .patient) { server in
            let head = """
                PUT /api/v1/simulator/lines/pir HTTP/1.1\r\nHost: x\r\n\
                Content-Type: application/json\r\nContent-Length: 11\r\n\
                Expect: 100-Continue\r\n\r\n
                """
            try await server.talk(head) { talk in
                #expect(try await talk.until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
                try await talk.say(#"{"level":1}"#)
                #expect(try await talk.until("\r\n").hasPrefix("HTTP/1.1 200 "))
            }
        }
    }

    @Test func longBodyIsRefusedBeforeItIsSent() async throws {
        try await withServer { server in
            let answer = try await server.talk(
                "PUT /api/v1/simulator/lines/pir HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n"
                    + "Expect: 100-continue\r\n\r\n"
            ) { try await $0.rest() }
            #expect(!answer.contains("100 Continue"))
            #expect(answer.contains("Connection: close\r\n"))
        }
    }
}
