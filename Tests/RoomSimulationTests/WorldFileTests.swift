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
            "\(error)" == "w.json: has version \(version); this simulator reads version 2"
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
            try WorldFile.parse(Data(#"{"version": 2, "world": {"seed": -1}}"#.utf8), "w.json")
        } throws: { "\($0)" == "w.json: is no world of version 2" }
    }

    @Test func missingFileIsSaidToBeMissing() {
        #expect {
            try WorldFile.read("/nowhere/w.json")
        } throws: { error in
            (error as? WorldFile.Fault)?.isMissing == true
        }
    }
}
