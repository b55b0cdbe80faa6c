import HTTPExchange
import JSONText
import PortalKit
import RoomCore
import Synchronization
import Testing

@testable import Bitrix24

/// Two panels and one person fight for one slot, request by request, in an order that a seed decides.
///
/// The panels are whole: the core behind a press, its outbox and its lamps, on a portal that loses one answer in four.
struct FightTests {
    private static let slot = Span(start: .testNow, length: .seconds(1_800))
    /// Fights for each kind of room; each is some fifty requests to the local portal.
    private static let fights = 200

    /// What one of those who fight got in the first round.
    private enum Result: Sendable {
        case panel(String, Fighter)
        /// The number of the person's booking; nil if the portal did not give it, and said so.
        case person(Int?)
    }

    @Test(arguments: [Bitrix24Settings.Source.group, .location, .booking])
    func exactlyOneSurvivesAndEachLoserIsTold(_ source: Bitrix24Settings.Source) async throws {
        var (refused, second) = (0, 0)
        for seed in 1...Self.fights {
            let portal = try await InProcessPortal {
                $0.bookingOverlap = seed % 2 == 0 ? .accepts : .refuses
                $0.busyRoom = [.doubles, .refuses, .empties][seed % 3]
            }
            let turns = Turns(seed: UInt64(seed))
            let end = try await play(portal, turns, source, "seed \(seed), \(source)")
            guard let end else { return }
            refused += end.refused
            second += end.isSecond ? 1 : 0
        }
        // All three win and lose now and then: the seeds show what they are to show.
        #expect(
            refused > Self.fights && second > Self.fights / 40,
            "\(refused) refused, \(second) second")
    }

    /// One fight.
    ///
    /// - Returns: how many presses were refused, and whether the person came second; nil if it did not end as it
    ///   should.
    private func play(
        _ portal: InProcessPortal, _ turns: Turns, _ source: Bitrix24Settings.Source,
        _ seed: String
    ) async throws -> (refused: Int, isSecond: Bool)? {
        var (panels, number) = await firstRound(portal, turns, source)
        for name in panels.keys.sorted() { await panels[name]?.poll() }
        let isTheirsGone = try await isGone(number, portal, source)
        let holders = try await holders(portal, source)
        let theirs = holders.first { $0.number == number }
        let isSecond = holders.contains { !$0.isTheirs && $0.number < theirs?.number ?? 0 }
        if let number, isSecond { try await giveWay(number, portal, source) }
        let winners = panels.values.count { $0.hasTheRoom } + (theirs != nil && !isSecond ? 1 : 0)
        let survivors = try await survivors(portal, source)
        let isToldAtTheDoor = panels.values.allSatisfy { $0.hasTheRoom != $0.wasRefused }
        // Online booking does not tell who made a booking, so nobody can be told there.
        let wasNotified = try await wasNotified(portal)
        let isToldByNotice = !isSecond || source == .booking || wasNotified
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
        _ portal: InProcessPortal, _ turns: Turns, _ source: Bitrix24Settings.Source
    ) async -> (panels: [String: Fighter], number: Int?) {
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
            var (panels, number): ([String: Fighter], Int?) = ([:], nil)
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
        _ name: String, _ portal: InProcessPortal, _ turns: Turns,
        _ source: Bitrix24Settings.Source
    ) async -> Fighter {
        guard
            let server = try? Bitrix24Server(
                settings: InProcessPortal.settings(source),
                world: .test(InTurn(portal: portal, turns: turns, name: name)))
        else { preconditionFailure("the settings of the fight are no settings") }
        var fighter = Fighter(name, server)
        await fighter.fight {
            if turns.losesAnswer() { portal.change { $0.losesWrites = 1 } }
        }
        return fighter
    }

    /// A person at the portal's page, which shows the calendar as it was a moment ago: looks, and books.
    private func person(
        _ portal: InProcessPortal, _ turns: Turns, _ source: Bitrix24Settings.Source
    ) async -> Int? {
        await turns.wait("person")
        let seen = try? await holders(portal, source)
        await turns.wait("person")
        guard let seen, !seen.contains(where: { !$0.isTheirs }),
            let number = try? await portal.plant("Theirs", Self.slot, source: source)
        else { return nil }
        guard source == .location else { return number }
        if let event = try? await portal.event(number), event["LOCATION"]?.nonEmptyText != nil {
            return number
        }
        // The page says that the room was not given.
        try? await giveWay(number, portal, source)
        return nil
    }

    /// The person lets go of the room.
    private func giveWay(
        _ number: Int, _ portal: InProcessPortal, _ source: Bitrix24Settings.Source
    ) async throws {
        let method = source == .booking ? "booking.v1.booking.delete" : "calendar.event.delete"
        try await portal.portal.call(method, ["id": .int(number)], as: 2)
    }

    // MARK: - What is on the portal

    private func isGone(
        _ number: Int?, _ portal: InProcessPortal, _ source: Bitrix24Settings.Source
    ) async throws -> Bool {
        guard let number else { return false }
        guard source == .booking else { return try await portal.event(number).isEmpty }
        return try await !portal.bookings().contains { $0.id == Int64(number) }
    }

    private func wasNotified(_ portal: InProcessPortal) async throws -> Bool {
        try await portal.notices().contains { $0["userId"]?.wholeNumber == 2 }
    }

    private func holders(
        _ portal: InProcessPortal, _ source: Bitrix24Settings.Source
    ) async throws -> [(number: Int, isTheirs: Bool)] {
        if source == .booking {
            return try await portal.bookings().map {
                (number: Int($0.id), isTheirs: Marker(in: $0.details) == nil)
            }
        }
        let (type, owner) =
            source == .location ? ("location", 0) : ("group", InProcessPortal.room(.group))
        let rows = try await portal.listed(type, owner)
        return rows.compactMap { row in
            row.parentID.map { (number: Int($0), isTheirs: row.createdBy == 2) }
        }
    }

    private func survivors(
        _ portal: InProcessPortal, _ source: Bitrix24Settings.Source
    ) async throws -> [Int] {
        let numbers = try await holders(portal, source).map(\.number)
        guard source == .location else { return numbers }
        // No event is left without its room either.
        var strays: [Int] = []
        for user in [InProcessPortal.panel(.location), 2] {
            strays += try await portal.listed("user", user).compactMap(\.id).map { Int($0) }
                .filter { !numbers.contains($0) }
        }
        return numbers + strays
    }
}

/// The portal as one panel reaches it: every request waits for its turn.
private struct InTurn: HTTPTransport {
    let portal: InProcessPortal
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
