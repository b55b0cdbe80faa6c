import RoomCore
import Testing
import Wording

struct CertificateSheetTests {
    private func certificate() -> Certificate {
        func at(_ seconds: Int) -> Uptime { Uptime(sinceBoot: .seconds(seconds)) }
        let watch = SensorWatch(
            sensors: [
                SensorSettings(name: "pir", hold: .seconds(120)), SensorSettings(name: "wall"),
            ], levels: ["pir": false, "wall": false],
            moments: [40, 219].map {
                SensorMoment(
                    sensor: "pir", fact: .edge(isActive: $0 == 40, at: at($0)), at: at($0))
            }, start: at(0), end: at(300))
        return Certificate(
            Certificate.Particulars(
                signedBy: "Ada", givenAt: WallTime(secondsSinceEpoch: 0),
                isClockSynchronised: false, roomID: "aurora", roomName: "Aurora",
                timeZone: "UTC", board: "Pi", chip: "chip", version: "0.1.0"),
            lines: [.init(name: "lamp booking.blue", line: "13", active: .high, bias: nil)],
            settings: [.init("policy.no_show_after", "10m")],
            results: [
                CommissioningResult(.button(.long), tries: 0, finding: nil),
                CommissioningResult(
                    .seated(chair: 2), tries: 2, finding: .seated(SeatedTest.judge(watch))),
            ], untestedSensors: ["camera"])
    }

    @Test func everyFactIsThereInEitherLanguage() {
        let sheet = Phrasebook(.en).sheet(certificate()) { _ in "1970-01-01 00:00 UTC" }
        #expect(sheet.title == "Commissioning of Aurora" && sheet.outcome == "failed")
        let facts = sheet.facts.map { "\($0.name): \($0.value)" }
        #expect(
            facts.contains("when: 1970-01-01 00:00 UTC (the clock was not synchronised)"))
        #expect(
            sheet.advice == [
                "Set hold of sensor pir to 5 min or more (now 2 min).",
                "Sensor wall saw nobody in any test: look at its place and its wires.",
                "Sensor camera reports over HTTP, and was not tested.",
            ])
        #expect(
            sheet.sections[0].rows == [
                [["button, long press"], ["skipped"], [], []],
                [
                    ["chair 2"], ["passes once a setting is changed"],
                    [
                        "pir: longest gap 1 min 21 s, seen in 80 % of the minutes, hold of 5 min or more, 2 edges",
                        "wall: this sensor does not see that chair",
                        "together: longest gap 1 min 21 s, seen in 80 % of the minutes, hold of 5 min or more",
                    ], ["2"],
                ],
            ])
        #expect(sheet.sections[1].rows == [[["lamp booking.blue"], ["13"], ["high"], []]])
        let russian = Phrasebook(.ru).sheet(certificate()) { _ in "" }
        #expect(russian.sections.map(\.rows.count) == sheet.sections.map(\.rows.count))
        #expect(russian.facts.count == sheet.facts.count)
        #expect(russian.sections[0].rows[1][2][1] == "wall: этот датчик не видит этот стул")
    }

    @Test(arguments: [
        ("", Phrasebook.Reply.goOn), ("Y", .yes), ("да", .yes), ("n", .no), ("r", .again),
        ("П", .again), ("skip", .skip), ("с", .skip),
    ])
    func answersAreReadInBothLanguages(line: String, reply: Phrasebook.Reply) {
        #expect(Phrasebook.Reply(line) == reply)
        #expect(Phrasebook.Reply("maybe") == nil)
    }
}
