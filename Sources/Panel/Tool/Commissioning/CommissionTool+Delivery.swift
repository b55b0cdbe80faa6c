import Foundation
import HTTPExchange
import Journal
import RoomCore
public import Wording

/// What becomes of a certificate.
extension CommissionTool {
    /// Keeps a certificate, prints it, and writes it to the file that is wanted.
    ///
    /// A certificate that cannot be kept is printed and written all the same: nobody wants to walk it all again.
    static func deliver(
        _ certificate: Certificate, to journal: Journal, _ order: Order,
        print: (String) throws -> Void
    ) async throws {
        var certificate = certificate
        var failures: [Failure] = []
        do throws(JournalError) {
            _ = try await journal.open(at: nil)
            certificate = try await journal.certify(certificate)
        } catch {
            failures.append(
                Failure(description: "the certificate is not kept: \(error)", exitCode: 74))
        }
        // The certificate is on the card by now, or was told to be missing.
        try? await journal.close(at: nil)
        let text = CertificateText(certificate, Phrasebook(order.language))
        try print(try text.text(.text, width: Terminal.width))
        if let output = order.output {
            let body = try text.text(Format(file: output), width: CertificateText.fileWidth)
            do {
                try Data((body + "\n").utf8).write(to: URL(filePath: output), options: .atomic)
            } catch {
                failures.append(
                    Failure(
                        description: "\(output.oneLine(256)) cannot be written: "
                            + "\(error.localizedDescription)", exitCode: 74))
            }
        }
        guard let first = failures.first else { return }
        throw Failure(
            description: failures.map(\.description).joined(separator: "; "),
            exitCode: first.exitCode)
    }

    // MARK: Showing

    /// The newest certificate.
    ///
    /// - Parameter file: the configuration that names the journal.
    /// - Throws: ``ConfigurationError``, or ``Failure`` if there is none, or the journal cannot be read.
    public static func newest(
        file: String, _ format: Format, _ language: Language
    ) throws -> String {
        let configuration = try ConfigurationReader.read(file: file, builtAt: BuildDate.instant)
        let found: Certificate?
        do throws(JournalError) {
            found = try Journal.newestCertificate(at: configuration.journal.path)
        } catch {
            throw Failure(description: "\(error)", exitCode: 74)
        }
        guard let found else {
            throw Failure(
                description: "not commissioned yet: run domovoy commission", exitCode: 69)
        }
        return try CertificateText(found, Phrasebook(language)).text(
            format, width: Terminal.width)
    }
}
