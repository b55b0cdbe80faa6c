import HTTPExchange
import JSONText
import RoomCore
import Synchronization
import Testing

@testable import Bitrix24

/// Two panels and one person fight for one slot, request by request, in an order that a seed decides.
///
/// The panels are whole: the core behind a press, its outbox and its lamps, on a portal that loses one answer in four.
struct FightTests {
    private static let slot = Span(start: .testNow, length: .seconds(1_800))

    /// What one of those who fight got in the first round.
    private enum Result: Sendable {
        case panel(String, Fighter)
        /// The number of the person's booking; nil if the portal did not give it, and said so.
        case person(Int64?)
    }

    @Test(arguments: [Bitrix24Settings.Source.group, .location, .booking])
    func exactlyOneSurvivesAndEachLoserIsTold(_ source: Bitrix24Settings.Source) async throws {
        var (refused, second) = (0, 0)
        for seed in 1...UInt64(1_000) {
            let portal = FakePortal()
            portal.change {
                $0.overlap = seed % 2 == 0 ? .accepts : .refuses
                $0.busyRoom = [.accepts, .refuses, .emptiesLocation][Int(seed % 3)]
            }
            let end = try await play(portal, Turns(seed: seed), source, "seed \(seed), \(source)")
            guard let end else { return }
            refused += end.refused
            second += end.isSecond ? 1 : 0
        }
        // All three win and lose now and then: the seeds show what they are to show.
        #expect(refused > 1_000 && second > 50, "\(refused) refused, \(second) second")
    }

    /// One fight.
    ///
    /// - Returns: how many presses were refused, and whether the person came second; nil if it did not end as it
    ///   should.
    private func play(
        _ portal: FakePortal, _ turns: Turns, _ source: Bitrix24Settings.Source, _ seed: String
    ) async throws -> (refused: Int, isSecond: Bool)? {
        var (panels, number) = await firstRound(portal, turns, source)
        for name in panels.keys.sorted() { await panels[name]?.poll() }
        let isTheirsGone = portal.state.withLock { state in
            number.map { state.events[$0] == nil && state.bookings[$0] == nil } ?? false
        }
        let theirs = number.flatMap { mine in holders(portal, source).first { $0.number == mine } }
        let isSecond = holders(portal, source).contains {
            !$0.isTheirs && $0.number < theirs?.number ?? 0
        }
        if let number, isSecond { giveWay(number, portal) }
        let winners = panels.values.count { $0.hasTheRoom } + (theirs != nil && !isSecond ? 1 : 0)
        let survivors = survivors(portal, source)
        let isToldAtTheDoor = panels.values.allSatisfy { $0.hasTheRoom != $0.wasRefused }
        // Online booking does not tell who made a booking, so nobody can be told there.
        let isToldByNotice = !isSecond || source == .booking || wasNotified(portal)
        #expect(survivors.count == 1, "\(seed): \(survivors)")
        #expect(winners == 1, "\(seed)")
        #expect(!isTheirsGone, "\(seed): a stranger's booking was deleted")
        #expect(isToldAtTheDoor, "\(seed): a lamp does not say what became of the press")
        #expect(isToldByNotice, "\(seed): a person who came second was not told")
        guard survivors.count == 1, winners == 1, !isTheirsGone, isToldAtTheDoor, isToldByNotice
        else { return nil }
        return (panels.values.count(where: \.wasRefused), isSecond)
    }

    private func firstRound(
        _ portal: FakePortal, _ turns: Turns, _ source: Bitrix24Settings.Source
    ) async -> (panels: [String: Fighter], number: Int64?) {
        turns.expect(3)
        return await withTaskGroup(of: Result.self) { group in
            for name in ["a", "b"] {
                group.addTask {
                    let panel = await self.panel(name, portal, turns, source)
                    turns.leave()
                    return .panel(name, panel)
                }
            }
            group.addTask {
                let number = await self.person(portal, turns, source)
                turns.leave()
                return .person(number)
            }
            var (panels, number): ([String: Fighter], Int64?) = ([:], nil)
            for await result in group {
                switch result {
                case .panel(let name, let panel): panels[name] = panel
                case .person(let made): number = made
                }
            }
            return (panels, number)
        }
    }

    // MARK: - Those who fight

    private func panel(
        _ name: String, _ portal: FakePortal, _ turns: Turns, _ source: Bitrix24Settings.Source
    ) async -> Fighter {
        let id: Int64 = source == .location ? 54 : source == .booking ? 3 : 5
        var world = portal.world(clock: QuickClock())
        world.transport = InTurn(portal: portal, turns: turns, name: name)
        guard
            let server = try? Bitrix24Server(
                settings: FakePortal.settings(source, id: id), world: world)
        else { preconditionFailure("the settings of the fight are no settings") }
        var fighter = Fighter(name, server)
        await fighter.fight {
            if turns.losesAnswer() { portal.change { $0.losesWrites = 1 } }
        }
        return fighter
    }

    /// A person at the portal's page, which shows the calendar as it was a moment ago: looks, and books.
    private func person(
        _ portal: FakePortal, _ turns: Turns, _ source: Bitrix24Settings.Source
    ) async -> Int64? {
        await turns.wait("person")
        if holders(portal, source).contains(where: { $0.isTheirs == false }) { return nil }
        await turns.wait("person")
        guard let number = try? portal.plant("Theirs", Self.slot, source: source) else {
            return nil
        }
        if source == .location, portal.state.withLock({ $0.events[number]?.reservation == nil }) {
            portal.state.withLock { _ = $0.events.removeValue(forKey: number) }
            return nil
        }
        return number
    }

    private func giveWay(_ number: Int64, _ portal: FakePortal) {
        portal.state.withLock { state in
            state.bookings[number] = nil
            guard let event = state.events.removeValue(forKey: number) else { return }
            if let reservation = event.reservation { state.events[reservation] = nil }
        }
    }

    private func wasNotified(_ portal: FakePortal) -> Bool {
        portal.state.withLock { $0.notices }.contains { $0["USER_ID"]?.wholeNumber == 1 }
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
    ) -> [Int64] {
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
    }

    private let state: Mutex<State>

    init(seed: UInt64) {
        state = Mutex(State(dice: seed &* 0x9E37_79B9_7F4A_7C15))
    }

    func expect(_ members: Int) { state.withLock { $0.members = members } }

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
