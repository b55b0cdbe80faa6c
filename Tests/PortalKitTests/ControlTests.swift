import Foundation
import JSONText
import PortalKit
import Testing

struct ControlTests {
    private func patch(
        _ portal: TestPortal, _ path: String, _ body: JSON, _ method: String = "PATCH"
    ) async throws -> TestPortal.Answer {
        try await portal.send(method, portal.base + path, body.written, "application/json")
    }

    @Test func switchesAreSetAllOrNone() async throws {
        try await TestPortal.run { portal in
            let good = try await patch(
                portal, "/control/switches", ["busyRoom": "empties", "within": "contains"])
            #expect(good.status == 200 && good.json["busyRoom"] == "empties")
            let bad = try await patch(
                portal, "/control/switches", ["busyRoom": "keeps", "within": "maybe"])
            #expect(bad.status == 400)
            #expect(bad.error == "within cannot be \"maybe\"; allowed: overlaps, contains")
            let unknown = try await patch(portal, "/control/switches", ["busyroom": "keeps"])
            #expect(
                unknown.error?.string?.hasPrefix("no switch is called \"busyroom\"; there are: ")
                    == true)
            let control = try await portal.send("GET", portal.base + "/control").json
            #expect(control["switches"]?["busyRoom"] == "empties")
            #expect(control["choices"]?["busyRoom"] == ["refuses", "empties", "keeps", "doubles"])
        }
    }

    @Test func everySwitchIsAtItsFirstChoiceByDefault() async throws {
        try await TestPortal.run { portal in
            let control = try await portal.send("GET", portal.base + "/control").json
            let switches = control["switches"]?.members?.all ?? []
            #expect(switches.count == Mirror(reflecting: PortalSwitches()).children.count)
            for member in switches {
                #expect(control["choices"]?[member.name]?[0] == member.value, "\(member.name)")
                #expect((control["choices"]?[member.name]?.array?.count ?? 0) > 1)
            }
        }
    }

    @Test func limitsFaultsAndThePortalAreSet() async throws {
        try await TestPortal.run { portal in
            #expect(try await patch(portal, "/control/limits", ["burst": 1]).json["burst"] == 1)
            #expect(try await patch(portal, "/control/limits", ["burst": "many"]).status == 400)
            #expect(try await portal.call("scope").status == 200)
            #expect(try await portal.call("scope").status == 503)
            _ = try await patch(portal, "/control/limits", ["burst": 1000])
            let fault = try await patch(
                portal, "/control/faults", ["kind": "html", "method": "scope"], "POST")
            #expect(fault.json[0]?["times"] == 1)
            #expect(try await portal.call("scope").status == 503)
            _ = try await patch(portal, "/control/faults", ["kind": "html", "times": 9], "POST")
            let none = try await portal.send("DELETE", portal.base + "/control/faults")
            #expect(none.json == [])
            #expect(try await portal.call("scope").status == 200)
            let bad = try await patch(portal, "/control/faults", ["kind": "fire"], "POST")
            #expect(bad.status == 400)
            let set = try await patch(
                portal, "/control/portal",
                ["culture": "en", "serverZone": "UTC", "clockOffset": 60])
            #expect(set.json["culture"] == "en" && set.json["clockOffset"] == 60)
            #expect(try await portal.call("server.time").result == "2026-11-22T09:01:00+00:00")
            #expect(try await patch(portal, "/control/portal", ["culture": "fr"]).status == 400)
        }
    }

    @Test func aColleagueActsWithoutAWebhook() async throws {
        try await TestPortal.run { portal in
            let made = try await patch(
                portal, "/control/call",
                [
                    "user": 2, "method": "calendar.event.add",
                    "params": [
                        "type": "group", "ownerId": 5, "section": 6, "name": "x",
                        "from_ts": 1_795_338_000, "to_ts": 1_795_341_600,
                    ],
                ], "POST")
            #expect(made.json["result"]?.int != nil)
            let refused = try await patch(
                portal, "/control/call",
                [
                    "user": 3, "method": "calendar.event.add",
                    "params": [
                        "type": "group", "ownerId": 9, "name": "x", "from": "2026-11-23",
                        "to": "2026-11-23",
                    ],
                ],
                "POST")
            #expect(refused.status == 400 && refused.message == "Access denied")
            let overview = try await portal.send("GET", portal.base + "/control/overview").json
            #expect(overview["day"] == "2026-11-22")
            let group = overview["calendars"]?.array?.first { $0["ownerId"] == 5 }
            #expect(group?["events"]?[0]?["start"] == 1_795_338_000)
            #expect(overview["users"]?.array?.count == 5)
            let other = try await portal.send(
                "GET", portal.base + "/control/overview?day=2026-11-23"
            ).json
            #expect(other["calendars"]?.array?.allSatisfy { $0["events"] == [] } == true)
            let bad = try await portal.send("GET", portal.base + "/control/overview?day=soon")
            #expect(bad.status == 400)
        }
    }

    @Test func otherSitesAndNamesAreTurnedAway() async throws {
        try await TestPortal.run { portal in
            let url = portal.base + "/control/switches"
            let body = "{\"busyRoom\":\"keeps\"}"
            let type = "application/json"
            let attempts: [(String, [(String, String)], String)] = [
                (type, [("Origin", "http://evil.example")], url),
                (type, [("Host", "evil.example")], url), ("text/plain", [], url),
            ]
            for (type, headers, url) in attempts {
                let answer = try await portal.send("PATCH", url, body, type, headers: headers)
                #expect(answer.status == 403, "\(type) \(headers)")
            }
            let page = try await portal.send(
                "GET", portal.base + "/", headers: [("Host", "evil.example")])
            #expect(page.status == 403)
            let own = try await portal.send(
                "PATCH", url, body, type, headers: [("Origin", portal.base)])
            #expect(own.status == 200)
        }
    }

    @Test func whatIsNotThereIsSaid() async throws {
        try await TestPortal.run { portal in
            let answer = try await portal.send("GET", portal.base + "/nothing")
            #expect(answer.status == 404 && answer.message == "there is nothing at GET /nothing")
        }
    }

    @Test func thePageNamesOnlyPartsThatAreThere() async throws {
        try await TestPortal.run { portal in
            var pending: Set<String> = ["/"]
            var seen: Set<String> = []
            while let path = pending.popFirst() {
                let answer = try await portal.send("GET", portal.base + path)
                #expect(answer.status == 200, "\(path)")
                #expect(!answer.text.contains("innerHTML") && !answer.text.contains("http:"))
                seen.insert(path)
                for word in answer.text.split(separator: "\"") where word.hasPrefix("/") {
                    let name = String(word)
                    guard name.hasSuffix(".js") || name.hasSuffix(".css"), !seen.contains(name)
                    else {
                        continue
                    }
                    pending.insert(name)
                }
            }
            #expect(seen.count == 6)
        }
    }
}
