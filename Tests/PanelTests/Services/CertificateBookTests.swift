import Foundation
import PanelWeb
import RoomCore
import Testing
import WebTestKit

@testable import Panel

/// The files of the page's certificate.
struct CertificateBookTests {
    private let workshop: Workshop
    private let files: PanelConfiguration.Certificate
    private let time = ManualTime()
    private let log = LogLines()

    init() throws {
        workshop = try Workshop()
        files = PanelConfiguration.Certificate(
            file: try workshop.write(TestCertificates.good, to: "certificate.pem"),
            keyFile: try workshop.write(TestCertificates.key, to: "key.pem"))
    }

    private func book() throws -> CertificateBook {
        try CertificateBook(files, time: time, logger: log.logger)
    }

    /// Each text has a length of its own: two writes may fall into one tick of the file system's clock.
    @Test func aKeyThatDoesNotFitLeavesTheCertificateBefore() throws {
        let book = try book()
        #expect(book.findings.isEmpty)
        _ = try workshop.write(TestCertificates.otherKey + "\n", to: "key.pem")
        let end = book.current().expiresAt
        #expect(book.findings.map(\.component) == ["certificate"])
        #expect(book.findings.map(\.severity) == [.warning])
        #expect(
            book.findings.first?.message == """
                web.key_file: "\(files.keyFile)": is not the key of the first certificate; the web's own has to come \
                first; the one before is served, until \(Timestamp(end))
                """)
        _ = try workshop.write(TestCertificates.key + "\n\n", to: "key.pem")
        #expect(book.findings.isEmpty)
        let lines = log.all
        #expect(lines.count == 2, "\(lines)")
        #expect(
            lines.first?.hasPrefix("error certificate refused, the one before is served") == true)
        #expect(lines.last?.hasPrefix("notice certificate read again") == true)
        #expect(!lines.joined().contains("PRIVATE KEY"))
    }

    @Test func whatExpiredOrIsGoneLeavesTheCertificateBefore() throws {
        let book = try book()
        _ = try workshop.write(TestCertificates.expired, to: "certificate.pem")
        #expect(book.findings.first?.message.contains("expired at 2021-01-01T00:00:00Z") == true)
        try FileManager.default.removeItem(atPath: files.file)
        #expect(book.findings.first?.message.contains("there is no such file") == true)
        #expect(!book.current().hasExpired(at: time.now().wall))
    }

    @Test func aCertificateThatExpiresIsAFailureAndIsServedOn() throws {
        let book = try book()
        let life = book.current().expiresAt - time.now().wall
        time.advance(by: life - .seconds(48 * 3_600))
        #expect(book.findings.isEmpty)
        time.advance(by: .seconds(1))
        #expect(book.findings.map(\.severity) == [.warning])
        time.advance(by: .seconds(48 * 3_600))
        #expect(book.findings.map(\.severity) == [.failure])
        #expect(
            book.findings.first?.message
                == "the certificate of the page expired at 2199-01-01T00:00:00Z")
    }

    /// After a power cut at night the lamps matter more than the age of a certificate.
    @Test func anExpiredOneIsServedWhereThereIsNoneBefore() throws {
        _ = try workshop.write(TestCertificates.expired, to: "certificate.pem")
        let book = try book()
        #expect(book.findings.map(\.severity) == [.failure])
        #expect(book.current().expiresAt == WallTime(secondsSinceEpoch: 1_609_459_200))
    }

    @Test func atTheStartAPairThatDoesNotFitIsAFaultOfTheConfiguration() async throws {
        _ = try workshop.write(TestCertificates.good, to: "certificate.pem")
        _ = try workshop.write(TestCertificates.otherKey, to: "key.pem")
        let file = try SecurePage.configuration(workshop, files)
        do {
            _ = try await SecurePage.assembly(file, log).build()
            Issue.record("the panel was built")
        } catch let error as ConfigurationError {
            #expect(error.file == file)
            #expect(error.faults.map(\.path) == ["web.key_file"])
            #expect(error.description.contains("is not the key"))
        }
        #expect(!FileManager.default.fileExists(atPath: workshop.file("panel.sqlite")))
    }
}
