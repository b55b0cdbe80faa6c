import Foundation
import HTTPTypes
import RoomCore
import Synchronization
import Testing
import WebTestKit

@testable import PanelWeb

/// `/api/v1/openapi.json` describes what the panel answers, all of it and nothing else.
@Suite(.timeLimit(.minutes(HangGuard.minutes)))
struct DescriptionTests {
    private static let window = "?from=2026-11-21T00:00:00Z&to=2026-11-22T00:00:00Z"
    private static let json: HTTPFields = [
        .contentType: "application/json", .authorization: "Bearer right",
    ]

    private func description() async throws -> APIDescription {
        try APIDescription(await PanelResponder.testing().ask("/api/v1/openapi.json").text)
    }

    @Test func everyMemberOfEveryDocumentIsDescribedAndTheOtherWayRound() async throws {
        let description = try await description()
        let responder = PanelResponder.testing(ScriptedPanel.full())
        let documents = [
            ("state", "State"), ("legend", "Legend"), ("bookings\(Self.window)", "Bookings"),
            ("log\(Self.window)", "Log"), ("log/page\(Self.window)&sensor=pir", "LogPage"),
            ("verdicts\(Self.window)", "Verdicts"),
            ("stats\(Self.window)", "Statistics"), ("report\(Self.window)", "Report"),
            ("simulator", "Simulator"), ("nothing", "Error"),
        ]
        for (path, schema) in documents {
            let answer = await responder.ask("/api/v1/\(path)")
            #expect(try description.faults(of: answer.text, as: schema) == [])
        }
        let health = await responder.ask("/healthz").text
        #expect(try description.faults(of: health, as: "Health") == [])
        let level = #"{"level":0}"#
        let line = await responder.ask(
            "/api/v1/simulator/lines/pir", .put, headers: Self.json, body: level)
        #expect(try description.faults(of: level, as: "Level") == [])
        #expect(try description.faults(of: line.text, as: "Line") == [])
        let report = #"{"active":true,"ttl_seconds":300}"#
        let taken = await responder.ask(
            "/api/v1/sensors/camera", .put, headers: Self.json, body: report)
        #expect(try description.faults(of: report, as: "SensorReport") == [])
        #expect(try description.faults(of: taken.text, as: "TakenReport") == [])
        try await hold(pressesOn: responder, against: description)
        #expect(description.visited == Set(description.schemas.keys))
        let rows = try await responder.ask("/api/v1/log\(Self.window)")
            .json(Listing<LogRow>.self).rows
        #expect(Set(rows.map(\.kind)) == Set(LogRow.Kind.allCases))
        let places = ["Log.", "State.offers", "PressOutcome"]
        let unfilled = description.neverFilled.filter { path in
            places.contains { path.hasPrefix($0) }
        }
        #expect(unfilled == [])
    }

    /// Sends presses with everything that they may have and with nothing more than they need.
    private func hold(
        pressesOn responder: PanelResponder, against description: APIDescription
    ) async throws {
        let seen =
            #"{"booking":"a/1","starts_at":"2026-11-21T19:00:00Z","ends_at":"2026-11-21T20:00:00Z"}"#
        let until = #""until":"2026-11-21T20:30:00Z""#
        let bodies = [
            (#"{"id":"1","action":"end","seen":\#(seen)}"#, "SeenPress"),
            (
                #"{"id":"2","action":"check_in","seen":\#(seen),"from":null,"until":null}"#,
                "SeenPress"
            ),
            (#"{"id":"3","action":"book",\#(until)}"#, "BookingPress"),
            (
                #"{"id":"4","action":"book","from":"2026-11-21T20:00:00Z",\#(until),"seen":\#(seen)}"#,
                "BookingPress"
            ),
        ]
        for (body, schema) in bodies {
            #expect(try description.faults(of: body, as: schema, isRequest: true) == [])
            let answer = await responder.ask(
                "/api/v1/presses", .post, headers: Self.json, body: body)
            #expect(try description.faults(of: answer.text, as: "PressOutcome") == [])
        }
    }

    @Test func whatIsNotDescribedIsFound() async throws {
        let description = try await description()
        let extra = #"{"active":true,"ttl_seconds":300,"people":3}"#
        #expect(try description.faults(of: extra, as: "SensorReport").count == 1)
        #expect(try description.faults(of: #"{"active":true}"#, as: "SensorReport").count == 1)
        #expect(
            try description.faults(of: #"{"active":1,"ttl_seconds":300}"#, as: "SensorReport")
                .count == 1)
        #expect(try description.faults(of: #"{"level":2}"#, as: "Level").count == 1)
        let press = #"{"id":"1","action":"book"}"#
        #expect(
            try description.faults(of: press, as: "BookingPress", isRequest: true).count == 1)
        #expect(try description.faults(of: #""purple""#, as: "Colour").count == 1)
    }

    @Test func everyWordIsDescribed() async throws {
        let description = try await description()
        func words<Word: CaseIterable & RawRepresentable>(
            _ type: Word.Type
        ) -> Set<String> where Word.RawValue == String {
            Set(type.allCases.map(\.rawValue))
        }
        let expected: [String: Set<String>] = [
            "Availability": words(Availability.self), "Presence": words(Presence.self),
            "Phase": words(RoomState.Phase.self),
            "Confirmation": words(Booking.Confirmation.self),
            "ServerKind": words(RoomSettings.ServerKind.self),
            "SensorKind": words(SensorSettings.Kind.self),
            "SensorHealth": words(SensorHealth.self),
            "ButtonHealth": words(RoomState.ButtonHealth.self),
            "Refusal": words(Press.Refusal.self), "Outcome": words(Press.Outcome.self),
            "Colour": words(LampSignal.Colour.self), "Pattern": words(LampSignal.Pattern.self),
            "Meaning": words(LampLegend.Meaning.self), "VerdictKind": words(Verdict.Kind.self),
            "VerdictReason": words(Verdict.Reason.self), "LogKind": words(LogRow.Kind.self),
            "WriteCause": words(OutboxEntry.Cause.self), "Mark": words(BookingMark.self),
            "LogResult": words(OutboxEntry.State.self).union(words(MessageRecord.Result.self)),
            "Figure": words(RoomFigure.self), "OnNoShow": words(Policy.OnNoShow.self),
            "Language": words(PageLanguage.self),
            "Severity": words(HealthFinding.Severity.self),
            "HealthStatus": words(HealthDocument.Status.self),
            "LineKind": words(SimulatedLine.Kind.self),
            "ActiveLevel": words(SensorSettings.ActiveLevel.self),
            "Weekday": words(Weekday.self), "ReportTable": words(ReportRow.Table.self),
            "ReportFigure": words(ReportFigure.self).union(words(RoomFigure.self)),
            "Unit": words(RoomFigure.Unit.self),
        ]
        for (name, words) in expected {
            #expect(description.words(of: name) == words, "\(name)")
        }
    }

    /// The codes stand in the sources, wherever an error is made.
    @Test func everyErrorIsDescribed() async throws {
        let sources = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/PanelWeb")
        let files = try #require(
            FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var codes: Set<String> = []
        while let file = files.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            let found = text.matches(
                of:
                    #/(?:\bcode: |\.badRequest\(\s*|\.notFound\(\s*|\.busy\(\s*|orError: )"([a-z_]+)"/#
            )
            codes.formUnion(found.map { String($0.1) })
        }
        #expect(try await description().words(of: "ErrorCode") == codes)
    }

    @Test func everyPlaceAndItsMethodsAreDescribed() async throws {
        let description = try await description()
        for (path, operations) in description.paths {
            let place = path.replacing("{name}", with: "pir")
            let endpoint = try #require(Endpoint(path: place), "\(path)")
            let described = Set(operations.object.keys.map { $0.uppercased() })
            let methods = Set(endpoint.methods.map(\.rawValue)).subtracting(["HEAD"])
            #expect(described == methods, "\(path)")
        }
        let places = Endpoint.places.keys.filter { $0.hasPrefix("/api/") } + ["/healthz"]
        let named = ["/api/v1/simulator/lines/{name}", "/api/v1/sensors/{name}"]
        let all = places + named + ["/api/v1/openapi.json"]
        #expect(Set(description.paths.keys) == Set(all))
    }

    /// Bounds between two parameters cannot be described: a window that ends before it begins is refused all the same.
    @Test(
        .enabled(
            if: Checker.hasSchemathesis,
            "needs pip install schemathesis, and its interpreter in DOMOVOY_PYTHON or as python3"))
    func requestsMadeFromTheDescriptionAreAnsweredAsItSays() async throws {
        let panel = ScriptedPanel.full()
        panel.script.withLock { $0.findings = [] }
        var limits = WebLimits.patient
        (limits.listings, limits.listingsPerClient) = (64, 64)
        (limits.presses, limits.pressesPerClient) = (10_000, 10_000)
        try await withServer(panel, limits: limits) { server in
            let checker = Checker.schemathesis(
                "http://127.0.0.1:\(server.port)/api/v1/openapi.json",
                [
                    "--header", "Authorization: Bearer right", "--exclude-path",
                    "/api/v1/events", "--exclude-checks", "positive_data_acceptance",
                    "--phases", "coverage,fuzzing", "--max-examples", "5", "--seed", "1",
                ])
            let verdict = try await checker.answer()
            #expect(verdict.isContent, "\(verdict.words)")
        }
    }
}
