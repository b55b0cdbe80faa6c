import HTTPTypes
import Logging
import NIOCore
import RoomCore
import ServiceLifecycle
import Synchronization
import Testing
import WebTestKit

@testable import PanelWeb

@Suite(.timeLimit(.minutes(HangGuard.minutes)))
struct EventTests {
    private func state(_ availability: Availability) -> RoomState {
        var state = RoomState.sample
        state.availability = availability
        return state
    }

    @Test func aReaderHasTheStateAtOnceAndThenEachChange() async throws {
        let panel = ScriptedPanel()
        try await withServer(panel) { server in
            try await server.talk("GET /api/v1/events HTTP/1.1\r\nHost: x\r\n\r\n") { events in
                let head = try await events.until("\r\n\r\n")
                #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
                #expect(head.contains("Content-Type: text/event-stream\r\n"))
                #expect(head.contains("Cache-Control: no-store\r\n"))
                let first = try await events.until("}\n\n")
                #expect(first.contains("retry: 2000\n\n"))
                #expect(first.contains("id: 0\nevent: state\ndata: {\"availability\":\"free\","))
                panel.show(state(.busy))
                let second = try await events.until("}\n\n")
                #expect(second.contains("id: 1\nevent: state\ndata: {\"availability\":\"busy\","))
                panel.show(state(.claimable))
                let third = try await events.until("}\n\n")
                #expect(
                    third.contains("id: 2\nevent: state\ndata: {\"availability\":\"claimable\""))
            }
        }
    }

    /// A change between a reader's first state and the moment at which somebody watches would be told to nobody.
    @Test func changesAreWatchedBeforeAnybodyCanRead() async throws {
        let panel = ScriptedPanel()
        let (counts, told) = AsyncStream.makeStream(of: Int.self)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = WebServer(
            view: panel, address: try ListenAddress("127.0.0.1:0"), clock: ManualClock(),
            logger: logger
        ) { _ in told.yield(panel.script.withLock { $0.subscriptions.count }) }
        let group = ServiceGroup(services: [server], logger: logger)
        async let run: Void = group.run()
        let watchers = await counts.first(where: { _ in true })
        #expect(watchers == 1)
        await group.triggerGracefulShutdown()
        try await run
    }

    @Test func inQuietTimesAKeepAliveComesEveryFifteenSeconds() async throws {
        let (clock, panel) = (ManualClock(), ScriptedPanel())
        try await withServer(panel, clock: clock) { server in
            try await server.talk("GET /api/v1/events HTTP/1.1\r\nHost: x\r\n\r\n") { events in
                _ = try await events.until("}\n\n")
                panel.show(state(.busy))
                _ = try await events.until("}\n\n")
                for _ in 1...3 {
                    await clock.sleepers(1)
                    clock.advance(by: .milliseconds(14_999))
                    clock.advance(by: .milliseconds(1))
                    let quiet = try await events.until("\n\n")
                    #expect(quiet.hasSuffix(": keep-alive\n\n"))
                    #expect(!quiet.contains("event:"))
                }
            }
        }
    }

    /// The keep-alive's timer begins with the first reader, so that an idle panel is not woken.
    @Test func theFirstOfSomeReadersIsTold() async throws {
        let hub = EventHub(limit: 2, share: 2)
        var told = hub.firstReaders.makeAsyncIterator()
        var held = [try hub.subscribe(for: nil), try hub.subscribe(for: nil)]
        #expect(await told.next() != nil)
        held = []
        held = [try hub.subscribe(for: nil)]
        #expect(await told.next() != nil)
        hub.close()
        #expect(await told.next() == nil)
        withExtendedLifetime(held) {}
    }

    @Test func oneClientLeavesPlacesToOthers() throws {
        let hub = EventHub(limit: 3, share: 2)
        let (greedy, other) = (IPAddress("192.0.2.1"), IPAddress("192.0.2.2"))
        let held = [try hub.subscribe(for: greedy), try hub.subscribe(for: greedy)]
        let error = #expect(throws: ErrorReply.self) { try hub.subscribe(for: greedy) }
        #expect(error?.status == .serviceUnavailable)
        let last = try hub.subscribe(for: other)
        #expect(hub.readers == 3)
        withExtendedLifetime((held, last)) {}
    }

    @Test func whoFallsBehindGetsTheNewestStateOnly() async throws {
        let hub = EventHub(limit: 1, share: 1)
        let wakeUps = try hub.subscribe(for: nil)
        for _ in 1...99 { hub.publish(state(.busy)) }
        hub.publish(state(.unknown))
        var iterator = wakeUps.makeAsyncIterator()
        _ = await iterator.next()
        let event = try #require(hub.event(after: 0))
        #expect(event.number == 100)
        #expect(String(buffer: event.text).contains(#""availability":"unknown""#))
        #expect(hub.event(after: 100) == nil)
        hub.close()
        #expect(await iterator.next() == nil)
    }

    @Test func onlySoManyReadAtATime() async throws {
        let hub = EventHub(limit: 2, share: 2)
        var first: AsyncStream<Void>? = try hub.subscribe(for: nil)
        let second = try hub.subscribe(for: nil)
        let error = #expect(throws: ErrorReply.self) { try hub.subscribe(for: nil) }
        #expect(error?.status == .serviceUnavailable)
        #expect(error?.headers[.retryAfter] == "5")
        #expect(error?.message == "2 readers have the events open already")
        withExtendedLifetime(first) {}
        first = nil
        #expect(hub.readers == 1)
        let third = try hub.subscribe(for: nil)
        withExtendedLifetime((second, third)) {}
    }

    @Test func aPlaceIsFreeAgainWhenItsReaderHasGone() async throws {
        var limits = WebLimits()
        limits.subscribers = 1
        try await withServer(limits: limits) { server in
            let request = "GET /api/v1/events HTTP/1.1\r\nHost: x\r\n\r\n"
            try await server.talk(request) { events in
                _ = try await events.until("}\n\n")
                let refused = try await server.get("/api/v1/events")
                #expect(refused.hasPrefix("HTTP/1.1 503 "))
                #expect(refused.contains("Retry-After: 5\r\n"))
                #expect(
                    refused.hasSuffix(
                        #""too_many_subscribers","message":"1 readers have the events open already"}}"#
                    ))
            }
            // The server learns of the closed connection a moment later.
            var status = "503"
            while status == "503" {
                status = try await server.talk(request) { events in
                    let head = try await events.until("\r\n\r\n")
                    return String(head.dropFirst(9).prefix(3))
                }
            }
            #expect(status == "200")
        }
    }

    @Test func readersAreLetGoCleanlyOnShutdown() async throws {
        try await withServer { server in
            try await server.talk("GET /api/v1/events HTTP/1.1\r\nHost: x\r\n\r\n") { events in
                _ = try await events.until("}\n\n")
                await server.group.triggerGracefulShutdown()
                #expect(try await events.rest().hasSuffix("\r\n0\r\n\r\n"))
            }
        }
    }
}
