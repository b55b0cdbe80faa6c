import Testing

@testable import RoomSimulation

struct StoryTests {
    private func told(_ name: String) throws -> (Simulation, Outcome) {
        let simulation = Simulation(try #require(Scenario.named(name)).world, story: true)
        return (simulation, simulation.run())
    }

    @Test func storyTellsWhatHappened() throws {
        let (simulation, _) = try told("owner-comes-after-the-no-show")
        let text = simulation.storyText()
        #expect(text.contains("day 1 01:10:00.000  panel 0  verdicts: b: no_show"))
        #expect(text.contains("person 1 comes in"))
        #expect(text.contains("green double_blink"))
    }

    @Test func pageDrawsEveryLane() throws {
        let (simulation, outcome) = try told("claim-taken-back")
        let page = simulation.storyPage(outcome, title: "a < b")
        #expect(page.contains("<h1>a &lt; b</h1>"))
        for piece in [
            "class=\"person\"", "class=\"booking\"", "class=\"adhoc\"", "class=\"press\"",
            "class=\"verdict\"", "lamp green double_blink", "undone",
        ] {
            #expect(page.contains(piece), "\(piece)")
        }
    }

    @Test func nothingIsToldUnasked() {
        let simulation = Simulation(World.made(from: 1))
        let outcome = simulation.run()
        #expect(simulation.storyText().isEmpty)
        #expect(simulation.storyPage(outcome, title: "").isEmpty)
    }
}
