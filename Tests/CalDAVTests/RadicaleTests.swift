import RoomCore
import RoomTestKit
import Testing

@testable import CalDAV

@Suite(.enabled(if: Radicale.isAvailable, Radicale.reason))
struct RadicaleTests {
    @Test(arguments: BookingServerContract.allCases)
    func keepsTheContract(_ claim: BookingServerContract) async throws {
        let stage = try await CalDAVStage.radicale()
        do {
            try await claim.check(on: stage)
        } catch {
            await stage.close()
            throw error
        }
        await stage.close()
    }
}
