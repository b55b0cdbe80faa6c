import JSONText
import RoomCore
import RoomTestKit
import Testing

@testable import Bitrix24

/// Many panels behind one address, against the portal's own bucket.
struct FleetTests {
    private static let hour = 3_600.0

    /// A portal's leaky bucket: falls by two a second, refuses above 50.
    private struct Bucket {
        var level = 0.0
        var at = 0.0
        var highest = 0.0
        var refused = 0

        mutating func take(at now: Double) -> Bool {
            level = max(0, level - (now - at) * RateGovernor.leakPerSecond)
            at = now
            if level + 1 > RateGovernor.portalLimit {
                refused += 1
                return false
            }
            level += 1
            highest = max(highest, level)
            return true
        }
    }

    private struct Panel {
        var governor = RateGovernor()
        var nextRead: Double
        /// Requests that wait for their turn: when, and what for.
        var due: [(at: Double, purpose: RateGovernor.Purpose)] = []
    }

    /// Hours from a power cut on, the worst there are: in every room a meeting begins at every full hour and nobody comes, so that all are marked late at the same minute and no-shows five minutes later, when all organisers are told too; and one press an hour.
    ///
    /// The outbox drops a mark that a later one makes pointless before its turn.
    private func play(_ fleet: Fleet, seed: UInt64, hours: Int = 6, spread: Bool = true) -> Bucket {
        var dice = SplitMix64(seed: seed)
        var bucket = Bucket()
        let poll = fleet.leastPoll / .seconds(1)
        var panels = (0..<fleet.panels).map { _ in
            Panel(
                nextRead: Double.random(in: 0..<3, using: &dice)
                    + (spread
                        ? Double.random(in: 0..<1, using: &dice)
                            * (fleet.firstReadSpread / .seconds(1)) : 0))
        }
        for hour in 0..<hours {
            for index in panels.indices {
                let turns = [5.0, 10].map { minute in
                    let turn =
                        Double.random(in: 0..<1, using: &dice) * (fleet.markSpread / .seconds(1))
                    return Double(hour) * Self.hour + 600 + minute * 60 + (spread ? turn : 0)
                }
                let isSuperseded = spread && turns[0] > Double(hour) * Self.hour + 1_200
                for at in isSuperseded ? [turns[1]] : turns {
                    // A mark is read and written.
                    panels[index].due += [(at, .read), (at + 1, .write)]
                }
                let message =
                    Double(hour) * Self.hour + 1_200 + Double.random(in: 0..<1, using: &dice)
                    * (spread ? fleet.messageSpread / .seconds(1) : 0)
                // The booking is looked for, and its organiser told.
                panels[index].due += [(message, .read), (message, .write)]
                let press =
                    Double(hour) * Self.hour + Double.random(in: 0..<Self.hour, using: &dice)
                panels[index].due += [(press, .read), (press + 1, .write), (press + 2, .read)]
            }
        }
        for index in panels.indices { panels[index].due.sort { $0.at < $1.at } }
        var second = 0.0
        while second < Double(hours) * Self.hour {
            for index in panels.indices {
                if panels[index].nextRead <= second {
                    panels[index].nextRead =
                        second + poll * Double.random(in: 0.9..<1.1, using: &dice)
                    panels[index].due.insert((second, .read), at: 0)
                    // The first time the room is looked up too.
                    if second < poll * 1.2 { panels[index].due.insert((second, .read), at: 0) }
                }
                send(&panels[index], at: second, to: &bucket, &dice)
            }
            second += 1
        }
        return bucket
    }

    private func send(
        _ panel: inout Panel, at second: Double, to bucket: inout Bucket, _ dice: inout SplitMix64
    ) {
        let now = Uptime(sinceBoot: .seconds(second))
        while let first = panel.due.first, first.at <= second {
            guard panel.governor.admit(first.purpose, methods: ["x"], at: now) == .go else {
                return
            }
            panel.due.removeFirst()
            if bucket.take(at: second) {
                panel.governor.answered("x", cost: nil)
            } else {
                let jitter = Double.random(in: 0..<1, using: &dice)
                _ = panel.governor.refusedForRate(jitter: jitter, at: now)
                panel.due.insert((second, first.purpose), at: 0)
            }
        }
    }

    /// The settings that are shipped for that size: `panels: 200`.
    ///
    /// That makes it a poll every 5 min, the first within 5 min, and marks spread over 15 min and messages over 20 min. The portal's count stays under its limit, with room to spare.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func twoHundredPanelsNeverHitTheLimit(_ seed: UInt64) {
        let fleet = Fleet(panels: 200)
        #expect(fleet.leastPoll == .seconds(300))
        #expect(fleet.firstReadSpread == .seconds(300))
        #expect(fleet.markSpread == .seconds(900))
        #expect(fleet.messageSpread == .seconds(1_200))
        let bucket = play(fleet, seed: seed)
        #expect(bucket.refused == 0, "seed \(seed)")
        #expect(bucket.highest < 40, "seed \(seed): \(bucket.highest)")
    }

    @Test(arguments: [1, 10, 11, 50, 300])
    func otherSizesDoNotEither(_ panels: Int) {
        let bucket = play(Fleet(panels: panels), seed: 4, hours: 3)
        #expect(bucket.refused == 0 && bucket.highest < 45, "\(panels): \(bucket.highest)")
    }

    /// The same without spreading does hit it: the simulation can tell.
    @Test func withoutSpreadingTheyDo() {
        #expect(play(Fleet(panels: 200), seed: 1, hours: 2, spread: false).refused > 100)
    }

    @Test func aFleetHasBounds() {
        #expect(Fleet(panels: 0).panels == 1)
        #expect(Fleet(panels: 10_000).panels == Fleet.greatest)
        #expect(Fleet().leastPoll == .seconds(30))
        #expect(Fleet().markSpread == .zero && Fleet().firstReadSpread == .zero)
        #expect(Fleet().messageSpread == .zero)
    }
}
