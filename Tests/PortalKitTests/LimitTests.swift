import JSONText
import Testing

@testable import PortalKit

struct LimitTests {
    /// How many of some requests at one time are admitted.
    private func admitted(
        _ count: Int, _ bucket: inout LeakyBucket, at seconds: Double,
        _ limits: PortalLimits = PortalLimits()
    ) -> Int {
        (0..<count).reduce(0) { sum, _ in sum + (bucket.add(at: seconds, limits) ? 1 : 0) }
    }

    @Test func theBucketTakesItsBurstAndLeaksEachSecond() {
        var bucket = LeakyBucket(at: 100)
        let passed = [(100.5, 60, 50), (101.4, 1, 0), (101.5, 1, 1), (101.7, 1, 1), (102.4, 1, 0)]
        for (seconds, sent, expected) in passed {
            #expect(admitted(sent, &bucket, at: seconds) == expected, "\(seconds)")
        }
        #expect(bucket.level == 50 && bucket.highest == 50)
        #expect(admitted(1, &bucket, at: 200) == 1)
        #expect(bucket.level == 1)
        var enterprise = PortalLimits()
        (enterprise.leakPerSecond, enterprise.burst) = (5, 250)
        #expect(admitted(300, &bucket, at: 200, enterprise) == 249)
        #expect(admitted(300, &bucket, at: 202, enterprise) == 10)
    }

    @Test func theClockMayGoBackWithoutEmptyingTheBucket() {
        var bucket = LeakyBucket(at: 100)
        #expect(admitted(1, &bucket, at: 100) == 1)
        #expect(admitted(1, &bucket, at: 50) == 1)
        #expect(bucket.level == 2)
    }

    @Test func theFiftyFirstRequestIsRefusedAndNothingIsDone() async throws {
        try await TestPortal.run(limits: true) { portal in
            for _ in 1...50 { #expect(try await portal.call("scope").status == 200) }
            let refused = try await portal.call("calendar.resource.add", ["name": "x"])
            #expect(refused.status == 503)
            #expect(refused.error == "QUERY_LIMIT_EXCEEDED")
            portal.clock.advance(1)
            #expect(try await portal.call("calendar.resource.list").result.array?.count == 1)
            #expect(try await portal.call("scope").status == 200)
            #expect(try await portal.call("scope").status == 503)
        }
    }

    @Test func aFullBucketAnswersInSeveralWays() async throws {
        try await TestPortal.setUp(limits: true, { $0.limits.burst = 0 }) { portal in
            portal.portal.change { $0.limitAnswer = .json429 }
            let json = try await portal.call("scope")
            #expect(json.status == 429 && json.error == "QUERY_LIMIT_EXCEEDED")
            portal.portal.change { $0.limitAnswer = .html503 }
            let page = try await portal.call("scope")
            #expect(page.status == 503 && page.type == "text/html; charset=utf-8")
            #expect(page.text.hasPrefix("<!doctype html>"))
        }
    }

    @Test func aBatchIsOneRequestAndItsCommandsAreMetered() async throws {
        try await TestPortal.setUp(limits: true, { $0.limits.burst = 1 }) { portal in
            let batch = try await portal.call(
                "batch", ["cmd": ["a": "scope", "b": "scope", "c": "profile"]])
            #expect(batch.status == 200)
            #expect(batch.json["time"]?["operating"] == 0.03)
            let times = batch.result["result_time"]
            #expect(times?["a"]?["operating"] == 0.01)
            #expect(times?["b"]?["operating"] == 0.02)
            #expect(times?["c"]?["operating"] == 0.01)
            #expect(try await portal.call("scope").status == 503)
        }
    }

    @Test func theMethodThatUsedUpItsTimeIsBlockedAndOthersAreNot() async throws {
        try await TestPortal.setUp(
            { settings in
                settings.limits.operatingSeconds = 1
                settings.limits.calendarCost = 0.6
            }
        ) { portal in
            let first = try await portal.call("calendar.settings.get")
            #expect(first.json["time"]?["operating"] == 0.6)
            portal.clock.advance(90)
            let second = try await portal.call("calendar.settings.get")
            #expect(second.json["time"]?["operating"] == 1.2)
            #expect(second.json["time"]?["operating_reset_at"] == 1_795_338_600)
            let third = try await portal.call("calendar.settings.get")
            #expect(third.status == 429 && third.error == "OPERATION_TIME_LIMIT")
            #expect(try await portal.call("calendar.resource.list").status == 200)
            portal.portal.change { $0.batchBilling = .free }
            let batch = try await portal.call("batch", ["cmd": ["a": "calendar.settings.get"]])
            #expect(
                batch.result["result_error"]?["a"]?["error"] == "OPERATION_TIME_LIMIT")
            portal.clock.advance(510)
            let fourth = try await portal.call("calendar.settings.get")
            #expect(fourth.json["time"]?["operating"] == 1.2)
            #expect(fourth.json["time"]?["operating_reset_at"] == 1_795_338_690)
        }
    }

    /// Measured by the maintainers of a public client library, whatever the page about limits says.
    @Test func aBatchIsBilledAndStoppedItself() async throws {
        try await TestPortal.setUp(
            { settings in
                settings.limits.operatingSeconds = 1
                settings.limits.calendarCost = 0.3
            }
        ) { portal in
            let batch: JSON = [
                "cmd": ["a": "calendar.settings.get", "b": "calendar.resource.list"]
            ]
            #expect(
                try await portal.call("batch", batch).json["time"]?["operating"] == 0.6)
            #expect(
                try await portal.call("batch", batch).json["time"]?["operating"] == 1.2)
            let third = try await portal.call("batch", batch)
            #expect(third.status == 429 && third.error == "OPERATION_TIME_LIMIT")
            #expect(try await portal.call("calendar.settings.get").status == 200)
            portal.clock.advance(600)
            #expect(try await portal.call("batch", batch).status == 200)
            portal.portal.change { $0.batchBilling = .free }
            for _ in 1...2 {
                #expect(try await portal.call("batch", batch).json["time"]?["operating"] == nil)
            }
        }
    }

    @Test func eachWebhookHasItsOwnOperatingTime() async throws {
        try await TestPortal.setUp({ $0.limits.operatingSeconds = 0.005 }) { portal in
            let other = try await portal.running.webhook(user: 2, scopes: [])
            #expect(try await portal.call("server.time").status == 200)
            #expect(try await portal.call("server.time").status == 429)
            #expect(try await portal.call("server.time", hook: other).status == 200)
        }
    }

    @Test func limitsOutOfRangeAreRefused() {
        var limits = PortalLimits()
        let error = #expect(throws: SettingError.self) { try limits.set("burst", to: -1) }
        #expect(error?.description == "burst cannot be -1; allowed: 0 to 1000000")
        #expect(throws: SettingError.self) { try limits.set("operatingSeconds", to: .nan) }
        #expect(throws: SettingError.self) { try limits.set("bursts", to: 1) }
        #expect(limits == PortalLimits())
    }
}
