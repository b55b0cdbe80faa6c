import RoomCore
import Synchronization
import Testing

@testable import Panel

struct AlarmTests {
    private let time = ManualTime()

    @Test func ringsOnceAtTheEarliestInstant() async {
        let rings = Mutex(0)
        let alarm = Alarm(time) { rings.withLock { $0 += 1 } }
        let start = time.now().uptime
        alarm.set(start + .seconds(10))
        await time.untilSomebodySleeps()
        alarm.set(start + .seconds(20))
        time.advance(by: .seconds(10))
        await until { rings.withLock { $0 } == 1 }
        time.advance(by: .seconds(100))
        #expect(rings.withLock { $0 } == 1)
    }

    @Test func cancelledAlarmStaysSilent() async {
        let rings = Mutex(0)
        let alarm = Alarm(time) { rings.withLock { $0 += 1 } }
        alarm.set(time.now().uptime + .seconds(10))
        await time.untilSomebodySleeps()
        alarm.cancel()
        time.advance(by: .seconds(100))
        #expect(rings.withLock { $0 } == 0)
    }
}
