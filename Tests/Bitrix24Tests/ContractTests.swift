import RoomTestKit
import Testing

@testable import Bitrix24

/// What every booking server has to keep to, for every kind of room that can be written.
struct ContractTests {
    @Test(arguments: BookingServerContract.allCases, Bitrix24Settings.Source.allCases)
    func keepsTheContract(
        _ claim: BookingServerContract, _ source: Bitrix24Settings.Source
    ) async throws {
        guard source != .resource else { return }
        try await claim.check(on: PortalStage.make(source))
    }
}
