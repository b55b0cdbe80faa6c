import CivilCalendar
import RoomCore
import Testing

@testable import Bitrix24

struct PortalDateTests {
    @Test(arguments: [
        ("Wed Dec 11 2024 17:59:00", "2024-12-11T17:59:00", true),
        ("Fri Dec 20 2024", "2024-12-20T00:00:00", false),
        ("Thu Feb 29 2024 00:00:01", "2024-02-29T00:00:01", true),
    ])
    func theEnglishFormIsRead(_ text: String, _ wanted: String, _ hasClock: Bool) throws {
        let reading = try #require(PortalDate.formatted(text))
        #expect(reading.time.text == wanted)
        #expect(reading.hasClock == hasClock)
    }

    @Test(arguments: [
        "", "Wed", "Wed Dez 11 2024", "Thu Feb 29 2023", "Wed Dec 11 2024 25:00:00",
        "Wed Dec 11 2024 17:59:00 pm", "11.12.2024", "Wed Dec -1 2024", "Wed Dec 11 99999",
    ])
    func whatIsNoneIsNone(_ text: String) {
        #expect(PortalDate.formatted(text) == nil)
    }

    /// The three cultures that live samples show.
    @Test(arguments: [
        ("23.11.2026 10:05:07", "2026-11-23T10:05:07"), ("23.11.2026", "2026-11-23T00:00:00"),
        ("11/23/2026 10:05:07 am", "2026-11-23T10:05:07"),
        ("12/11/2024 05:59:00 pm", "2024-12-11T17:59:00"),
        ("12/11/2024 12:59:00 am", "2024-12-11T00:59:00"),
        ("12/11/2024 12:59:00 pm", "2024-12-11T12:59:00"),
        ("19/05/2025 09:00:00", "2025-05-19T09:00:00"), ("05/06/2025 09:00", "2025-06-05T09:00:00"),
        ("2026-11-23", "2026-11-23T00:00:00"), ("2025-01-31T18:00:00", "2025-01-31T18:00:00"),
        ("2025-01-31T18:00:00+03:00", "2025-01-31T18:00:00"),
    ])
    func theCulturesAreRead(_ text: String, _ wanted: String) {
        #expect(PortalDate.cultural(text)?.time.text == wanted)
    }

    @Test(arguments: [
        "", "31.02.2026", "23.11", "23.11.2026 24:00", "a.b.c", "1/2/3/4", "13/13/2026",
    ])
    func datesThatDoNotExistAreNone(_ text: String) {
        #expect(PortalDate.cultural(text) == nil)
    }

    @Test func aPairTellsTheOrder() throws {
        let fifth = try #require(PortalDate.formatted("Thu Jun 05 2025 09:00:00"))
        #expect(PortalDate.order(of: "05/06/2025 09:00:00", meaning: fifth) == .dayFirst)
        #expect(PortalDate.order(of: "06/05/2025 09:00:00", meaning: fifth) == .monthFirst)
        let fifthOfMay = try #require(PortalDate.formatted("Mon May 05 2025"))
        #expect(PortalDate.order(of: "05/05/2025", meaning: fifthOfMay) == nil)
        #expect(PortalDate.order(of: "05.06.2025", meaning: fifth) == nil)
        #expect(PortalDate.cultural("06/05/2025 09:00", order: .monthFirst)?.time == fifth.time)
    }

    @Test func stampsAreReadAgain() {
        for seconds in stride(from: -62_135_596_800, through: 253_402_300_799, by: 86_140_801) {
            let time = CivilTime(seconds: seconds)
            #expect(CivilTime(stamp: time.stamp) == time)
        }
    }
}

struct ZoneTests {
    private func instant(_ zone: String, _ stamp: String) throws -> Int64 {
        let civil = try #require(CivilTime(stamp: stamp))
        return try #require(Zone.named(zone)).instant(of: civil).secondsSinceEpoch
    }

    @Test(arguments: [
        ("Europe/Moscow", "20261123T100000", 1_795_417_200 as Int64),
        ("America/Managua", "20241202T110000", 1_733_158_800),
        ("Europe/Berlin", "20250131T180000", 1_738_342_800),
        // Kazakhstan has had one zone at +5 since March 2024.
        ("Asia/Almaty", "20240229T120000", 1_709_186_400),
        ("Asia/Almaty", "20240302T120000", 1_709_362_800),
        // Occurs twice: the first. Is skipped: by the offset before the gap.
        ("Europe/Berlin", "20261025T023000", 1_792_888_200),
        ("Europe/Berlin", "20260329T023000", 1_774_747_800),
    ])
    func wallClocksHaveInstants(_ zone: String, _ stamp: String, _ seconds: Int64) throws {
        #expect(try instant(zone, stamp) == seconds)
    }

    @Test(arguments: ["Mars/Olympus", "", "../etc/passwd", String(repeating: "a", count: 100)])
    func unknownZonesAreNone(_ name: String) {
        #expect(Zone.named(name) == nil)
    }

    @Test func aDayOfChangeIsMeasuredExactly() throws {
        let zone = try #require(Zone.named("Europe/Berlin"))
        let change = 1_792_890_000
        #expect(zone.offset(atUTC: change - 1) == 7_200)
        #expect(zone.offset(atUTC: change) == 3_600)
    }
}
