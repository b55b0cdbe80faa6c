import Foundation
import Testing

@testable import RoomSimulation

struct WorldFileTests {
    @Test func worldComesBackAsItWas() throws {
        let world = World.made(from: 3)
        let data = try WorldFile(world, invariant: "lamps-agree").encoded()
        let back = try WorldFile.parse(data, "w.json")
        #expect(back.world == world)
        #expect(back.invariant == "lamps-agree")
        #expect(Simulation(back.world).run().hash == Simulation(world).run().hash)
    }

    @Test(arguments: [0, 1, 99])
    func otherVersionIsRefusedByItsVersion(_ version: Int) {
        let text = #"{"version": \#(version), "world": {}}"#
        #expect {
            try WorldFile.parse(Data(text.utf8), "w.json")
        } throws: { error in
            "\(error)" == "w.json: has version \(version); this simulator reads version 3"
        }
    }

    @Test(arguments: ["", "[]", "{}", #"{"version": "1"}"#, "\u{0}"])
    func whatIsNoWorldIsSaidToBeNone(_ text: String) {
        #expect {
            try WorldFile.parse(Data(text.utf8), "w.json")
        } throws: { "\($0)" == "w.json: is no world file" }
    }

    @Test func brokenWorldIsRefused() {
        #expect {
            try WorldFile.parse(Data(#"{"version": 3, "world": {"seed": -1}}"#.utf8), "w.json")
        } throws: { "\($0)" == "w.json: is no world of version 3" }
    }

    @Test func missingFileIsSaidToBeMissing() {
        #expect {
            try WorldFile.read("/nowhere/w.json")
        } throws: { error in
            (error as? WorldFile.Fault)?.isMissing == true
        }
    }

    @Test func worldsAsTheyAreMadeMakeSense() {
        for seed in 1..<301 as Range<UInt64> {
            #expect(WorldCheck(World.made(from: seed)).fault == nil, "seed \(seed)")
        }
        for scenario in Scenario.all {
            #expect(WorldCheck(scenario.world).fault == nil, "\(scenario.name)")
        }
    }

    /// What no maker writes is refused, and by its name, before it can run for ever or overflow.
    @Test func numbersOutOfBoundsAreNamed() {
        let good = World.made(from: 7)
        func fault(_ change: (inout World) -> Void) -> String? {
            var world = good
            change(&world)
            return WorldCheck(world).fault
        }
        #expect(fault { $0.panels = [] } == "panels.count: 0; allowed is 1 to 2")
        #expect(fault { $0.length = .max }?.hasPrefix("length: 9223372036854775807") == true)
        #expect(
            fault { $0.panels[0].pollSeconds = 0 }
                == "panels[0].pollSeconds: 0; allowed is 5 to 86400")
        #expect(fault { $0.calls.late = -1 } == "calls.late: -1; allowed is 0 to 1000000")
        #expect(
            fault { $0.policy.checkInWindow = -1 }
                == "policy.checkInWindow: -1; allowed is 0 to 604800")
        let press = Act.Step(at: 0, deed: .press(panel: 0, milliseconds: .max))
        #expect(
            fault { $0.acts = [Act(name: "long", steps: [press])] }?
                .hasPrefix("acts[0].steps[0].deed.milliseconds: ") == true)
        let chatter = Misfortune(
            at: 0, until: 0, panel: 0, kind: .chatter(sensor: 0, perMinute: .max))
        #expect(
            fault { $0.misfortunes = [chatter] }?
                .hasPrefix("misfortunes[0].kind.perMinute: ") == true)
        let name = String(repeating: "x", count: 1_001)
        #expect(
            fault { $0.acts = [Act(name: name, steps: [])] }
                == "acts[0].name: 1001 bytes; allowed are 1000")
    }
}
