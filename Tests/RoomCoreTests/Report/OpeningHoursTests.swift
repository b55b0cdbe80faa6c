import RoomCore
import Testing

struct OpeningHoursTests {
    @Test(arguments: [
        "mon 08:00-12:00, 13:00-19:00; sat 22:00-06:00", "", "sun 00:00-24:00",
        "fri 20:00-24:00",
    ])
    func textComesBackAsItWas(text: String) {
        #expect(OpeningHours(text)?.description == text)
    }

    @Test(arguments: [
        "mon", "mon 8:00-19:00", "mon 08:00", "mon 08:00-08:00", "mon 24:00-08:00",
        "mon 08:00-24:01", "mon 08:60-09:00", "day 08:00-19:00", "mon 08:00-09:00; mon 10:00-11:00",
        "mon 08:00-09:00,", "mon 08-00:09-00",
    ])
    func otherTextIsRefused(text: String) {
        #expect(OpeningHours(text) == nil)
    }

    @Test func weekdaysGoOverTheWeeksEnd() {
        #expect(OpeningHours.weekdays("sat-mon") == [.sat, .sun, .mon])
        #expect(OpeningHours.weekdays("wed") == [.wed])
        #expect(OpeningHours.weekdays("mon-") == nil)
        #expect(OpeningHours.weekdays("mon-tue-wed") == nil)
    }

    @Test func aWholeWeekIsAlwaysOpen() {
        for day in Weekday.allCases {
            for minute in [0, 719, 1_439] {
                #expect(OpeningHours.always.isOpen(on: day, minute: minute))
            }
        }
    }
}
