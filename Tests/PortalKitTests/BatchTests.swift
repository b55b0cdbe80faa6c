import JSONText
import PortalKit
import Testing

struct BatchTests {
    /// Vector 28.
    @Test func aResultIsUsedByTheNextCommand() async throws {
        try await TestPortal.run { portal in
            let answer = try await portal.call(
                "batch",
                [
                    "halt": 0,
                    "cmd": [
                        "get_user": "user.current",
                        "get_department": "department.get?ID=$result[get_user][UF_DEPARTMENT][0]",
                    ],
                ])
            let result = answer.result
            #expect(result["result"]?["get_user"]?["ID"] == "100")
            #expect(
                result["result"]?["get_department"]
                    == [["ID": "1", "NAME": "Домовой", "SORT": 500, "UF_HEAD": "1"]])
            #expect(result["result_error"] == [])
            #expect(result["result_next"] == [])
            #expect(result["result_total"] == ["get_department": 1])
            #expect(result["result_time"]?.members?.all.count == 2)
        }
    }

    /// Vector 29.
    @Test func withoutScopeAllCommandsFailUnlessTheFirstHalts() async throws {
        try await TestPortal.run(scopes: []) { portal in
            let failure: JSON = ["error": "insufficient_scope", "error_description": ""]
            let commands: JSON = ["get_user": "user.current", "get_department": "department.get"]
            let all = try await portal.call("batch", ["halt": 0, "cmd": commands])
            #expect(all.status == 200)
            #expect(
                all.result["result_error"] == ["get_user": failure, "get_department": failure])
            for name in ["result", "result_total", "result_next", "result_time"] {
                #expect(all.result[name] == [])
            }
            for halt: JSON in [1, true, "1"] {
                let first = try await portal.call("batch", ["halt": halt, "cmd": commands])
                #expect(first.result["result_error"] == ["get_user": failure])
            }
        }
    }

    @Test func commandsRunInTheOrderInWhichTheyAreWritten() async throws {
        try await TestPortal.run { portal in
            let answer = try await portal.call(
                "batch",
                [
                    "cmd": [
                        "z": "calendar.resource.add?name=one",
                        "a": "calendar.resource.add?name=two",
                        "m": "calendar.resource.list",
                    ]
                ])
            let list = answer.result["result"]?["m"]?.array ?? []
            #expect(list.map { $0["NAME"]?.string } == ["Экран", "one", "two"])
            let z = try #require(answer.result["result"]?["z"]?.int)
            #expect(answer.result["result"]?["a"] == .int(z + 1))
        }
    }

    @Test func aListOfCommandsGivesAListUnlessOneFails() async throws {
        try await TestPortal.run { portal in
            let good = try await portal.call("batch", ["cmd": ["scope", "profile"]])
            #expect(good.result["result"]?.array?.count == 2)
            let bad = try await portal.call("batch", ["cmd": ["nothing", "profile"]])
            #expect(bad.result["result"]?["1"]?["ID"] == "100")
            #expect(bad.result["result_error"]?[0]?["error"] == "ERROR_METHOD_NOT_FOUND")
        }
    }

    @Test func aBatchInABatchIsRefused() async throws {
        try await TestPortal.run { portal in
            let answer = try await portal.call("batch", ["cmd": ["a": "batch?cmd[0]=scope"]])
            #expect(
                answer.result["result_error"]?["a"]?["error"] == "ERROR_BATCH_METHOD_NOT_ALLOWED")
        }
    }

    @Test func theFiftyFirstCommandIsRefused() async throws {
        try await TestPortal.run { portal in
            let commands = (0..<52).map { _ in JSON.string("server.time") }
            let answer = try await portal.call("batch", ["cmd": .array(commands)])
            #expect(answer.status == 200)
            #expect(answer.result["result"]?.array?.count == 50)
            #expect(answer.result["result_error"]?["50"]?["error"] == "ERROR_BATCH_LENGTH_EXCEEDED")
            #expect(answer.result["result_error"]?["51"]?["error"] == "ERROR_BATCH_LENGTH_EXCEEDED")
        }
    }

    @Test func aBareNumberIsReferredToOrNot() async throws {
        try await TestPortal.run { portal in
            let commands: JSON = [
                "add": "calendar.resource.add?name=Доска",
                "rename":
                    "calendar.resource.update?resourceId=$result[add]&name=No+%26+%23$result[add]",
            ]
            let good = try await portal.call("batch", ["cmd": commands])
            let id = try #require(good.result["result"]?["add"]?.int)
            #expect(good.result["result"]?["rename"] == .int(id))
            let list = try await portal.call("calendar.resource.list").result
            #expect(list.array?.last?["NAME"] == .string("No & #\(id)"))
            portal.portal.change { $0.scalarReference = .empty }
            let bad = try await portal.call("batch", ["cmd": commands])
            #expect(bad.result["result_error"]?["rename"]?["error"] == "")
        }
    }

    @Test func nestedParametersComeInBrackets() async throws {
        try await TestPortal.run { portal in
            let answer = try await portal.call(
                "batch",
                [
                    "cmd": [
                        "add": """
                        booking.v1.booking.add?fields[resourceIds][]=1&fields[name]=a%20b\
                        &fields[datePeriod][from][timestamp]=1723446900\
                        &fields[datePeriod][from][timezone]=Europe/Berlin\
                        &fields[datePeriod][to][timestamp]=1723447800\
                        &fields[datePeriod][to][timezone]=Europe/Berlin
                        """,
                        "get": "booking.v1.booking.get?id=$result[add][id]",
                    ]
                ])
            #expect(answer.result["result_error"] == [])
            #expect(answer.result["result"]?["get"]?["booking"]?["name"] == "a b")
        }
    }

    @Test func pagesOfListsTellTotalAndNext() async throws {
        try await TestPortal.run { portal in
            for id in 200..<260 {
                try await portal.portal.call("portal.user.add", ["id": .int(id)])
            }
            let answer = try await portal.call(
                "batch", ["cmd": ["one": "user.get", "two": "user.get?start=50"]])
            #expect(answer.result["result_total"] == ["one": 65, "two": 65])
            #expect(answer.result["result_next"] == ["one": 50])
            #expect(answer.result["result"]?["one"]?.array?.count == 50)
            #expect(answer.result["result"]?["two"]?.array?.count == 15)
        }
    }

    @Test func withoutCommandsItIsAnError() async throws {
        try await TestPortal.run { portal async throws in
            for parameters: JSON in [[:], ["cmd": "scope"], ["cmd": [["a"]]]] {
                #expect(try await portal.call("batch", parameters).status == 400)
            }
        }
    }
}
