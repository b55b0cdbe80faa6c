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

    @Test func pageLeadsToWhatDidNotHold() throws {
        let (simulation, held) = try told("claim-taken-back")
        let broken = Outcome(
            violation: Violation(
                invariant: "lamps-agree", text: "<dark>", at: 70 * .minute, panel: 0),
            tally: held.tally, findings: [], told: [], hash: 0, roomDays: held.roomDays)
        let page = simulation.storyPage(broken, title: "broken")
        let link = "<a href=\"#broken\">day 1 01:10:00.000</a>"
        #expect(page.contains("\(link): lamps-agree: &lt;dark&gt;"))
        #expect(page.contains("<h2 id=\"broken\">Day 1</h2>"))
        #expect(page.contains("<details open>"))
        // The world lasts 2 h 40 min: three hours are drawn, and 70 minutes lie at 70/180 of them.
        #expect(page.contains("<line class=\"broken\" x1=\"690.0\""))
        #expect(!page.contains(">3:00</text>"))
    }

    @Test func nothingIsToldUnasked() {
        let simulation = Simulation(World.made(from: 1))
        let outcome = simulation.run()
        #expect(simulation.storyText().isEmpty)
        #expect(simulation.storyPage(outcome, title: "").isEmpty)
    }
}
