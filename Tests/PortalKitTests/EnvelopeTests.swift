import JSONText
import PortalKit
import Testing

struct EnvelopeTests {
    @Test func whatAWebhookMayIsToldByScope() async throws {
        try await TestPortal.run(scopes: ["calendar", "im"]) { portal in
            let answer = try await portal.call("scope")
            #expect(answer.status == 200)
            #expect(answer.type == "application/json; charset=utf-8")
            #expect(answer.result == ["calendar", "im"])
        }
    }

    /// Vector 30.
    @Test func timeTellsWhatWasSpent() async throws {
        try await TestPortal.run { portal in
            let time = try #require(try await portal.call("server.time").json["time"])
            let names = time.members?.all.map(\.name)
            #expect(
                names == [
                    "start", "finish", "duration", "processing", "date_start", "date_finish",
                    "operating_reset_at", "operating",
                ])
            #expect(time["start"] == .double(1_795_338_000))
            #expect(time["date_start"] == "2026-11-22T12:00:00+03:00")
            #expect(time["operating_reset_at"] == .int(1_795_338_600))
            #expect(time["operating"] == 0.01)
        }
    }

    @Test func timeComesWithIntegersAndWithoutOperatingAsWell() async throws {
        try await TestPortal.run { portal in
            portal.portal.change { switches in
                switches.timeNumbers = .integers
                switches.operatingFigures = .missing
            }
            let time = try #require(try await portal.call("server.time").json["time"])
            #expect(time["start"] == 1_795_338_000)
            #expect(time["processing"] == 0)
            #expect(time["operating"] == nil && time["operating_reset_at"] == nil)
        }
    }

    @Test func whoeverIsNotKnownIsTurnedAway() async throws {
        try await TestPortal.run { portal in
            let secret = portal.hook.split(separator: "/").last.map(String.init) ?? ""
            for hook in ["100/wrong", "1/\(secret)", "100/\(secret)x"] {
                let answer = try await portal.call("scope", hook: "\(portal.base)/rest/\(hook)/")
                #expect(answer.status == 401, "\(hook)")
                #expect(answer.error == "NO_AUTH_FOUND")
            }
            let path = try await portal.send("GET", "\(portal.base)/rest/scope")
            #expect(path.status == 401)
        }
    }

    @Test func aRevokedOrExpiredWebhookIsTurnedAway() async throws {
        try await TestPortal.run { portal in
            try await portal.portal.call(
                "portal.webhook.add",
                ["user": 2, "scopes": [], "secret": "short", "expiresAt": 1_795_338_060])
            let hook = "\(portal.base)/rest/2/short/"
            #expect(try await portal.call("scope", hook: hook).status == 200)
            portal.clock.advance(60)
            #expect(try await portal.call("scope", hook: hook).error == "NO_AUTH_FOUND")
            try await portal.portal.call("portal.webhook.revoke", ["user": 100])
            #expect(try await portal.call("scope").error == "NO_AUTH_FOUND")
        }
    }

    @Test func methodsAreTakenAsDocumentedOrInLowerCase() async throws {
        try await TestPortal.run { portal in
            let expected = [
                ("booking.v1.resourceType.list", 200), ("booking.v1.resourcetype.list", 200),
                ("booking.v1.ResourceType.list", 404), ("crm.deal.get", 404),
                ("server.time.json", 200), ("server.time.xml", 404), ("portal.user.add", 404),
            ]
            for (method, status) in expected {
                let answer = try await portal.call(method)
                #expect(answer.status == status, "\(method)")
                if status == 404 { #expect(answer.error == "ERROR_METHOD_NOT_FOUND") }
            }
        }
    }

    @Test(arguments: ["event.bind", "event.offline.get", "app.info"])
    func methodsOfApplicationsRefuseAWebhook(method: String) async throws {
        try await TestPortal.run { portal in
            let answer = try await portal.call(method)
            #expect(answer.status == 403)
            #expect(answer.error == "WRONG_AUTH_TYPE")
        }
    }

    @Test func aMissingScopeIsNamedByItsCode() async throws {
        try await TestPortal.run(scopes: ["booking"]) { portal in
            let answer = try await portal.call(
                "calendar.event.get", ["type": "user", "ownerId": 1])
            #expect(answer.status == 403)
            #expect(answer.error == "insufficient_scope")
            portal.portal.change { $0.scopeStatus = .unauthorized }
            #expect(try await portal.call("calendar.settings.get").status == 401)
        }
    }

    @Test func methodGetTellsWhatExistsAndWhatIsAllowed() async throws {
        try await TestPortal.run(scopes: ["calendar"]) { portal async throws in
            let expected: [(String, JSON)] = [
                ("calendar.event.get", ["isExisting": true, "isAvailable": true]),
                ("booking.v1.booking.add", ["isExisting": true, "isAvailable": false]),
                ("imbot.v2.Bot.register", ["isExisting": false, "isAvailable": false]),
                ("batch", ["isExisting": true, "isAvailable": true]),
            ]
            for (name, result) in expected {
                #expect(
                    try await portal.call("method.get", ["name": .string(name)]).result == result)
            }
            #expect(try await portal.call("method.get").status == 400)
        }
    }

    @Test func profileTellsTheOwnerOfTheWebhook() async throws {
        try await TestPortal.run(user: 1) { portal in
            let result = try await portal.call("profile").result
            #expect(
                result == [
                    "ID": "1", "ADMIN": true, "NAME": "Ирина", "LAST_NAME": "Соколова",
                    "PERSONAL_GENDER": "", "TIME_ZONE": "Europe/Moscow",
                ])
        }
    }

    @Test func parametersComeByQueryFormAndJSON() async throws {
        try await TestPortal.run { portal in
            let url = portal.hook + "calendar.event.get"
            let query = try await portal.send(
                "GET", url + "?type=group&ownerId=5&from=2026-11-22&to=2026-11-22&section%5B%5D=6")
            #expect(query.result == [])
            let form = try await portal.send(
                "POST", url, "type=group&ownerId=5", "application/x-www-form-urlencoded")
            #expect(form.result == [])
            let mixed = try await portal.send(
                "POST", url + "?type=user", #"{"type":"group","ownerId":"5"}"#, "application/json")
            #expect(mixed.result == [])
        }
    }

    @Test func bodiesThatCannotBeReadAreErrors() async throws {
        try await TestPortal.run { portal in
            let url = portal.hook + "calendar.event.get"
            for (body, type) in [
                ("{\"type\":", "application/json"), ("[1]", "application/json"),
                ("type=group", "text/plain"),
            ] {
                let answer = try await portal.send("POST", url, body, type)
                #expect(answer.status == 400, "\(body)")
                #expect(answer.error == "INVALID_REQUEST")
            }
        }
    }

    @Test func unknownParametersAreIgnoredUnlessSwitched() async throws {
        try await TestPortal.run { portal in
            let parameters: JSON = ["type": "group", "ownerId": 5, "DATE_FROM": "2026-11-22"]
            #expect(try await portal.call("calendar.event.get", parameters).status == 200)
            portal.portal.change { $0.unknownParameters = .refused }
            let answer = try await portal.call("calendar.event.get", parameters)
            #expect(answer.status == 400)
            #expect(answer.message == "calendar.event.get has no parameter DATE_FROM")
        }
    }

    @Test func theReportCountsAndNeverTellsASecret() async throws {
        try await TestPortal.run { portal in
            for _ in 1...3 { _ = try await portal.call("scope") }
            _ = try await portal.call("calendar.event.get")
            let secret = try #require(portal.hook.split(separator: "/").last)
            let report = portal.portal.report
            #expect(report["counts"]?["byStatus"] == ["200": 3, "400": 1])
            #expect(report["counts"]?["byMethod"]?["scope"] == 3)
            #expect(report["requests"]?.array?.count == 4)
            #expect(!report.written.contains(secret))
        }
    }
}
