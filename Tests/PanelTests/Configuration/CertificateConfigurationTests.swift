import Foundation
import RoomCore
import Testing

@testable import Panel

struct CertificateConfigurationTests {
    private static let both = "certificate_file: /etc/tls/a.pem, key_file: /etc/tls/a.key"

    private func parse(_ keys: String, listen: String = "127.0.0.1:8080") throws
        -> PanelConfiguration
    {
        let text = ConfigurationTests.design.replacingOccurrences(
            of: "listen: \"127.0.0.1:8080\"",
            with: "listen: \"\(listen)\"" + (keys.isEmpty ? "" : ", " + keys))
        return try ConfigurationReader.parse(
            text, file: "panel.yaml", builtAt: WallTime(secondsSinceEpoch: 0))
    }

    private func faults(_ keys: String, listen: String = "127.0.0.1:8080") -> [String] {
        do {
            _ = try parse(keys, listen: listen)
            return []
        } catch {
            return (error as? ConfigurationError)?.faults.map(\.description) ?? ["\(error)"]
        }
    }

    @Test func thePageIsUnderTLSIfBothFilesAreNamed() throws {
        #expect(try parse("").certificate == nil)
        #expect(try parse("").pageURL == "http://127.0.0.1:8080")
        let configuration = try parse(Self.both)
        #expect(configuration.certificate?.file == "/etc/tls/a.pem")
        #expect(configuration.certificate?.keyFile == "/etc/tls/a.key")
        #expect(configuration.pageURL == "https://127.0.0.1:8080")
        let named = try parse(Self.both + ", names: [door.mine.org]")
        #expect(named.pageURL == "https://door.mine.org:8080")
    }

    @Test(arguments: [
        ("certificate_file: /etc/tls/a.pem", "web.key_file: is missing"),
        ("key_file: /etc/tls/a.key", "web.certificate_file: is missing"),
    ])
    func oneFileWithoutTheOtherIsAFault(keys: String, fault: String) {
        let faults = faults(keys)
        #expect(faults.count == 1, "\(faults)")
        #expect(faults.first?.contains(fault) == true)
        #expect(faults.first?.contains("both files or none") == true)
    }

    @Test func aCertificateWithoutAPageIsAFault() {
        let faults = faults(Self.both, listen: "off")
        #expect(faults.count == 1, "\(faults)")
        #expect(faults.first?.contains("needs web.listen, which is off") == true)
    }

    @Test func aKeyInPlaceOfItsPathIsNotShown() {
        let faults = faults("certificate_file: /a.pem, key_file: \"MIGHAgEA/BMGByq\"")
        #expect(faults.count == 1, "\(faults)")
        #expect(faults.first?.contains("web.key_file") == true)
        #expect(faults.first?.contains("MIGH") == false)
    }

    @Test func otherFilesNeedARestart() throws {
        let keys = RestartParts(from: try parse(""), to: try parse(Self.both)).keys
        #expect(keys == ["web.certificate_file", "web.key_file"])
    }
}
