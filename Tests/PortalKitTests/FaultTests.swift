import Foundation
import JSONText
import PortalKit
import Testing

struct FaultTests {
    private static let event: JSON = [
        "type": "group", "ownerId": 5, "section": 6, "name": "x",
        "from": "2026-11-23T10:00:00", "to": "2026-11-23T11:00:00",
    ]

    private func count(_ portal: TestPortal) async throws -> Int {
        let list = try await portal.portal.call(
            "calendar.event.get", ["type": "group", "ownerId": 5], as: 1)
        return list.array?.count ?? 0
    }

    @Test(arguments: [Fault.Kind.loseAnswer, .hangUp])
    func theConnectionClosesBeforeOrAfterTheWork(kind: Fault.Kind) async throws {
        try await TestPortal.run { portal in
            portal.portal.inject(try Fault(kind, method: "calendar.event.add"))
            _ = try await portal.call("calendar.event.get", ["type": "group", "ownerId": 5])
            await #expect(throws: (any Error).self) {
                try await portal.call("calendar.event.add", Self.event)
            }
            #expect(try await count(portal) == (kind == .loseAnswer ? 1 : 0))
            #expect(try await portal.call("calendar.event.add", Self.event).status == 200)
            let remarks = portal.portal.report["requests"]?.array?.compactMap {
                $0["remark"]?.string
            }
            #expect(remarks == ["", kind.rawValue, ""])
        }
    }

    @Test func anAnswerIsLostInsideABatchAsWell() async throws {
        try await TestPortal.run { portal in
            portal.portal.inject(try Fault(.loseAnswer, method: "calendar.event.*"))
            await #expect(throws: (any Error).self) {
                try await portal.call(
                    "batch",
                    [
                        "cmd": [
                            "add": """
                            calendar.event.add?type=group&ownerId=5&section=6&name=x\
                            &from=2026-11-23T10:00:00&to=2026-11-23T11:00:00
                            """
                        ]
                    ])
            }
            #expect(try await count(portal) == 1)
        }
    }

    @Test func pagesStandInTheWayBeforeOrAfterTheWork() async throws {
        try await TestPortal.run { portal in
            portal.portal.inject(try Fault(.html, status: 403))
            portal.portal.inject(try Fault(.htmlAnswer))
            for (status, done) in [(403, 0), (502, 1), (200, 2)] {
                let answer = try await portal.call("calendar.event.add", Self.event)
                #expect(answer.status == status)
                #expect((answer.type == "text/html; charset=utf-8") == (status != 200))
                #expect(try await count(portal) == done)
            }
        }
    }

    @Test(arguments: [
        (Fault.Kind.emptyAnswer, ""), (.emptyResult, "{\"result\":[],"),
        (.truncatedAnswer, "{\"result\":"),
        (.wrongType, "{\"result\":"),
    ])
    func answersAreSpoiledAfterTheWork(kind: Fault.Kind, start: String) async throws {
        try await TestPortal.run { portal in
            portal.portal.inject(try Fault(kind))
            let answer = try await portal.call("calendar.event.add", Self.event)
            #expect(answer.status == 200)
            #expect(start.isEmpty ? answer.text.isEmpty : answer.text.hasPrefix(start))
            #expect((answer.json == .null) == (kind == .emptyAnswer || kind == .truncatedAnswer))
            #expect(answer.type.hasPrefix("text/html") == (kind == .wrongType))
            #expect(try await count(portal) == 1)
        }
    }

    @Test(arguments: [Fault.Kind.delay, .delayAnswer])
    func delaysPassOnTheInjectedClock(kind: Fault.Kind) async throws {
        try await TestPortal.run { portal in
            portal.portal.inject(try Fault(kind, seconds: 25))
            let answer = try await portal.call("calendar.event.add", Self.event)
            #expect(answer.status == 200)
            #expect(portal.clock.waited == [.seconds(25)])
        }
    }

    @Test(arguments: [
        ("OVERLOAD_LIMIT", 503), ("PORTAL_DELETED", 500), ("ACCESS_DENIED", 403),
        ("expired_token", 401), ("SOMETHING", 400),
    ])
    func errorsOfTheSystemHaveTheirStatus(code: String, status: Int) async throws {
        try await TestPortal.run { portal in
            portal.portal.inject(try Fault(.error, after: 1, times: 2, code: code))
            #expect(try await portal.call("scope").status == 200)
            for _ in 1...2 {
                let answer = try await portal.call("scope")
                #expect(answer.status == status && answer.error == .string(code))
            }
            #expect(try await portal.call("scope").status == 200)
        }
    }

    @Test func rowsAreRewrittenAndRepeated() async throws {
        try await TestPortal.run { portal in
            _ = try await portal.call("calendar.event.add", Self.event)
            let get: JSON = ["type": "group", "ownerId": 5]
            let fields: [String: String?] = ["TZ_FROM": "Mars/Base", "DATE_FROM_FORMATTED": nil]
            portal.portal.inject(try Fault(.rewrite, fields: fields))
            let strange = try await portal.call("calendar.event.get", get).result[0]
            #expect(strange?["TZ_FROM"] == "Mars/Base" && strange?["DATE_FROM_FORMATTED"] == nil)
            #expect(strange?["DATE_FROM"] == "23.11.2026 10:00:00")
            portal.portal.inject(try Fault(.nullRows))
            #expect(try await portal.call("calendar.event.get", get).result == [.null])
            portal.portal.inject(try Fault(.repeatRows))
            let batch = try await portal.call(
                "batch", ["cmd": ["a": "calendar.event.get?type=group&ownerId=5"]])
            let rows = batch.result["result"]?["a"]?.array
            #expect(rows?.count == 2 && rows?.first == rows?.last)
            portal.portal.inject(try Fault(.repeatRows, copies: 1_000))
            let many = try await portal.call("calendar.event.get", get).result.array
            #expect(many?.count == 1_000 && many?.first == many?.last)
            portal.portal.inject(try Fault(.repeatRows, copies: 1_000))
            let none = try await portal.call(
                "calendar.event.get", ["type": "group", "ownerId": 7])
            #expect(none.result == [])
            #expect(throws: SettingError.self) { try Fault(.rewrite) }
            #expect(throws: SettingError.self) { try Fault(.repeatRows, copies: -1) }
        }
    }

    @Test func oneCommandOfABatchFailsAlone() async throws {
        try await TestPortal.run { portal in
            portal.portal.inject(try Fault(.error, method: "profile", code: "OVERLOAD_LIMIT"))
            let batch: JSON = ["cmd": ["a": "scope", "b": "profile"]]
            let one = try await portal.call("batch", batch)
            #expect(one.status == 200 && one.result["result"]?["a"] != nil)
            #expect(one.result["result_error"]?["b"]?["error"] == "OVERLOAD_LIMIT")
            portal.portal.inject(try Fault(.error, code: "OVERLOAD_LIMIT"))
            let all = try await portal.call("batch", batch)
            #expect(all.status == 503 && all.error == "OVERLOAD_LIMIT")
        }
    }

    @Test func aRenamedPortalSendsItsCallersOn() async throws {
        try await TestPortal.run { portal in
            let name = "localhost:\(portal.running.address.port)"
            portal.portal.rename(to: "localhost")
            let answer = try await portal.call("calendar.event.add?x=1", Self.event)
            #expect(answer.status == 302)
            let location = try #require(answer.location)
            let path = portal.hook.dropFirst(portal.base.count)
            #expect(location == "http://\(name)\(path)calendar.event.add?x=1")
            #expect(try await count(portal) == 0)
            let again = try await portal.send(
                "POST", location, Self.event.written, "application/json")
            #expect(again.status == 200)
            #expect(try await count(portal) == 1)
        }
    }

    @Test func aPortalMayHaveBeenRenamedBeforeItStarts() async throws {
        try await TestPortal.setUp({ $0.renamedTo = "portal.example:81" }) { portal in
            let answer = try await portal.call("scope")
            #expect(answer.status == 302)
            #expect(answer.location?.hasPrefix("http://portal.example:81/rest/100/") == true)
            portal.portal.rename(to: nil)
            #expect(try await portal.call("scope").status == 200)
        }
    }

    @Test func aClockThatIsOffIsOffEverywhere() async throws {
        try await TestPortal.run { portal in
            portal.portal.setClockOffset(7_200)
            let answer = try await portal.call("server.time")
            #expect(answer.result == "2026-11-22T14:00:00+03:00")
            #expect(answer.json["time"]?["start"] == 1_795_345_200.0)
        }
    }

    @Test func aKindThatIsNoneIsNamedWithThoseThereAre() {
        let error = #expect(throws: SettingError.self) {
            try JSONDecoder().decode(Fault.self, from: Data(#"{"kind":"zap"}"#.utf8))
        }
        #expect(error?.description.hasPrefix("kind cannot be \"zap\"; allowed: hangUp, ") == true)
    }

    @Test func faultsOutOfRangeAreRefused() {
        #expect(throws: SettingError.self) { try Fault(.html, times: 0) }
        #expect(throws: SettingError.self) { try Fault(.html, after: -1) }
        #expect(throws: SettingError.self) { try Fault(.html, status: 99) }
        #expect(throws: SettingError.self) { try Fault(.delay, seconds: 1e9) }
    }
}
