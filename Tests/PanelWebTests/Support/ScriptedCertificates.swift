import NIOSSL
import RoomCore
import Synchronization
import WebTestKit

@testable import PanelWeb

/// A certificate that a test exchanges.
final class ScriptedCertificates: WebCertificates {
    private let shown: Mutex<WebCertificate>

    init(_ chain: String) throws {
        shown = Mutex(try WebCertificate(chain))
    }

    func show(_ chain: String) throws {
        let certificate = try WebCertificate(chain)
        shown.withLock { $0 = certificate }
    }

    func current() -> WebCertificate { shown.withLock { $0 } }
}

extension WebCertificate {
    /// What two files of these texts hold, in 2026.
    init(_ chain: String, _ key: String = TestCertificates.key) throws {
        try self.init(
            chain: Array(chain.utf8), key: Array(key.utf8), at: .sample("2026-11-21T09:00:00Z"))
    }
}

extension NIOSSLContext {
    /// A client that trusts the root of the tests, and speaks no newer version than `newest`.
    static func client(upTo newest: TLSVersion? = nil) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates(
            try NIOSSLCertificate.fromPEMBytes(Array(TestCertificates.root.utf8)))
        configuration.maximumTLSVersion = newest
        return try NIOSSLContext(configuration: configuration)
    }
}
