import RoomCore
import Testing
import WebTestKit

@testable import PanelWeb

struct WebCertificateTests {
    @Test(arguments: [
        TestCertificates.good, "# the panel's own\n" + TestCertificates.good,
        TestCertificates.good + "\n" + TestCertificates.root, TestCertificates.notYetValid,
    ])
    func aCertificateAndItsKeyFit(chain: String) throws {
        #expect(try WebCertificate(chain).expiresAt == .sample("2199-01-01T00:00:00Z"))
    }

    @Test(
        arguments: [
            (TestCertificates.good, TestCertificates.otherKey, .key, "is not the key of the first"),
            (
                TestCertificates.root + "\n" + TestCertificates.good, TestCertificates.key, .key,
                "is not the key of the first"
            ),
            (
                TestCertificates.expired, TestCertificates.key, .chain,
                "expired at 2021-01-01T00:00:00Z"
            ),
            (
                String(TestCertificates.good.prefix(300)), TestCertificates.key, .chain,
                "not whole ones"
            ),
            (TestCertificates.key, TestCertificates.key, .chain, "holds no certificates in PEM"),
            ("", TestCertificates.key, .chain, "holds no certificates in PEM"),
            (TestCertificates.good, TestCertificates.good, .key, "holds no private key in PEM"),
            (TestCertificates.good, "", .key, "holds no private key in PEM"),
        ] as [(String, String, WebCertificate.Fault.File, String)])
    func whatIsWrongIsNamed(
        chain: String, key: String, file: WebCertificate.Fault.File, problem: String
    ) {
        let fault = #expect(throws: WebCertificate.Fault.self) { try WebCertificate(chain, key) }
        #expect(fault?.file == file)
        #expect(fault?.problem.contains(problem) == true, "\(fault?.problem ?? "")")
    }
}
