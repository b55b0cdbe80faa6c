import Foundation
import RoomCore
import Testing

@testable import Panel

struct DeskConfigurationTests {
    private func parse(_ desk: String, listen: String = "127.0.0.1:8080") throws
        -> PanelConfiguration
    {
        let text = ConfigurationTests.design
            .replacingOccurrences(of: "127.0.0.1:8080", with: listen)
        return try ConfigurationReader.parse(
            text + "\n" + desk, file: "panel.yaml", builtAt: WallTime(secondsSinceEpoch: 0))
    }

    private func faults(_ desk: String, listen: String = "127.0.0.1:8080") -> [String] {
        do {
            _ = try parse(desk, listen: listen)
            return []
        } catch {
            return (error as? ConfigurationError)?.faults.map(\.description) ?? ["\(error)"]
        }
    }

    @Test func thereIsNoDeskUnlessItIsAskedFor() throws {
        #expect(try parse("").deskPasswordFile == nil)
        #expect(try parse("desk: {}").deskPasswordFile == nil)
        let file = try parse("desk: { password_file: /etc/domovoy/desk }").deskPasswordFile
        #expect(file == "/etc/domovoy/desk")
    }

    @Test func aPasswordInPlaceOfThePathIsNotShown() {
        let faults = faults("desk: { password_file: correct-horse-battery }")
        #expect(faults.count == 1)
        #expect(faults.first?.contains("desk.password_file") == true)
        #expect(faults.first?.contains("horse") == false)
    }

    @Test func aDeskWithoutAPageIsAFault() {
        let faults = faults("desk: { password_file: /etc/domovoy/desk }", listen: "off")
        #expect(faults.count == 1)
        #expect(faults.first?.contains("needs web.listen, which is off") == true)
    }

    @Test func anUnknownKeyIsNamedWithTheOneThereIs() {
        let faults = faults("desk: { password: x }")
        #expect(faults.count == 1)
        #expect(faults.first?.contains("password_file") == true)
    }
}
