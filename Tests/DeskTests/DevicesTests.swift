import Testing

@testable import Desk

struct DevicesTests {
    @Test func theBrowserLetInLongestAgoIsForgottenWhereThereAreTooMany() {
        let devices = Devices()
        let cookies = (0...Devices.capacity).map { _ in
            devices.letIn(DeskStage.hash, insteadOf: nil)
        }
        let isKnown = cookies.map { devices.find($0, DeskStage.hash) != nil }
        #expect(isKnown == [false] + Array(repeating: true, count: Devices.capacity))
    }

    @Test func aBrowserIsKnownByItsLastCookieAndThePasswordOfThen() {
        let devices = Devices()
        let former = devices.letIn(DeskStage.hash, insteadOf: nil)
        let cookie = devices.letIn(DeskStage.hash, insteadOf: former)
        #expect(devices.find(former, DeskStage.hash) == nil)
        #expect(devices.find(cookie, DeskStage.hash) != nil)
        #expect(devices.find(cookie, DeskStage.otherHash) == nil)
        #expect(devices.find("", DeskStage.hash) == nil)
    }
}
