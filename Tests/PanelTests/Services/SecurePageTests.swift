import PanelWeb
import RoomCore
import Testing
import WebTestKit

@testable import Panel

/// The page of a whole panel under TLS, asked by the tool.
@Suite(.timeLimit(.minutes(HangGuard.minutes)))
struct SecurePageTests {
    private func failure(_ client: PanelClient) async -> PanelClient.Failure? {
        do throws(PanelClient.Failure) {
            _ = try await client.text("/healthz")
            return nil
        } catch {
            return error
        }
    }

    /// Each text has a length of its own: two writes may fall into one tick of the file system's clock.
    @Test func otherFilesCountForTheNextConnection() async throws {
        let workshop = try Workshop()
        let files = PanelConfiguration.Certificate(
            file: try workshop.write(TestCertificates.good, to: "certificate.pem"),
            keyFile: try workshop.write(TestCertificates.key, to: "key.pem"))
        let root = try workshop.write(TestCertificates.root, to: "root.pem")
        try await SecurePage.serve(try SecurePage.configuration(workshop, files)) { address in
            let url = "https://\(address)"
            let client = try PanelClient(url: url, caFile: root)
            let first = try await client.text("/healthz", accepting: [503])
            #expect(!first.contains("certificate"))
            let stranger = await failure(try PanelClient(url: url))
            #expect(stranger?.exitCode == 69)
            #expect(stranger?.description.contains("--ca-file") == true)

            _ = try workshop.write(TestCertificates.otherKey + "\n", to: "key.pem")
            let second = try await client.text("/healthz", accepting: [503])
            #expect(second.contains(#""component":"certificate""#))
            #expect(second.contains("is not the key of the first certificate"))

            _ = try workshop.write(TestCertificates.otherHost + "\n", to: "certificate.pem")
            _ = try workshop.write(TestCertificates.key + "\n\n", to: "key.pem")
            #expect(await failure(client)?.exitCode == 69)
        }
    }

    @Test func fileOfAuthoritiesThatHasNoneIsNamed() throws {
        let workshop = try Workshop()
        for file in ["/nonexistent/root.pem", try workshop.write("none", to: "root.pem")] {
            let failure = #expect(throws: PanelClient.Failure.self) {
                try PanelClient(url: "https://door.example.org", caFile: file)
            }
            #expect(failure?.exitCode == 64)
            #expect(failure?.description.hasPrefix("--ca-file \"\(file)\": ") == true)
        }
    }
}
