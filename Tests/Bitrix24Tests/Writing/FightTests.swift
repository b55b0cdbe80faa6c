import HTTPExchange
import RoomCore
import Synchronization
import Testing

@testable import Bitrix24

/// Two panels and one person fight for one slot, request by request, in an order that a seed decides.
struct FightTests {
    private static let slot = Span(start: .testNow, length: .seconds(1_800))
    private static let window = Span(start: .testDay, length: .seconds(2 * 86_400))

    /// What became of somebody who wanted the slot.
    private enum Outcome: Sendable, Equatable {
        case has
        case told
    }

    @Test(arguments: [Bitrix24Settings.Source.group, .location, .booking])
    func exactlyOneSurvivesInEveryOrder(_ source: Bitrix24Settings.Source) async throws {
        for seed in 1...UInt64(1_000) {
            let turns = Turns(seed: seed)
            let portal = FakePortal()
            portal.change {
                $0.overlap = seed % 2 == 0 ? .accepts : .refuses
                $0.busyRoom = [.accepts, .refuses, .emptiesLocation][Int(seed % 3)]
            }
            let outcomes = await play(portal, turns, source, seed)
            let survivors = try await survivors(portal, source)
            #expect(survivors.count == 1, "seed \(seed), \(source): \(outcomes) \(survivors)")
            #expect(
                outcomes.filter { $0 == .has }.count == 1, "seed \(seed), \(source): \(outcomes)")
            #expect(turns.strangersDeleted == 0, "seed \(seed)")
            if survivors.count != 1 { return }
        }
    }

    private func play(
        _ portal: FakePortal, _ turns: Turns, _ source: Bitrix24Settings.Source, _ seed: UInt64
    ) async -> [Outcome] {
        turns.expect(3)
        return await withTaskGroup(of: Outcome.self) { group in
            for name in ["a", "b"] {
                group.addTask {
                    let outcome = await self.panel(name, portal, turns, source)
                    turns.leave()
                    return outcome
                }
            }
            group.addTask {
                let outcome = await self.person(portal, turns, source)
                turns.leave()
                return outcome
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    // MARK: - Those who fight

    /// A panel as its outbox drives it: the same write again and again until it is done or refused for good.
    private func panel(
        _ name: String, _ portal: FakePortal, _ turns: Turns, _ source: Bitrix24Settings.Source
    ) async -> Outcome {
        let id: Int64 = source == .location ? 54 : source == .booking ? 3 : 5
        var world = portal.world(clock: QuickClock())
        world.transport = InTurn(portal: portal, turns: turns, name: name)
        guard
            let server = try? Bitrix24Server(
                settings: FakePortal.settings(source, id: id), world: world)
        else { return .told }
        let booking = Booking(
            id: BookingID("domovoy-\(name)-1"), title: "Booked at the door", span: Self.slot,
            source: .panel, createdAt: .testNow)
        for _ in 0..<30 {
            do throws(ServerFailure) {
                if turns.losesAnswer() { portal.change { $0.losesWrites = 1 } }
                try await server.write(.create(booking))
                return .has
            } catch {
                if error.kind == .refused || error.kind == .forbidden { return .told }
            }
        }
        return .told
    }

    /// A person at the portal's page, which shows the calendar as it was a moment ago: looks, books, and gives way
    /// when told that somebody else was first.
    private func person(
        _ portal: FakePortal, _ turns: Turns, _ source: Bitrix24Settings.Source
    ) async -> Outcome {
        await turns.wait("person")
        if holders(portal, source).contains(where: { $0.isTheirs == false }) { return .told }
        await turns.wait("person")
        guard let number = try? portal.plant("Theirs", Self.slot, source: source) else {
            return .told
        }
        if source == .location, portal.state.withLock({ $0.events[number]?.reservation == nil }) {
            portal.state.withLock { _ = $0.events.removeValue(forKey: number) }
            return .told
        }
        // Told by a notice in the end, when the panels have settled.
        while turns.others > 0 { await turns.wait("person") }
        if !portal.state.withLock({ $0.events[number] != nil || $0.bookings[number] != nil }) {
            turns.noteDeletedStranger()
            return .told
        }
        let isSecond = holders(portal, source).contains { !$0.isTheirs && $0.number < number }
        guard isSecond else { return .has }
        portal.state.withLock { state in
            state.bookings[number] = nil
            guard let event = state.events.removeValue(forKey: number) else { return }
            if let reservation = event.reservation { state.events[reservation] = nil }
        }
        return .told
    }

    private func holders(
        _ portal: FakePortal, _ source: Bitrix24Settings.Source
    ) -> [(number: Int64, isTheirs: Bool)] {
        portal.state.withLock { state in
            if source == .booking {
                return state.bookings.values.compactMap { OnlineRow($0) }.map {
                    ($0.id, Marker(in: $0.details) == nil)
                }
            }
            return state.events.values.filter {
                $0.type == (source == .location ? "location" : "group")
            }
            .map { ($0.parent, $0.createdBy != FakePortal.user) }
        }
    }

    private func survivors(
        _ portal: FakePortal, _ source: Bitrix24Settings.Source
    ) async throws -> [Int64] {
        // No event is left without its room either.
        let strays = portal.state.withLock { state in
            source == .location
                ? state.events.values.filter { $0.type == "user" && $0.reservation == nil }.map(
                    \.id) : []
        }
        return holders(portal, source).map(\.number) + strays
    }
}

/// The portal as one panel reaches it: every request waits for its turn.
private struct InTurn: HTTPTransport {
    let portal: FakePortal
    let turns: Turns
    let name: String

    func exchange(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        await turns.wait(name)
        return try await portal.exchange(request)
    }

    func shutdown() async {}
}

/// Lets one of several tasks go on at a time, the one that a seed picks: the same seed gives the same order.
final class Turns: Sendable {
    private struct State {
        var dice: UInt64
        var members = 0
        var waiting: [String: CheckedContinuation<Void, Never>] = [:]
        var deleted = 0
    }

    private let state: Mutex<State>

    init(seed: UInt64) {
        state = Mutex(State(dice: seed &* 0x9E37_79B9_7F4A_7C15))
    }

    var strangersDeleted: Int { state.withLock { $0.deleted } }
    /// How many take part beside the one that asks.
    var others: Int { state.withLock { $0.members - 1 } }

    func expect(_ members: Int) { state.withLock { $0.members = members } }
    func noteDeletedStranger() { state.withLock { $0.deleted += 1 } }

    /// Whether the next answer is lost: one in four.
    func losesAnswer() -> Bool { state.withLock { Self.roll(&$0) % 4 == 0 } }

    func leave() {
        state.withLock { state in
            state.members -= 1
            return Self.pick(&state)
        }?.resume()
    }

    func wait(_ name: String) async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                state.waiting[name] = continuation
                return Self.pick(&state)
            }?.resume()
        }
    }

    private static func pick(_ state: inout State) -> CheckedContinuation<Void, Never>? {
        guard !state.waiting.isEmpty, state.waiting.count >= state.members else { return nil }
        let names = state.waiting.keys.sorted()
        let name = names[Int(roll(&state) % UInt64(names.count))]
        return state.waiting.removeValue(forKey: name)
    }

    private static func roll(_ state: inout State) -> UInt64 {
        state.dice &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state.dice
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
