import RoomCore
import Testing

@Suite struct LampWiringTests {
    private func wiring(_ lines: (LampLine.Lamp, [LampLine.Channel])...) -> LampWiring {
        LampWiring(
            lines: Set(lines.flatMap { lamp, channels in channels.map { LampLine(lamp, $0) } }))
    }

    private func lines(_ channels: LampLine.Channel...) -> Set<LampLine> {
        Set(channels.map { LampLine(.booking, $0) })
    }

    @Test func separateLEDsLightTheirOwnColour() {
        let wiring = wiring((.booking, [.green, .blue, .orange]))
        #expect(wiring.lines(.booking, .green) == lines(.green))
        #expect(wiring.lines(.booking, .blue) == lines(.blue))
        #expect(wiring.lines(.booking, .orange) == lines(.orange))
        #expect(wiring.lines(.booking, .off).isEmpty)
    }

    @Test func partOfThreeColoursMixesOrangeOfRedAndGreen() {
        let wiring = wiring((.booking, [.red, .green, .blue]))
        #expect(wiring.lines(.booking, .orange) == lines(.red, .green))
        #expect(wiring.lines(.booking, .redGreen) == lines(.red, .green))
    }

    @Test func redAndGreenTogetherAreBlueAndOrangeWhereTheyAreWired() {
        let wiring = wiring((.booking, [.blue, .orange]))
        #expect(wiring.lines(.booking, .redGreen) == lines(.blue, .orange))
    }

    @Test func colourThatCannotBeMadeStaysDarkAndIsNeverAnotherOne() {
        let wiring = wiring((.booking, [.green, .blue]))
        #expect(wiring.lines(.booking, .orange).isEmpty)
        #expect(wiring.lines(.booking, .red).isEmpty)
        #expect(wiring.lines(.availability, .green).isEmpty)
    }

    @Test func missingColoursAreNamed() {
        var policy = Policy()
        let standard = wiring((.availability, [.red, .green]), (.booking, [.green, .blue]))
        #expect(standard.missingColours(policy) == ["booking: orange"])
        let whole = wiring((.availability, [.red, .green]), (.booking, [.red, .green, .blue]))
        #expect(whole.missingColours(policy).isEmpty)
        policy.palette = .blueOrange
        #expect(whole.missingColours(policy) == ["availability: blue"])
        let swapped = wiring((.availability, [.blue, .orange]), (.booking, [.blue, .orange]))
        #expect(swapped.missingColours(policy).isEmpty)
        policy.isCombined = true
        #expect(wiring((.availability, [.red, .green, .blue])).missingColours(policy).isEmpty)
        policy.palette = .standard
        #expect(wiring((.availability, [.red, .green])).missingColours(policy).isEmpty)
        #expect(
            wiring((.availability, [.red])).missingColours(policy) == [
                "availability: green", "availability: orange", "availability: red_green",
            ])
    }
}
