import Testing

@testable import RoomCore

@Suite struct LampLegendTests {
    private func legend(
        _ palette: LampPalette = .standard, combined: Bool = false,
        server: RoomSettings.ServerKind = .caldav
    ) -> LampLegend {
        var policy = Policy()
        policy.palette = palette
        policy.isCombined = combined
        return LampLegend(policy, server: server)
    }

    @Test(arguments: LampPalette.allCases)
    func everyMeaningStandsThereOnce(palette: LampPalette) {
        let legend = legend(palette)
        let meanings = (legend.availability + legend.booking).map(\.meaning)
        #expect(Set(meanings) == Set(LampLegend.Meaning.allCases))
        #expect(meanings.count == LampLegend.Meaning.allCases.count)
        #expect(legend.availability.count == Availability.allCases.count)
    }

    @Test func everyMeaningHasAWordOfItsOwn() {
        let meanings = LampLegend.Meaning.allCases
        #expect(Set(meanings.map(\.rawValue)).count == meanings.count)
        #expect(meanings.compactMap { LampLegend.Meaning(rawValue: $0.rawValue) } == meanings)
        #expect(LampLegend.Meaning(rawValue: "vacant") == nil)
    }

    @Test func signalsAreThoseOfTheGrammarInEitherPalette() {
        #expect(
            legend().availability.first { $0.meaning == .room(.claimable) }?.signal
                == LampSignal(.green, .doubleBlink))
        #expect(
            legend(.blueOrange).booking.first { $0.meaning == .booking(.unconfirmed) }?.signal
                == LampSignal(.blue, .slowBlink))
    }

    @Test(arguments: LampPalette.allCases, [true, false])
    func noSignalOfALampMeansTwoThings(palette: LampPalette, combined: Bool) {
        let legend = legend(palette, combined: combined)
        for entries in [legend.availability, legend.booking] {
            #expect(Set(entries.map(\.signal)).count == entries.count)
        }
    }

    @Test func singleLampTellsOfBothAndLeavesTheOtherOut() {
        let legend = legend(combined: true)
        #expect(legend.booking.isEmpty)
        let meanings = legend.availability.map(\.meaning)
        #expect(
            Set(meanings).isSuperset(of: [
                .room(.free), .room(.busy), .booking(.late), .booking(.lastMinute),
                .booking(.pending), .refused,
            ]))
        #expect(!meanings.contains(.stale))
    }

    @Test(arguments: [
        (
            Policy.OnNoShow.soft, false,
            [LampLegend.Meaning.room(.claimable), .booking(.lastMinute)]
        ),
        (.end, false, [.booking(.lastMinute)]), (.mark, false, [.booking(.lastMinute)]),
        (.soft, true, []),
    ])
    func whatHasNoConsequenceIsNotListed(
        onNoShow: Policy.OnNoShow, isShadow: Bool, listed: [LampLegend.Meaning]
    ) {
        var policy = Policy()
        policy.onNoShow = onNoShow
        policy.isShadow = isShadow
        let legend = LampLegend(policy, server: .caldav)
        let meanings = (legend.availability + legend.booking).map(\.meaning)
        #expect(
            meanings.filter { [.room(.claimable), .booking(.lastMinute)].contains($0) } == listed)
    }

    @Test func withoutAServerNothingIsPendingOrStale() {
        let meanings = legend(server: .none).booking.map(\.meaning)
        #expect(!meanings.contains(.booking(.pending)))
        #expect(!meanings.contains(.stale))
        #expect(meanings.contains(.refused))
    }
}
